package dev.holon.testkit;

import dev.holon.core.StoreException;
import dev.holon.core.compute.BehindPage;
import dev.holon.core.compute.Outcome;
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
    StoredResult stored = of(result.process()).get(result.slot());
    if (stored != null && !stored.resultHash().equals(result.resultHash())) {
      return refused("slot " + result.slot() + " of " + result.process() + " has another result");
    }
    if (result.slot() > 0 && stored == null && !has(result.process(), result.slot() - 1)) {
      return refused("slot " + result.slot() + " of " + result.process() + " must wait");
    }
    if (stored == null) {
      results
          .computeIfAbsent(result.process(), process -> new TreeMap<>())
          .put(result.slot(), result);
      outbox.add(entries);
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
  public synchronized List<Outcome> outcomes(ProcessId process, long fromSlot, long toSlot) {
    return results(process, fromSlot, toSlot, Integer.MAX_VALUE, Order.ASCENDING).stream()
        .map(stored -> new Outcome(stored.slot(), stored.result().isError(), stored.resultHash()))
        .toList();
  }

  @Override
  public synchronized BehindPage processesBehind(@Nullable ProcessId after, int countMax) {
    if (countMax < 1) {
      throw new IllegalArgumentException("countMax must be positive, is " + countMax);
    }
    List<ProcessId> page =
        schedule.processes().stream()
            .filter(process -> after == null || process.compareTo(after) > 0)
            .limit(countMax)
            .toList();
    List<ProcessId> behind = page.stream().filter(this::isBehind).toList();
    return new BehindPage(behind, page.size() < countMax ? null : page.getLast());
  }

  private boolean isBehind(ProcessId process) {
    return schedule.latest(process).map(LogEntry::slot).orElse(-1L) > newestSlot(process);
  }

  private static CompletionStage<Void> refused(String fault) {
    return CompletableFuture.failedFuture(
        new StoreException(fault, new IllegalStateException(fault)));
  }

  private boolean has(ProcessId process, long slot) {
    return of(process).containsKey(slot);
  }

  private long newestSlot(ProcessId process) {
    return newest(process).map(StoredResult::slot).orElse(-1L);
  }

  private NavigableMap<Long, StoredResult> of(ProcessId process) {
    return results.getOrDefault(process, new TreeMap<>());
  }
}
