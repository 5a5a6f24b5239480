package dev.holon.node.meter;

import dev.holon.core.StoreException;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.meter.ClusterFigures;
import dev.holon.core.meter.FigureStore;
import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.SettlementFigures;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.core.settlement.WalletNote;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
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

  private static final double WINSTON_PER_AR = 1e12;

  private final FigureStore store;
  private final SettlementStore settlement;
  private final InstantSource clock;
  private final Thread thread;
  private volatile @Nullable Reading newest;
  private volatile boolean isClosed;
  private volatile double newestSeconds = Double.NaN;
  private volatile long underWaySinceNanos;
  private volatile boolean isUnderWay;

  private record Reading(
      ClusterFigures cluster, SettlementFigures settlement, Optional<WalletNote> wallet) {}

  /** Begins to read. */
  public static FigureReader start(
      FigureStore store, SettlementStore settlement, InstantSource clock, Meters meters) {
    FigureReader reader = new FigureReader(store, settlement, clock);
    reader.show(meters);
    reader.thread.start();
    return reader;
  }

  private FigureReader(FigureStore store, SettlementStore settlement, InstantSource clock) {
    this.store = store;
    this.settlement = settlement;
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
    showSettlement(meters);
  }

  private void showSettlement(Meters meters) {
    meters.gauge(
        Metric.SETTLEMENT_BACKLOG_ENTRIES,
        () -> read(reading -> (double) reading.settlement().backlogEntries()));
    meters.gauge(
        Metric.SETTLEMENT_BACKLOG_SIZE,
        () -> read(reading -> (double) reading.settlement().backlogBytes()));
    meters.gauge(
        Metric.SETTLEMENT_OLDEST, () -> read(reading -> age(reading.settlement().oldestMillis())));
    for (BundleState state : BundleState.values()) {
      meters.gauge(
          Metric.SETTLEMENT_BUNDLES,
          () -> read(reading -> (double) reading.settlement().bundles().of(state)),
          state.text());
    }
    meters.gauge(
        Metric.SETTLEMENT_BALANCE,
        () -> read(reading -> ar(reading.wallet().flatMap(WalletNote::balance))));
    meters.gauge(
        Metric.SETTLEMENT_PRICE,
        () -> read(reading -> ar(reading.wallet().flatMap(WalletNote::price))));
  }

  private static double ar(Optional<BigInteger> winston) {
    return winston.map(amount -> amount.doubleValue() / WINSTON_PER_AR).orElse(Double.NaN);
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
    return read(reading -> value.applyAsDouble(reading.cluster()));
  }

  private double read(ToDoubleFunction<Reading> value) {
    Reading reading = newest;
    return reading == null ? Double.NaN : value.applyAsDouble(reading);
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
      newest = new Reading(store.read(), settlement.figures(), settlement.walletNote());
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
