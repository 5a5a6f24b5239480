package dev.holon.persistence;

import dev.holon.core.StoreException;
import dev.holon.core.messenger.OutboxStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Stores the changes of many callers in one transaction: what comes while one is under way waits,
 * and the next takes along all of it. Idle, nobody waits for others; busy, hundreds share a commit,
 * because no caller holds a thread while it waits. A transaction that fails, fails for all who took
 * part. Thread-safe.
 */
final class SharedCommit {
  /** Changes in one transaction, but for those of its last caller. */
  private static final int BATCH_COUNT_MAX = 2_000;

  /** Callers that may wait; there is one for each messenger at most. */
  static final int WAITING_MAX = 100_000;

  private static final long THREAD_IDLE_SECONDS = 10;

  private final Consumer<List<StateChange>> transaction;
  private final BlockingQueue<Job> waiting;
  private final AtomicBoolean isUnderWay = new AtomicBoolean();
  private final ExecutorService thread;

  private record Job(List<StateChange> changes, CompletableFuture<Void> done) {}

  /**
   * @param transaction stores changes, or throws; never called twice at a time
   */
  SharedCommit(Consumer<List<StateChange>> transaction, String name) {
    this(transaction, name, WAITING_MAX);
  }

  SharedCommit(Consumer<List<StateChange>> transaction, String name, int waitingMax) {
    this.transaction = transaction;
    this.waiting = new ArrayBlockingQueue<>(waitingMax);
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(name).daemon(true).factory());
    one.allowCoreThreadTimeOut(true);
    this.thread = one;
  }

  /**
   * Completes when the changes are durable; fails with what their transaction threw, or with {@link
   * StoreException} when too many wait. Does not block.
   */
  CompletionStage<Void> store(List<StateChange> changes) {
    Job job = new Job(changes, new CompletableFuture<>());
    if (!waiting.offer(job)) {
      String cause = waiting.size() + " messengers wait to store what they pushed";
      return CompletableFuture.failedFuture(
          new StoreException("try again LATER: " + cause, new RejectedExecutionException(cause)));
    }
    startIfIdle();
    return job.done();
  }

  private void startIfIdle() {
    if (isUnderWay.compareAndSet(false, true)) {
      thread.execute(this::storeAllThatWait);
    }
  }

  private void storeAllThatWait() {
    try {
      for (List<Job> jobs = take(); !jobs.isEmpty(); jobs = take()) {
        store(jobs, jobs.stream().flatMap(job -> job.changes().stream()).toList());
      }
    } finally {
      isUnderWay.set(false);
      // What came after the last look and found a transaction under way.
      if (!waiting.isEmpty()) {
        startIfIdle();
      }
    }
  }

  private List<Job> take() {
    List<Job> jobs = new ArrayList<>();
    int changeCount = 0;
    while (changeCount < BATCH_COUNT_MAX) {
      Job job = waiting.poll();
      if (job == null) {
        return jobs;
      }
      jobs.add(job);
      changeCount += job.changes().size();
    }
    return jobs;
  }

  private void store(List<Job> jobs, List<StateChange> changes) {
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
