package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedCommitTest {
  private final List<List<StateChange>> commits = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whoWaitsSharesTheNextCommit() throws Exception {
    CountDownLatch isUnderWay = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    SharedCommit commit =
        new SharedCommit(
            changes -> {
              commits.add(changes);
              isUnderWay.countDown();
              await(mayGoOn);
            });
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> stored = new ArrayList<>();
      stored.add(threads.submit(() -> commit.store(change(0))));
      assertTrue(isUnderWay.await(10, TimeUnit.SECONDS));
      for (int i = 1; i < 8; i++) {
        List<StateChange> changes = change(i);
        stored.add(threads.submit(() -> commit.store(changes)));
      }
      // The first one holds the commit until all others have had time to queue up.
      TimeUnit.MILLISECONDS.sleep(300);
      mayGoOn.countDown();
      for (Future<?> one : stored) {
        one.get(10, TimeUnit.SECONDS);
      }
    }

    assertEquals(8, commits.stream().mapToInt(List::size).sum());
    assertTrue(commits.size() <= 3, commits.size() + " commits");
  }

  @Test
  void failureIsThrownToWhoTookPartAndTheNextGoesOn() {
    SharedCommit commit =
        new SharedCommit(
            changes -> {
              commits.add(changes);
              if (commits.size() == 1) {
                throw new StoreException("away", new IOException());
              }
            });

    assertThrows(StoreException.class, () -> commit.store(change(1)));
    commit.store(change(2));

    assertEquals(List.of(change(1), change(2)), commits);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<StateChange> change(int slot) {
    OutboxKey key = new OutboxKey(new ProcessId(Id.of(new byte[32])), slot, 0);
    return List.of(new StateChange(key, new DeliveryState.Parked("")));
  }
}
