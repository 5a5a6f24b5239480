package dev.holon.node;

import dev.holon.cluster.ClusterSettings;
import dev.holon.cluster.ClusterSettings.Joining;
import dev.holon.core.StoreException;
import dev.holon.persistence.cluster.MemberTable;
import dev.holon.persistence.cluster.MemberTable.Advice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.apache.pekko.coordination.lease.javadsl.LeaseProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a node into its cluster, and says to others that it is there. Through the table of members
 * it asks again and again until it is in: whoever it was told to join may have died meanwhile.
 */
final class ClusterEntry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEntry.class);
  private static final Duration ENTER_MAX = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
  private static final Duration LEASE_MAX = Duration.ofSeconds(10);

  /** A row that is renewed so often survives two renewals that fail. */
  private static final int HEARTBEATS_PER_FRESHNESS = 5;

  private final ActorSystem<Void> system;
  private final ClusterSettings settings;
  private final MemberTable table;
  private final Duration freshness;
  private final Cluster cluster;
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("holon-heartbeat").daemon(true).factory());
  private volatile long heardNanos = System.nanoTime();

  /**
   * @param freshness how long others count this node after its last heartbeat
   */
  ClusterEntry(
      ActorSystem<Void> system, ClusterSettings settings, MemberTable table, Duration freshness) {
    this.system = system;
    this.settings = settings;
    this.table = table;
    this.freshness = freshness;
    this.cluster = Cluster.get(system);
  }

  /** Returns when the node is up. */
  void enter() throws StartFailure {
    if (!settings.isAlone()) {
      tryLease();
    }
    switch (settings.joining()) {
      case Joining.Alone alone -> found();
      case Joining.BySeeds seeds -> join(seeds.seedNodes());
      case Joining.ByDatabase database -> {}
    }
    boolean asksTable = settings.joining() instanceof Joining.ByDatabase;
    long deadline = System.nanoTime() + ENTER_MAX.toNanos();
    long askAt = System.nanoTime();
    while (!isUp()) {
      long now = System.nanoTime();
      if (now > deadline) {
        throw new StartFailure("the node did not get into its cluster within " + ENTER_MAX);
      }
      if (asksTable && now >= askAt && isOutside()) {
        ask();
        askAt = now + ASK_AGAIN.toNanos();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    if (asksTable) {
      long every = freshness.toMillis() / HEARTBEATS_PER_FRESHNESS;
      ScheduledFuture<?> unused =
          heartbeat.scheduleWithFixedDelay(this::announce, 0, every, TimeUnit.MILLISECONDS);
    }
  }

  private void ask() throws StartFailure {
    try {
      switch (table.enter(settings.place().hostPort())) {
        case Advice.Found found -> found();
        case Advice.Join join -> join(join.addresses());
      }
    } catch (StoreException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private void found() {
    LOG.info("founding a cluster");
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  private void join(List<String> places) {
    LOG.info("joining {}", places);
    List<Address> seeds =
        places.stream().map(ClusterSettings::addressOf).map(AddressFromURIString::parse).toList();
    cluster.manager().tell(new JoinSeedNodes(seeds));
  }

  private boolean isOutside() {
    return cluster.selfMember().status().equals(MemberStatus.removed());
  }

  // A lease that cannot be had would show only when the cluster falls apart.
  private void tryLease() throws StartFailure {
    String name = ClusterSettings.SYSTEM_NAME + "-start-" + settings.place().port();
    String owner = settings.place().hostPort();
    Lease lease =
        LeaseProvider.get(system).getLease(name, settings.lease().implementation(), owner);
    try {
      await(lease.acquire());
      await(lease.release());
    } catch (ExecutionException | TimeoutException e) {
      throw new StartFailure(
          "the lease that decides when the cluster is parted cannot be had ("
              + settings.lease().implementation()
              + "): "
              + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted", e);
    }
  }

  private static void await(CompletionStage<Boolean> stage)
      throws ExecutionException, TimeoutException, InterruptedException {
    stage.toCompletableFuture().get(LEASE_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void announce() {
    try {
      table.announce(settings.place().hostPort());
      heardNanos = System.nanoTime();
    } catch (StoreException e) {
      LOG.warn("the database does not hear this node", e);
    }
  }

  /** Whether the node is a member with all rights. */
  boolean isUp() {
    return cluster.selfMember().status().equals(MemberStatus.up());
  }

  /** Whether the database has taken a heartbeat of this node lately, so can be written. */
  boolean isHeard() {
    return !(settings.joining() instanceof Joining.ByDatabase)
        || System.nanoTime() - heardNanos < freshness.toNanos();
  }

  /** From now on nobody is told to join this node. */
  @Override
  public void close() {
    heartbeat.shutdownNow();
    if (settings.joining() instanceof Joining.ByDatabase) {
      try {
        table.leave(settings.place().hostPort());
      } catch (StoreException e) {
        LOG.warn("this node stays in the table of members until it is too old", e);
      }
    }
  }
}
