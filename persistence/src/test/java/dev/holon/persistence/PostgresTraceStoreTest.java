package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.meter.Meters;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresTraceStoreTest extends TraceStoreContract {
  private final PostgresResultStore results = new PostgresResultStore(TestDatabase.get());

  @Override
  TraceStore store() {
    return new PostgresTraceStore(TestDatabase.get());
  }

  @Override
  ResultStore results() {
    return results;
  }

  @Override
  OutboxStore outbox() {
    return new PostgresOutboxStore(TestDatabase.get());
  }

  @Override
  SampleLog newLog() {
    return SampleLog.create(JournalRow::write);
  }

  @Override
  void record(EvaluationTime time) {
    try (EvaluationTimeWriter writer = new EvaluationTimeWriter(TestDatabase.get(), Meters.NONE)) {
      writer.accept(time);
    }
  }

  @Test
  void firstTimeOfASlotIsKept() {
    SampleLog log = newLog();
    results
        .append(SampleResults.completed(log.process(), 0), java.util.List.of())
        .toCompletableFuture()
        .join();
    Place place = new Place(log.process(), 0);
    record(new EvaluationTime(place, 1, 2));
    record(new EvaluationTime(place, 3, 4));

    assertEquals(
        new EvaluationTime(place, 1, 2),
        java.util.Objects.requireNonNull(
                store().slots(java.util.List.of(place), 100_000).getFirst().outcome())
            .time());
  }

  @AfterEach
  void close() {
    results.close();
  }
}
