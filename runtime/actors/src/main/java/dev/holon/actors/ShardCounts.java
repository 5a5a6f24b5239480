package dev.holon.actors;

import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;

/** Asks this node's regions every few seconds how many shards they host. */
final class ShardCounts {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration ASK_MAX = Duration.ofSeconds(3);

  private ShardCounts() {}

  /** Counts for these types, whose regions are started, until the system ends. */
  static void start(ActorSystem<?> system, List<String> types, Meters meters) {
    ClusterSharding sharding = ClusterSharding.get(Adapter.toClassic(system));
    for (String type : types) {
      ActorRef region = sharding.shardRegion(type);
      AtomicInteger count = new AtomicInteger();
      meters.gauge(Metric.NODE_SHARDS, count::get, type);
      system
          .scheduler()
          .scheduleWithFixedDelay(
              Duration.ZERO, INTERVAL, () -> ask(region, count), system.executionContext());
    }
  }

  // An answer that does not come leaves the count as it was.
  private static void ask(ActorRef region, AtomicInteger count) {
    Patterns.ask(region, ShardRegion.getRegionStatsInstance(), ASK_MAX)
        .thenAccept(
            answer -> {
              if (answer instanceof ShardRegion.ShardRegionStats stats) {
                count.set(stats.getStats().size());
              }
            });
  }
}
