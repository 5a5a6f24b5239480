package dev.holon.testkit;

import dev.holon.core.StoreException;
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
import org.jspecify.annotations.Nullable;

/** Results in memory. Writes complete at once. Thread-safe. */
public final class InMemoryResultStore implements ResultStore {
  private final Map<ProcessId, NavigableMap<Long, StoredResult>> results = new HashMap<>();
  private final InMemoryScheduleStore schedule;
  private final InMemoryOutboxStore outbox;

  InMemoryResultStore(InMemoryScheduleStore schedule, InMemoryOutboxStore outbox) {
    this.schedule = schedule;
    this.outbox = outbox;
  }

  @Override
  public synchronized CompletionStage<Void> append(StoredResult result, List<OutboxEntry> entries) {
    StoredResult stored =
        results
            .computeIfAbsent(result.process(), process -> new TreeMap<>())
            .putIfAbsent(result.slot(), result);
    if (stored == null) {
      outbox.add(entries);
    } else if (!stored.resultHash().equals(result.resultHash())) {
      String fault = "slot " + result.slot() + " of " + result.process() + " has another result";
      return CompletableFuture.failedFuture(
          new StoreException(fault, new IllegalStateException(fault)));
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized Optional<StoredResult> result(ProcessId process, long slot) {
    return Optional.ofNullable(of(process).get(slot));
  }

  @Override
  public synchronized Optional<StoredResult> newest(ProcessId process) {
    return Optional.ofNullable(of(process).lastEntry()).map(Map.Entry::getValue);
  }

  @Override
  public synchronized List<StoredResult> results(
      ProcessId process, long fromSlot, long toSlot, int countMax, Order order) {
    if (fromSlot > toSlot) {
      return List.of();
    }
    NavigableMap<Long, StoredResult> range = of(process).subMap(fromSlot, true, toSlot, true);
    Collection<StoredResult> ordered =
        order == Order.ASCENDING ? range.values() : range.descendingMap().values();
    return ordered.stream().limit(Math.max(0, countMax)).toList();
  }

  @Override
  public synchronized long[] failedSlots(ProcessId process, long beforeSlot) {
    return of(process).headMap(beforeSlot, false).values().stream()
        .filter(stored -> stored.result().isError())
        .mapToLong(StoredResult::slot)
        .toArray();
  }

  @Override
  public synchronized List<ProcessId> processesBehind(@Nullable ProcessId after, int countMax) {
    return schedule.processes().stream()
        .filter(process -> after == null || process.compareTo(after) > 0)
        .filter(
            process ->
                schedule.latest(process).map(LogEntry::slot).orElse(-1L) > newestSlot(process))
        .limit(Math.max(0, countMax))
        .toList();
  }

  private long newestSlot(ProcessId process) {
    return newest(process).map(StoredResult::slot).orElse(-1L);
  }

  private NavigableMap<Long, StoredResult> of(ProcessId process) {
    return results.getOrDefault(process, new TreeMap<>());
  }
}
