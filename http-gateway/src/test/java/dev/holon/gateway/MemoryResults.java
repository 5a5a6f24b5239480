package dev.holon.gateway;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.protocol.ProcessId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Results in memory. */
final class MemoryResults implements ResultStore {
  private final List<StoredResult> stored = new CopyOnWriteArrayList<>();

  @Override
  public CompletionStage<Void> append(StoredResult result, List<OutboxEntry> outbox) {
    stored.add(result);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<StoredResult> result(ProcessId process, long slot) {
    return results(process, slot, slot, 1, Order.ASCENDING).stream().findFirst();
  }

  @Override
  public Optional<StoredResult> newest(ProcessId process) {
    return results(process, 0, Long.MAX_VALUE, 1, Order.DESCENDING).stream().findFirst();
  }

  @Override
  public List<StoredResult> results(
      ProcessId process, long fromSlot, long toSlot, int countMax, Order order) {
    Comparator<StoredResult> bySlot = Comparator.comparingLong(StoredResult::slot);
    return stored.stream()
        .filter(result -> result.process().equals(process))
        .filter(result -> fromSlot <= result.slot() && result.slot() <= toSlot)
        .sorted(order == Order.ASCENDING ? bySlot : bySlot.reversed())
        .limit(countMax)
        .toList();
  }

  @Override
  public long[] failedSlots(ProcessId process, long beforeSlot) {
    return new long[0];
  }

  @Override
  public List<ProcessId> processesBehind(@Nullable ProcessId after, int countMax) {
    return List.of();
  }
}
