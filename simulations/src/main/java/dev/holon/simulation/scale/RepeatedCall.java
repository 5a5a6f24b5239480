package dev.holon.simulation.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Makes a call for each of many numbers, some at once, and keeps how long each took.
 *
 * @param count numbers, from 0
 * @param atOnce calls under way at most
 * @param perSecond calls that become due in a second; 0: each as soon as there is room
 * @param deadlineNanos none begins later, by {@link System#nanoTime}
 */
record RepeatedCall(int count, int atOnce, double perSecond, long deadlineNanos) {
  private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(2);

  /** The call. */
  @FunctionalInterface
  interface Call {
    /** Whether it went well. */
    boolean make(int number) throws IOException, InterruptedException;
  }

  /**
   * What came of it.
   *
   * @param micros from when a call was due to its end, of those that went well
   */
  record Outcome(Histogram micros, long failedCount, long nanos) {
    double perSecond() {
      return micros.getTotalCount() * 1e9 / nanos;
    }

    double millis(double percentile) {
      return micros.getValueAtPercentile(percentile) / 1e3;
    }
  }

  /** Makes all calls and waits for their ends. */
  Outcome run(Call call) throws InterruptedException {
    ConcurrentHistogram micros = new ConcurrentHistogram(MICROS_MAX, 3);
    AtomicInteger next = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                      long due = awaitDue(start, n);
                      if (due > deadlineNanos || !isMade(call, n)) {
                        failed.incrementAndGet();
                      } else {
                        long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due);
                        micros.recordValue(Math.min(took, MICROS_MAX));
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Outcome(micros, failed.get(), System.nanoTime() - start);
  }

  // A call that is late because those before it were slow is late all the same.
  private long awaitDue(long startNanos, int number) {
    if (perSecond == 0) {
      return System.nanoTime();
    }
    long due = startNanos + (long) (number * 1e9 / perSecond);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return due;
  }

  private static boolean isMade(Call call, int number) {
    try {
      return call.make(number);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
