package dev.holon.persistence.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.ServerLogin;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease of Pekko's in the node's database, for the split-brain resolver: of two halves of a
 * cluster the one that gets it goes on. A half that does not reach the database could not work
 * anyway. Calls never block their caller; while it is held it is extended on a thread of its own.
 */
public final class PostgresLease extends Lease {
  /** The path of this lease's configuration, and its name as an implementation. */
  public static final String PATH = "holon-lease";

  private static final Logger LOG = LoggerFactory.getLogger(PostgresLease.class);

  private final LeaseSettings settings;
  private final LeaseTable table;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("holon-lease").daemon(true).factory());
  private final AtomicReference<@Nullable Held> held = new AtomicReference<>();

  private record Held(
      Consumer<Optional<Throwable>> onLost, long sinceNanos, ScheduledFuture<?> heartbeat) {}

  /** Called by Pekko. */
  public PostgresLease(LeaseSettings settings, ExtendedActorSystem system) {
    this.settings = settings;
    Config config = settings.leaseConfig();
    this.table =
        new LeaseTable(
            new ShortConnections(
                new ServerLogin(
                    config.getString("url"),
                    config.getString("user"),
                    config.getString("password")),
                settings.timeoutSettings().getOperationTimeout()));
    system.registerOnTermination(thread::shutdownNow);
  }

  /**
   * The actor system's settings for this lease, without times: {@code holon-cluster.conf} has
   * those.
   */
  public static Config config(DatabaseSettings database) {
    return ConfigFactory.parseMap(
            Map.of(
                "lease-class",
                PostgresLease.class.getName(),
                "url",
                database.jdbcUrl(),
                "user",
                database.user(),
                "password",
                database.password()))
        .atPath(PATH);
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return acquire(cause -> {});
  }

  /** Fails when the database does not answer: whether the lease is held is not known then. */
  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> onLost) {
    return call(
        () -> {
          boolean isMine = table.take(settings.leaseName(), settings.ownerName(), length());
          if (isMine) {
            keep(onLost);
          }
          return isMine;
        });
  }

  @Override
  public CompletionStage<Boolean> release() {
    return call(
        () -> {
          letGo();
          table.giveBack(settings.leaseName(), settings.ownerName());
          return true;
        });
  }

  @Override
  public boolean checkLease() {
    return held.get() != null;
  }

  private void keep(Consumer<Optional<Throwable>> onLost) {
    letGo();
    long every = settings.timeoutSettings().getHeartbeatInterval().toMillis();
    ScheduledFuture<?> heartbeat =
        thread.scheduleWithFixedDelay(this::extend, every, every, TimeUnit.MILLISECONDS);
    held.set(new Held(onLost, System.nanoTime(), heartbeat));
  }

  private void letGo() {
    Held before = held.getAndSet(null);
    if (before != null) {
      before.heartbeat().cancel(false);
    }
  }

  private void extend() {
    Held now = held.get();
    if (now == null) {
      return;
    }
    try {
      if (table.extend(settings.leaseName(), settings.ownerName(), length())) {
        held.compareAndSet(now, new Held(now.onLost(), System.nanoTime(), now.heartbeat()));
      } else {
        lost(now, Optional.empty());
      }
    } catch (SQLException e) {
      // Another may take it when its time is up, so from then on it must not count as held.
      if (System.nanoTime() - now.sinceNanos() > length().toNanos()) {
        lost(now, Optional.of(e));
      } else {
        LOG.warn("lease {} cannot be extended now", settings.leaseName(), e);
      }
    }
  }

  private void lost(Held now, Optional<Throwable> cause) {
    letGo();
    LOG.warn("lease {} is lost", settings.leaseName());
    now.onLost().accept(cause);
  }

  private Duration length() {
    return settings.timeoutSettings().getHeartbeatTimeout();
  }

  /** A call of the table. */
  @FunctionalInterface
  private interface Call {
    boolean run() throws SQLException;
  }

  private CompletionStage<Boolean> call(Call call) {
    CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            outcome.complete(call.run());
          } catch (SQLException | RuntimeException e) {
            outcome.completeExceptionally(e);
          }
        });
    return outcome;
  }
}
