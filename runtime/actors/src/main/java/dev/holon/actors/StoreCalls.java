package dev.holon.actors;

import dev.holon.core.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs calls that block on the stores, on threads of their own. Never on the caller's: when as many
 * wait as may, a call fails at once. Thread-safe.
 */
public final class StoreCalls implements AutoCloseable {
  /** Calls that may wait for a thread. */
  public static final int WAITING_MAX = 8_192;

  private final ThreadPoolExecutor threads;
  private final StoreGate gate;

  /**
   * Starts the threads as they are needed.
   *
   * @param threadCount about twice the connections to the database: a wait for a connection has a
   *     time limit and an error of its own
   * @param gate shut while the calls would only wait
   */
  public StoreCalls(int threadCount, StoreGate gate) {
    this.gate = gate;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            task -> {
              Thread thread = new Thread(task, "holon-store-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.AbortPolicy());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The call's outcome; fails with {@link StoreException} when the store does, or has no room, and
   * at once while the store is away.
   */
  public <T> CompletionStage<T> call(Supplier<T> call) {
    return gate.isOpen()
        ? gate.orElse(supply(call, threads, "the store"), StoreCalls::away)
        : away();
  }

  /** As {@link #call}, for a call that does not block and needs no thread. */
  public <T> CompletionStage<T> watch(Supplier<CompletionStage<T>> call) {
    return gate.isOpen() ? gate.orElse(call.get(), StoreCalls::away) : away();
  }

  private static <T> CompletionStage<T> away() {
    IllegalStateException cause = new IllegalStateException("it did not answer in time");
    return CompletableFuture.failedFuture(new StoreException("the database is away", cause));
  }

  /** Shut while the store is away. */
  public StoreGate gate() {
    return gate;
  }

  /** Calls that wait for a thread. */
  public int waitingCount() {
    return threads.getQueue().size();
  }

  /** As {@link #call}, on another bounded executor; {@code what} names it in the error. */
  static <T> CompletionStage<T> supply(Supplier<T> call, Executor executor, String what) {
    try {
      return CompletableFuture.supplyAsync(call, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new StoreException("too many calls wait for " + what + ": try again later", e));
    }
  }

  /** Takes no more calls; those that wait are still made. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
