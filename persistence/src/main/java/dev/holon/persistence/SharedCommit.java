package dev.holon.persistence;

import dev.holon.core.messenger.OutboxStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Stores the changes of many callers in one transaction: who comes while one is under way waits,
 * and the first of those who waited takes along what all of them brought. Idle, a caller waits for
 * nobody. A transaction that fails, fails for all who took part. Thread-safe.
 */
final class SharedCommit {
  private final Consumer<List<StateChange>> transaction;
  private final ConcurrentLinkedQueue<Job> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock underWay = new ReentrantLock();

  private record Job(List<StateChange> changes, CompletableFuture<Void> done) {}

  /**
   * @param transaction stores changes, or throws; never called twice at a time
   */
  SharedCommit(Consumer<List<StateChange>> transaction) {
    this.transaction = transaction;
  }

  /** Returns when the changes are durable; throws what their transaction threw. */
  void store(List<StateChange> changes) {
    Job job = new Job(changes, new CompletableFuture<>());
    waiting.add(job);
    underWay.lock();
    try {
      if (!job.done().isDone()) {
        storeAllThatWait();
      }
    } finally {
      underWay.unlock();
    }
    try {
      job.done().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void storeAllThatWait() {
    List<Job> jobs = new ArrayList<>();
    for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
      jobs.add(job);
    }
    List<StateChange> changes = new ArrayList<>();
    jobs.forEach(job -> changes.addAll(job.changes()));
    try {
      transaction.accept(changes);
      jobs.forEach(job -> job.done().complete(null));
    } catch (RuntimeException e) {
      jobs.forEach(job -> job.done().completeExceptionally(e));
    } finally {
      // An error must not leave the others waiting for ever.
      jobs.forEach(
          job -> job.done().completeExceptionally(new IllegalStateException("the writer died")));
    }
  }
}
