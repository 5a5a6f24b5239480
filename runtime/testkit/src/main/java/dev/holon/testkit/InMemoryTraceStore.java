package dev.holon.testkit;

import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceStore;
import dev.holon.core.trace.TracedPush;
import dev.holon.core.trace.TracedSlot;
import dev.holon.core.trace.TracedSlot.TracedOutcome;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.ResultCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Traces of the logs, results and outbox in memory. Thread-safe. */
public final class InMemoryTraceStore implements TraceStore, Consumer<EvaluationTime> {
  private final Map<Place, EvaluationTime> times = new ConcurrentHashMap<>();
  private final InMemoryScheduleStore schedule;
  private final InMemoryResultStore results;
  private final InMemoryOutboxStore outbox;

  InMemoryTraceStore(
      InMemoryScheduleStore schedule, InMemoryResultStore results, InMemoryOutboxStore outbox) {
    this.schedule = schedule;
    this.results = results;
    this.outbox = outbox;
  }

  @Override
  public void accept(EvaluationTime time) {
    times.putIfAbsent(time.place(), time);
  }

  @Override
  public List<TracedSlot> slots(List<Place> places, long resultBytesMax) {
    return places.stream().flatMap(place -> slot(place, resultBytesMax).stream()).toList();
  }

  @Override
  public Optional<Head> head(ProcessId process) {
    return schedule.latest(process).map(entry -> new Head(entry.slot(), entry.timestampMillis()));
  }

  private Optional<TracedSlot> slot(Place place, long resultBytesMax) {
    return schedule
        .entry(place.process(), place.slot())
        .map(
            entry ->
                new TracedSlot(
                    place,
                    entry.itemId(),
                    entry.assignmentId(),
                    entry.timestampMillis(),
                    results
                        .result(place.process(), place.slot())
                        .map(stored -> outcome(stored, resultBytesMax))
                        .orElse(null)));
  }

  private TracedOutcome outcome(StoredResult stored, long resultBytesMax) {
    long size = ResultCodec.encode(stored.result()).length;
    return new TracedOutcome(
        stored.result().isError(),
        size,
        size <= resultBytesMax ? stored.result() : null,
        times.get(new Place(stored.process(), stored.slot())));
  }

  @Override
  public List<TracedPush> pushes(List<PushRange> ranges, int countMax) {
    return ranges.stream()
        .flatMap(
            range ->
                outbox.entries(range.place().process(), range.place().slot()).stream()
                    .filter(entry -> entry.key().index() >= range.fromIndex())
                    .limit(Math.max(0, countMax)))
        .map(InMemoryTraceStore::push)
        .toList();
  }

  private static TracedPush push(OutboxEntry entry) {
    TracedPush.Kind kind =
        switch (entry.action()) {
          case Action.SendMessage send -> TracedPush.Kind.MESSAGE;
          case Action.SpawnProcess spawn -> TracedPush.Kind.SPAWN;
          case Action.AssignMessage assign -> TracedPush.Kind.ASSIGNMENT;
          case Action.AssignCarrier carrier -> TracedPush.Kind.ASSIGNMENT;
        };
    String target = TracedPush.targetOf(entry.action());
    return new TracedPush(
        entry.key(),
        kind,
        entry.pushedFor(),
        target,
        entry.state(),
        TracedPush.childOf(kind, target, entry.state()));
  }
}
