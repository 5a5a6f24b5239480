package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedCommitTest {
  private final List<List<StateChange>> commits = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatWaitsSharesTheNextCommitWhoeverCalls() throws Exception {
    CountDownLatch isUnderWay = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    SharedCommit commit =
        new SharedCommit(
            changes -> {
              commits.add(changes);
              isUnderWay.countDown();
              await(mayGoOn);
            },
            "test");
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    stored.add(commit.store(change(0)).toCompletableFuture());
    assertTrue(isUnderWay.await(10, TimeUnit.SECONDS));

    // One thread asks for all: a caller does not wait for the transaction.
    for (int i = 1; i < 200; i++) {
      stored.add(commit.store(change(i)).toCompletableFuture());
    }
    assertTrue(stored.stream().noneMatch(CompletableFuture::isDone), "not durable yet");
    mayGoOn.countDown();
    CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);

    assertEquals(List.of(1, 199), commits.stream().map(List::size).toList());
  }

  @Test
  void nothingThatComesWhileACommitEndsIsLeftWaiting() throws Exception {
    AtomicInteger count = new AtomicInteger();
    SharedCommit commit = new SharedCommit(changes -> count.addAndGet(changes.size()), "test");
    for (int i = 0; i < 20_000; i++) {
      CompletableFuture<Void> stored = commit.store(change(i)).toCompletableFuture();
      if (i % 3 == 0) {
        stored.get(10, TimeUnit.SECONDS);
      }
    }
    commit.store(change(0)).toCompletableFuture().get(10, TimeUnit.SECONDS);

    assertEquals(20_001, count.get());
  }

  @Test
  void failureIsToldToWhoTookPartAndTheNextGoesOn() throws Exception {
    SharedCommit commit =
        new SharedCommit(
            changes -> {
              commits.add(changes);
              if (commits.size() == 1) {
                throw new StoreException("away", new IOException());
              }
            },
            "test");

    assertStoreException(commit.store(change(1)));
    commit.store(change(2)).toCompletableFuture().get(10, TimeUnit.SECONDS);

    assertEquals(List.of(change(1), change(2)), commits);
  }

  @Test
  void moreThanMayWaitAreRefused() throws Exception {
    CountDownLatch isUnderWay = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    SharedCommit commit =
        new SharedCommit(
            changes -> {
              isUnderWay.countDown();
              await(mayGoOn);
            },
            "test",
            2);
    CompletionStage<Void> first = commit.store(change(0));
    assertTrue(isUnderWay.await(10, TimeUnit.SECONDS));
    commit.store(change(1));
    CompletionStage<Void> last = commit.store(change(2));

    assertStoreException(commit.store(change(3)));

    mayGoOn.countDown();
    first.toCompletableFuture().get(10, TimeUnit.SECONDS);
    last.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static void assertStoreException(CompletionStage<Void> stage) {
    ExecutionException fault =
        assertThrows(
            ExecutionException.class, () -> stage.toCompletableFuture().get(10, TimeUnit.SECONDS));
    assertInstanceOf(StoreException.class, fault.getCause());
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
