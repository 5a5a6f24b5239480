package dev.holon.testkit;

import dev.holon.core.StoreException;
import dev.holon.core.compute.Outcome;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Results in memory. Writes complete at once. Thread-safe. */
public final class InMemoryResultStore implements ResultStore {
  private final Map<ProcessId, NavigableMap<ResultPlace, StoredResult>> results = new HashMap<>();
  private final InMemoryScheduleStore schedule;
  private final InMemoryOutboxStore outbox;

  InMemoryResultStore(InMemoryScheduleStore schedule, InMemoryOutboxStore outbox) {
    this.schedule = schedule;
    this.outbox = outbox;
  }

  @Override
  public synchronized CompletionStage<Void> append(StoredResult result, List<OutboxEntry> entries) {
    ResultPlace place = result.place();
    StoredResult stored = of(result.process()).get(place);
    if (stored != null && !stored.resultHash().equals(result.resultHash())) {
      return refused("slot " + place + " of " + result.process() + " has another result");
    }
    ResultPlace before =
        place.isTick()
            ? new ResultPlace(place.slot(), place.step() - 1)
            : ResultPlace.ofSlot(place.slot() - 1);
    boolean isFirst = place.equals(ResultPlace.ofSlot(0));
    if (!isFirst && stored == null && !of(result.process()).containsKey(before)) {
      return refused("slot " + place + " of " + result.process() + " must wait");
    }
    if (stored == null) {
      results.computeIfAbsent(result.process(), process -> new TreeMap<>()).put(place, result);
      outbox.add(entries);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized Optional<StoredResult> result(ProcessId process, long slot) {
    return Optional.ofNullable(of(process).get(ResultPlace.ofSlot(slot)));
  }

  @Override
  public synchronized Optional<StoredResult> newest(ProcessId process) {
    return Optional.ofNullable(of(process).lastEntry()).map(Map.Entry::getValue);
  }

  @Override
  public synchronized List<StoredResult> results(ProcessId process, Range range, Order order) {
    NavigableMap<ResultPlace, StoredResult> inRange = inRange(process, range);
    Collection<StoredResult> ordered =
        order == Order.ASCENDING ? inRange.values() : inRange.descendingMap().values();
    return ordered.stream().limit(Math.max(0, range.countMax())).toList();
  }

  @Override
  public synchronized List<StoredResult> ticks(ProcessId process, Range range) {
    return inRange(process, range).values().stream()
        .filter(stored -> stored.place().isTick())
        .limit(Math.max(0, range.countMax()))
        .toList();
  }

  @Override
  public synchronized Optional<StoredResult> newestTick(ProcessId process, String cron) {
    return of(process).descendingMap().values().stream()
        .filter(stored -> cron.equals(stored.cron()))
        .findFirst();
  }

  @Override
  public synchronized ResultPlace placeAfter(ProcessId process, long slot, long millis) {
    return ticksOf(process, slot)
        .filter(stored -> stored.timestampMillis() > millis)
        .map(StoredResult::place)
        .findFirst()
        .orElse(ResultPlace.ofSlot(slot + 1));
  }

  @Override
  public synchronized Optional<ResultPlace> placeOf(
      ProcessId process, long slot, long millis, String cron) {
    return ticksOf(process, slot)
        .filter(stored -> stored.timestampMillis() == millis && cron.equals(stored.cron()))
        .map(StoredResult::place)
        .findFirst();
  }

  @Override
  public synchronized List<Outcome> outcomesAfter(
      ProcessId process, ResultPlace place, int countMax) {
    return of(process).tailMap(place, false).values().stream()
        .limit(countMax)
        .map(Outcome::of)
        .toList();
  }

  @Override
  public synchronized List<ProcessProgress> processes(@Nullable ProcessId after, int countMax) {
    if (countMax < 1) {
      throw new IllegalArgumentException("countMax must be positive, is " + countMax);
    }
    return schedule.processes().stream()
        .filter(process -> after == null || process.compareTo(after) > 0)
        .limit(countMax)
        .map(process -> new ProcessProgress(process, head(process), newestSlot(process)))
        .toList();
  }

  private long head(ProcessId process) {
    return schedule.latest(process).map(LogEntry::slot).orElseThrow();
  }

  private static CompletionStage<Void> refused(String fault) {
    return CompletableFuture.failedFuture(
        new StoreException(fault, new IllegalStateException(fault)));
  }

  private NavigableMap<ResultPlace, StoredResult> inRange(ProcessId process, Range range) {
    return range.to().isBefore(range.from())
        ? new TreeMap<>()
        : of(process).subMap(range.from(), true, range.to(), true);
  }

  private Stream<StoredResult> ticksOf(ProcessId process, long slot) {
    return of(process).values().stream()
        .filter(stored -> stored.slot() == slot && stored.place().isTick());
  }

  private long newestSlot(ProcessId process) {
    return newest(process).map(StoredResult::slot).orElse(-1L);
  }

  private NavigableMap<ResultPlace, StoredResult> of(ProcessId process) {
    return results.getOrDefault(process, new TreeMap<>());
  }
}
