package dev.holon.node;

import dev.holon.core.StoreException;
import dev.holon.core.compute.Outcome;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A store that loses results of cron ticks, as often as a test wants: of every second one nothing
 * is stored, of the others the answer is lost.
 */
record FlakyResultStore(ResultStore store, AtomicInteger faultsLeft) implements ResultStore {

  @Override
  public CompletionStage<Void> append(StoredResult result, List<OutboxEntry> outbox) {
    int left =
        result.place().isTick() ? faultsLeft.getAndUpdate(count -> Math.max(0, count - 1)) : 0;
    if (left == 0) {
      return store.append(result, outbox);
    }
    CompletionStage<Void> lost =
        CompletableFuture.failedFuture(
            new StoreException("told to fail", new IOException("no connection")));
    return left % 2 == 0 ? lost : store.append(result, outbox).thenCompose(done -> lost);
  }

  @Override
  public Optional<StoredResult> result(ProcessId process, long slot) {
    return store.result(process, slot);
  }

  @Override
  public Optional<StoredResult> newest(ProcessId process) {
    return store.newest(process);
  }

  @Override
  public List<StoredResult> results(ProcessId process, Range range, Order order) {
    return store.results(process, range, order);
  }

  @Override
  public List<StoredResult> ticks(ProcessId process, Range range) {
    return store.ticks(process, range);
  }

  @Override
  public Optional<StoredResult> newestTick(ProcessId process, String cron) {
    return store.newestTick(process, cron);
  }

  @Override
  public ResultPlace placeAfter(ProcessId process, long slot, long millis) {
    return store.placeAfter(process, slot, millis);
  }

  @Override
  public Optional<ResultPlace> placeOf(ProcessId process, long slot, long millis, String cron) {
    return store.placeOf(process, slot, millis, cron);
  }

  @Override
  public List<Outcome> outcomesAfter(ProcessId process, ResultPlace place, int countMax) {
    return store.outcomesAfter(process, place, countMax);
  }

  @Override
  public List<ProcessProgress> processes(@Nullable ProcessId after, int countMax) {
    return store.processes(after, countMax);
  }
}
