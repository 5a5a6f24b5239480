package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.meter.ClusterFigures;
import dev.holon.core.meter.ClusterFigures.Backlog;
import dev.holon.core.meter.FigureStore;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresFiguresTest {
  private final FigureStore figures = new PostgresFigures(TestDatabase.get());
  private final PostgresResultStore results = new PostgresResultStore(TestDatabase.get());
  private final OutboxStore outbox = new PostgresOutboxStore(TestDatabase.get());

  @BeforeEach
  void empty() {
    TestDatabase.execute(
        "TRUNCATE event_journal, event_tag, result, outbox, outbox_tally, cron, backlog");
    TestDatabase.execute("UPDATE backlog_position SET process_count = 0");
  }

  @AfterEach
  void close() {
    results.close();
  }

  private void evaluate(SampleLog log, long slot, List<OutboxEntry> entries) {
    results
        .append(SampleResults.completed(log.process(), slot), entries)
        .toCompletableFuture()
        .join();
  }

  @Test
  void emptyTablesGiveZeros() {
    assertEquals(
        new ClusterFigures(
            0,
            new Backlog(0, 0, OptionalLong.empty()),
            new OutboxStore.Counts(0, 0, 0, 0),
            OptionalLong.empty(),
            OptionalLong.empty()),
        figures.read());
  }

  @Test
  void backlogIsTheSlotsWithoutResultAndTheAgeOfTheOldestFirstOne() {
    SampleLog untouched = SampleLog.create(JournalRow::write);
    untouched.messages(1, 10);
    SampleLog behind = SampleLog.create(JournalRow::write);
    behind.messages(4, 10);
    evaluate(behind, 0, List.of());
    SampleLog done = SampleLog.create(JournalRow::write);
    evaluate(done, 0, List.of());

    ClusterFigures read = figures.read();

    assertEquals(3, read.processCount());
    // Slot 0 of the untouched one has the timestamp 1,000; slot 1 of the other 1,010.
    assertEquals(new Backlog(2, 6, OptionalLong.of(1_000)), read.backlog());
    evaluate(untouched, 0, List.of());
    evaluate(untouched, 1, List.of());
    assertEquals(new Backlog(1, 4, OptionalLong.of(1_010)), figures.read().backlog());
  }

  @Test
  void figuresAreTheSameWhenTheEntriesHaveBeenLookedAt() {
    SampleLog untouched = SampleLog.create(JournalRow::write);
    untouched.messages(1, 10);
    SampleLog done = SampleLog.create(JournalRow::write);
    evaluate(done, 0, List.of());
    ClusterFigures before = figures.read();

    new PostgresBacklogStore(TestDatabase.get()).note(1_000);

    assertEquals(before, figures.read());
    assertEquals(2, before.processCount());
    assertEquals(2, new PostgresScheduleStore(TestDatabase.get()).processCount());
    untouched.messages(1, 10);
    assertEquals(new Backlog(1, 3, OptionalLong.of(1_000)), figures.read().backlog());
  }

  @Test
  void oldestPendingIsThatOfTheFirstResultWithAnEntryLeft() {
    SampleLog log = SampleLog.create(JournalRow::write);
    log.messages(1, 10);
    List<OutboxEntry> first = SampleResults.outbox(log.process(), 0);
    evaluate(log, 0, first);
    evaluate(log, 1, SampleResults.outbox(log.process(), 1));
    long firstMillis = SampleResults.completed(log.process(), 0).timestampMillis();
    long secondMillis = SampleResults.completed(log.process(), 1).timestampMillis();

    OptionalLong before = figures.read().oldestPendingMillis();
    outbox
        .conclude(
            first.stream()
                .map(entry -> new StateChange(entry.key(), new DeliveryState.Refused("x")))
                .toList())
        .toCompletableFuture()
        .join();

    assertEquals(OptionalLong.of(firstMillis), before);
    assertEquals(OptionalLong.of(secondMillis), figures.read().oldestPendingMillis());
    assertEquals(first.size(), figures.read().outbox().refused());
  }

  @Test
  void mostOverdueCronIsTheOneThatIsLookedAtFirst() {
    SampleLog early = SampleLog.createWithCron(JournalRow::write);
    SampleLog late = SampleLog.createWithCron(JournalRow::write);
    PostgresCronStore crons = new PostgresCronStore(TestDatabase.get());
    OptionalLong fresh = figures.read().oldestCronMillis();

    crons.lookAt(early.process(), 5_000);
    crons.lookAt(late.process(), 9_000);

    assertEquals(OptionalLong.empty(), fresh);
    assertEquals(OptionalLong.of(5_000), figures.read().oldestCronMillis());
  }

  @Test
  void cronIsOverdueUntilSomebodyHasLooked() {
    SampleLog log = SampleLog.createWithCron(JournalRow::write);
    PostgresCronStore crons = new PostgresCronStore(TestDatabase.get());
    crons.lookAt(log.process(), 3_000);
    crons.claimDue(4_000, 34_000, 1_000);
    crons.claimDue(34_000, 64_000, 1_000);

    OptionalLong claimed = figures.read().oldestCronMillis();
    crons.lookAt(log.process(), 90_000);

    assertEquals(OptionalLong.of(3_000), claimed);
    assertEquals(OptionalLong.of(90_000), figures.read().oldestCronMillis());
  }
}
