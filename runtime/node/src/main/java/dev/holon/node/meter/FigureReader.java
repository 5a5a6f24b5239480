package dev.holon.node.meter;

import dev.holon.core.StoreException;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.meter.ClusterFigures;
import dev.holon.core.meter.FigureStore;
import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cluster's figures on a thread of its own and shows them as gauges: every few seconds,
 * and less often where reading takes long, so that it costs at most a twentieth of a connection.
 * What cannot be read is not a number.
 */
public final class FigureReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FigureReader.class);
  private static final Duration INTERVAL_MIN = Duration.ofSeconds(5);
  private static final Duration INTERVAL_MAX = Duration.ofMinutes(1);
  private static final long REST_FACTOR = 20;

  private final FigureStore store;
  private final InstantSource clock;
  private final Thread thread;
  private volatile @Nullable ClusterFigures newest;
  private volatile boolean isClosed;
  private volatile double newestSeconds = Double.NaN;
  private volatile long underWaySinceNanos;
  private volatile boolean isUnderWay;

  /** Begins to read. */
  public static FigureReader start(FigureStore store, InstantSource clock, Meters meters) {
    FigureReader reader = new FigureReader(store, clock);
    reader.show(meters);
    reader.thread.start();
    return reader;
  }

  private FigureReader(FigureStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("holon-figures").daemon(true).unstarted(this::run);
  }

  private void show(Meters meters) {
    count(meters, Metric.COMPUTE_BACKLOG_PROCESSES, figures -> figures.backlog().processCount());
    count(meters, Metric.COMPUTE_BACKLOG_SLOTS, figures -> figures.backlog().slotCount());
    age(meters, Metric.COMPUTE_BACKLOG_AGE, figures -> age(figures.backlog().oldestMillis()));
    entries(meters, "pending", OutboxStore.Counts::pending);
    entries(meters, "refused", OutboxStore.Counts::refused);
    entries(meters, "parked", OutboxStore.Counts::parked);
    age(meters, Metric.MESSENGER_OLDEST_PENDING, figures -> age(figures.oldestPendingMillis()));
    age(meters, Metric.CRON_OVERDUE, figures -> age(figures.oldestCronMillis()));
    meters.gauge(Metric.NODE_FIGURES_TIME, this::readSeconds);
  }

  private void count(Meters meters, Metric metric, ToLongFunction<ClusterFigures> value) {
    meters.gauge(metric, () -> known(figures -> (double) value.applyAsLong(figures)));
  }

  private void entries(Meters meters, String state, ToLongFunction<OutboxStore.Counts> value) {
    meters.gauge(
        Metric.MESSENGER_ENTRIES,
        () -> known(figures -> (double) value.applyAsLong(figures.outbox())),
        state);
  }

  private void age(Meters meters, Metric metric, ToDoubleFunction<ClusterFigures> value) {
    meters.gauge(metric, () -> known(value));
  }

  private double known(ToDoubleFunction<ClusterFigures> value) {
    ClusterFigures figures = newest;
    return figures == null ? Double.NaN : value.applyAsDouble(figures);
  }

  /** Seconds since then; 0 when there is no such time, or it is yet to come. */
  private double age(OptionalLong millis) {
    return millis.isEmpty() ? 0 : Math.max(0, clock.millis() - millis.getAsLong()) / 1_000.0;
  }

  private void run() {
    while (!isClosed) {
      long begin = System.nanoTime();
      underWaySinceNanos = begin;
      isUnderWay = true;
      boolean isRead = read();
      isUnderWay = false;
      long nanos = System.nanoTime() - begin;
      newestSeconds = isRead ? nanos / 1e9 : Double.POSITIVE_INFINITY;
      long rest = Math.max(INTERVAL_MIN.toNanos(), nanos * REST_FACTOR);
      LockSupport.parkNanos(Math.min(rest, INTERVAL_MAX.toNanos()));
    }
  }

  private boolean read() {
    try {
      newest = store.read();
      return true;
    } catch (StoreException e) {
      newest = null;
      LOG.debug("the figures cannot be read now", e);
      return false;
    }
  }

  /** Of the newest reading, and of one under way that is longer already; endless when it failed. */
  private double readSeconds() {
    double newestReading = newestSeconds;
    if (!isUnderWay) {
      return newestReading;
    }
    double soFar = (System.nanoTime() - underWaySinceNanos) / 1e9;
    return newestReading > soFar ? newestReading : soFar;
  }

  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
  }
}
