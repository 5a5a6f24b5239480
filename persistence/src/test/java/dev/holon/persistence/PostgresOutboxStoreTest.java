package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.OutboxStore.Page;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresOutboxStoreTest extends OutboxStoreContract {
  private final PostgresResultStore results = new PostgresResultStore(TestDatabase.get());
  private final OutboxStore store = new PostgresOutboxStore(TestDatabase.get());

  @Override
  OutboxStore store() {
    return store;
  }

  @Override
  ResultStore results() {
    return results;
  }

  @Test
  void chainThatRestsIsForgottenAndCountsAnew() {
    ProcessId process = SampleLog.randomProcess();
    ChainPosition chain = new ChainPosition(SampleLog.randomId(), 2);
    List<OutboxEntry> entries =
        List.of(
            SampleResults.at(SampleResults.messageTo(process, 0, 0, process.id()), chain),
            SampleResults.at(SampleResults.messageTo(process, 0, 1, process.id()), chain));
    results.append(SampleResults.completed(process, 0), entries).toCompletableFuture().join();
    store
        .conclude(
            List.of(
                new StateChange(
                    entries.getFirst().key(), new DeliveryState.Delivered(process.id(), 1))))
        .toCompletableFuture()
        .join();
    Page page = new Page(1, Long.MAX_VALUE, Set.of());

    store.forgetChains(0);
    assertEquals(1, store.due(process, 0, page).getFirst().chainCount());
    store.forgetChains(Long.MAX_VALUE);
    assertEquals(0, store.due(process, 0, page).getFirst().chainCount());
  }

  @AfterEach
  void close() {
    results.close();
  }
}
