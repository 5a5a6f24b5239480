package dev.holon.core.meter;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** For tools and tests that nobody watches. */
final class NoMeters implements Meters {
  private static final Counter COUNTER = amount -> {};
  private static final Span SPAN = () -> {};
  private static final Sizes SIZES = value -> {};
  private static final Timer TIMER =
      new Timer() {
        @Override
        public void record(long amount, TimeUnit unit) {}

        @Override
        public Span begin() {
          return SPAN;
        }
      };

  @Override
  public Counter counter(Metric metric, String... labelValues) {
    return COUNTER;
  }

  @Override
  public Timer timer(Metric metric, String... labelValues) {
    return TIMER;
  }

  @Override
  public Sizes sizes(Metric metric, String... labelValues) {
    return SIZES;
  }

  @Override
  public void gauge(Metric metric, DoubleSupplier value, String... labelValues) {}
}
