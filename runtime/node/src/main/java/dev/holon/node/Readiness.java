package dev.holon.node;

import dev.holon.core.StoreException;
import dev.holon.persistence.Database;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ClusterShardingHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Await;

/** Whether a node can do its work now. Asks the database and the shards' coordinators. */
final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration REGIONS_MAX = Duration.ofSeconds(5);
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  private final ClusterEntry entry;
  private final Database database;
  private final ClusterShardingHealthCheck regions;

  Readiness(ActorSystem<Void> system, ClusterEntry entry, Database database) {
    this.entry = entry;
    this.database = database;
    this.regions = new ClusterShardingHealthCheck(Adapter.toClassic(system));
  }

  /** Blocks, for some seconds when the database or a coordinator is away. */
  boolean isReady() {
    return entry.isUp() && entry.isHeard() && isStoreReachable() && areRegionsRegistered();
  }

  /**
   * Waits until the node can work. A node alone needs no other one for it, else there may be roles
   * missing.
   */
  void awaitReady() {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        LOG.warn("not ready yet; the cluster may lack a role");
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
    }
  }

  private boolean isStoreReachable() {
    try {
      database.ping();
      return true;
    } catch (StoreException e) {
      LOG.warn("the database does not answer", e);
      return false;
    }
  }

  private boolean areRegionsRegistered() {
    try {
      return (Boolean)
          Await.result(
              regions.apply(),
              scala.concurrent.duration.Duration.create(
                  REGIONS_MAX.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.TimeoutException | RuntimeException e) {
      LOG.warn("a shard region has no answer of its coordinator", e);
      return false;
    }
  }
}
