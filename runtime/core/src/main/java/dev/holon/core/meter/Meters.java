package dev.holon.core.meter;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Where the node's parts say what they do. Asking for the same metric with the same label values
 * gives the same meter again. Never blocks, never fails on what is recorded; thread-safe.
 */
public interface Meters {
  /** Keeps nothing. */
  Meters NONE = new NoMeters();

  /**
   * A counter.
   *
   * @param labelValues one for each of {@link Metric#labels}, from a small fixed set
   */
  Counter counter(Metric metric, String... labelValues);

  /** A histogram of durations. */
  Timer timer(Metric metric, String... labelValues);

  /** A histogram of counts or sizes. */
  Sizes sizes(Metric metric, String... labelValues);

  /**
   * A figure that is asked for whenever somebody looks; it must not block.
   *
   * @param value not a number where it is not known now
   */
  void gauge(Metric metric, DoubleSupplier value, String... labelValues);

  /** Grows only. */
  interface Counter {
    void add(long amount);

    default void one() {
      add(1);
    }
  }

  /** Durations. */
  interface Timer {
    void record(long amount, TimeUnit unit);

    /** Starts to measure; {@link Span#end} records. */
    Span begin();
  }

  /** A measurement under way. */
  @FunctionalInterface
  interface Span {
    void end();
  }

  /** Counts or sizes. */
  @FunctionalInterface
  interface Sizes {
    void record(long value);
  }
}
