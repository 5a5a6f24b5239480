package dev.holon.node.meter;

import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** The meters of one node, in the text format 0.0.4 of Prometheus. Thread-safe. */
public final class PrometheusMeters implements Meters, AutoCloseable {
  /** Upper bounds of the buckets of durations: 1 ms to 30 s. */
  static final Duration[] TIME_BUCKETS =
      millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);

  /** Upper bounds of the buckets of sizes, in bytes: 1 KiB to 256 MiB. */
  static final double[] SIZE_BUCKETS = {
    1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20, 16 << 20, 64 << 20, 256 << 20
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<AutoCloseable> binders = new ArrayList<>();
  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, Sizes> sizes = new ConcurrentHashMap<>();

  private record Key(Metric metric, List<String> labelValues) {}

  /** Meters of the node's parts and of its JVM. */
  public static PrometheusMeters withJvm() {
    PrometheusMeters meters = new PrometheusMeters();
    JvmGcMetrics gc = new JvmGcMetrics();
    meters.binders.add(gc);
    List<MeterBinder> all =
        List.of(
            gc,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics());
    all.forEach(binder -> binder.bindTo(meters.registry));
    return meters;
  }

  /** All meters as Prometheus reads them. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public Counter counter(Metric metric, String... labelValues) {
    return counters.computeIfAbsent(key(metric, Metric.Kind.COUNTER, labelValues), this::counter);
  }

  private Counter counter(Key key) {
    io.micrometer.core.instrument.Counter counter =
        io.micrometer.core.instrument.Counter.builder(key.metric().prometheusName())
            .description(key.metric().description())
            .tags(tags(key))
            .register(registry);
    return amount -> counter.increment((double) amount);
  }

  @Override
  public Timer timer(Metric metric, String... labelValues) {
    return timers.computeIfAbsent(key(metric, Metric.Kind.TIMER, labelValues), this::timer);
  }

  private Timer timer(Key key) {
    // Micrometer puts the unit behind the name itself.
    String name = withoutSuffix(key.metric().prometheusName(), "_seconds");
    io.micrometer.core.instrument.Timer timer =
        io.micrometer.core.instrument.Timer.builder(name)
            .description(key.metric().description())
            .tags(tags(key))
            .serviceLevelObjectives(TIME_BUCKETS)
            .register(registry);
    return new Timer() {
      @Override
      public void record(long amount, TimeUnit unit) {
        timer.record(amount, unit);
      }

      @Override
      public Span begin() {
        long beginNanos = System.nanoTime();
        return () -> timer.record(System.nanoTime() - beginNanos, TimeUnit.NANOSECONDS);
      }
    };
  }

  @Override
  public Sizes sizes(Metric metric, String... labelValues) {
    return sizes.computeIfAbsent(key(metric, Metric.Kind.SIZES, labelValues), this::sizes);
  }

  private Sizes sizes(Key key) {
    DistributionSummary summary =
        DistributionSummary.builder(key.metric().prometheusName())
            .description(key.metric().description())
            .tags(tags(key))
            .serviceLevelObjectives(SIZE_BUCKETS)
            .register(registry);
    return value -> summary.record((double) value);
  }

  @Override
  public void gauge(Metric metric, DoubleSupplier value, String... labelValues) {
    Key key = key(metric, Metric.Kind.GAUGE, labelValues);
    Gauge.builder(metric.prometheusName(), value::getAsDouble)
        .description(metric.description())
        .tags(tags(key))
        .register(registry);
  }

  private static Key key(Metric metric, Metric.Kind kind, String... labelValues) {
    if (metric.kind() != kind || metric.labels().size() != labelValues.length) {
      throw new IllegalArgumentException(
          metric + " is a " + metric.kind() + " with the labels " + metric.labels());
    }
    return new Key(metric, List.of(labelValues));
  }

  private static List<Tag> tags(Key key) {
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < key.labelValues().size(); i++) {
      tags.add(Tag.of(key.metric().labels().get(i), key.labelValues().get(i)));
    }
    return tags;
  }

  private static String withoutSuffix(String name, String suffix) {
    return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
  }

  private static Duration[] millis(long... millis) {
    Duration[] durations = new Duration[millis.length];
    for (int i = 0; i < millis.length; i++) {
      durations[i] = Duration.ofMillis(millis[i]);
    }
    return durations;
  }

  /** Stops listening to the JVM. */
  @Override
  public void close() {
    for (AutoCloseable binder : binders) {
      try {
        binder.close();
      } catch (Exception e) {
        throw new IllegalStateException("a meter of the JVM does not end", e);
      }
    }
    registry.close();
  }
}
