package dev.holon.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.actors.ClusterUnits;
import dev.holon.actors.MachineFactory;
import dev.holon.cluster.ClusterSettings;
import dev.holon.gateway.BlockSource;
import dev.holon.gateway.GatewaySettings;
import dev.holon.gateway.HolonHttpServer;
import dev.holon.gateway.NodeStatus;
import dev.holon.persistence.Database;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.persistence.JournalConfig;
import dev.holon.persistence.PostgresOutboxStore;
import dev.holon.persistence.PostgresRecordStore;
import dev.holon.persistence.PostgresResultStore;
import dev.holon.persistence.PostgresScheduleStore;
import dev.holon.protocol.Id;
import dev.holon.protocol.Verifier;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import dev.holon.vm.luaj.LuajEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node with all roles in this JVM, over its own PostgreSQL: {@code holon dev}. */
final class DevNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevNode.class);
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(5);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final List<String> ROLES = List.of("scheduler", "compute", "messenger", "gateway");

  /** The most gas and memory that a development node grants one evaluation. */
  private static final VmLimits GRANTED_MAX = new VmLimits(10_000_000_000L, 1L << 30, 16L << 20);

  private final DataFolder folder;
  private final EmbeddedDatabase postgres;
  private final Database database;
  private final PostgresResultStore results;
  private final ActorSystem<Void> system;
  private final HolonHttpServer http;
  private final String url;
  private final NodeStatus status;

  /** Starts a node; when this returns it can serve. */
  static DevNode start(DataFolder folder, String host, int port) throws StartFailure, IOException {
    KeyRing keys = KeyRing.open(folder.keys());
    EmbeddedDatabase postgres = startDatabase(folder);
    try {
      return new DevNode(folder, keys, postgres, GatewaySettings.at(host, port));
    } catch (StartFailure | RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  private static EmbeddedDatabase startDatabase(DataFolder folder) throws StartFailure {
    try {
      return EmbeddedDatabase.start(folder.postgres());
    } catch (IllegalStateException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private DevNode(
      DataFolder folder, KeyRing keys, EmbeddedDatabase postgres, GatewaySettings gateway)
      throws StartFailure {
    this.folder = folder;
    this.postgres = postgres;
    this.database = Database.open(postgres.settings());
    this.results = new PostgresResultStore(database);
    InstantSource clock = InstantSource.system();
    SimulatedBlocks blocks = new SimulatedBlocks(clock);
    PostgresRecordStore records = new PostgresRecordStore(database);
    NodeRecords nodeRecords = new NodeRecords(records, clock, blocks);
    VmEngine engine = new LuajEngine();
    Id module = nodeRecords.putBuiltInModule(engine.moduleFormat());
    PostgresScheduleStore schedules = new PostgresScheduleStore(database);
    PostgresOutboxStore outbox = new PostgresOutboxStore(database);
    Verifier verifier = Verifier.fastest();
    this.system = startSystem();
    ClusterUnits units =
        ClusterUnits.start(
            system,
            new dev.holon.actors.NodePorts(
                schedules,
                results,
                outbox,
                new MachineFactory(records, List.of(engine), GRANTED_MAX),
                keys.scheduler(),
                keys.messenger(),
                verifier,
                clock,
                blocks));
    NodeStatus.Addresses addresses =
        new NodeStatus.Addresses(
            keys.scheduler().address(),
            keys.scheduler().address(),
            keys.messenger().signerAddress());
    this.status =
        new NodeStatus(
            Version.text(),
            ROLES,
            addresses,
            List.of(new NodeStatus.BuiltInModule("lua", module)),
            true);
    this.http =
        new HolonHttpServer(
            system,
            gateway,
            new dev.holon.gateway.NodePorts(
                units,
                schedules,
                results,
                records,
                outbox,
                verifier,
                () -> status,
                BlockSource.ofHeight(blocks, clock),
                clock));
    InetSocketAddress bound =
        await("the HTTP port " + gateway.host() + ":" + gateway.port(), http.start());
    this.url = "http://" + gateway.host() + ":" + bound.getPort();
    nodeRecords.putSchedulerLocation(keys.scheduler(), url + "/su");
    LOG.info("ready at {}", url);
  }

  private ActorSystem<Void> startSystem() throws StartFailure {
    Config config =
        JournalConfig.of(postgres.settings())
            .withFallback(ClusterSettings.alone().toConfig())
            .withFallback(ConfigFactory.load())
            .resolve();
    ActorSystem<Void> started =
        ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM_NAME, config);
    Cluster cluster = Cluster.get(started);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    awaitUp(cluster);
    return started;
  }

  private static void awaitUp(Cluster cluster) throws StartFailure {
    long deadline = System.nanoTime() + START_MAX.toNanos();
    while (!cluster.selfMember().status().equals(MemberStatus.up())) {
      if (System.nanoTime() > deadline) {
        throw new StartFailure("the node did not join its own cluster within " + START_MAX);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  /** Says that the node serves, and the ids its user needs next. */
  void describe(PrintStream out) {
    out.println("READY " + url);
    out.println("  scheduler  " + status.addresses().scheduler());
    out.println("  messenger  " + status.addresses().messenger());
    for (NodeStatus.BuiltInModule module : status.modules()) {
      out.println("  module     " + module.id() + "  " + module.name());
    }
    out.println("  data       " + folder.root());
    out.flush();
  }

  /** Stops taking requests, finishes those under way, then stops the rest. */
  @Override
  public void close() {
    awaitQuietly("HTTP", http.stop(DRAIN_MAX));
    awaitQuietly(
        "the actor system",
        CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason()));
    results.close();
    database.close();
    postgres.close();
  }

  private static <T> T await(String what, CompletionStage<T> stage) throws StartFailure {
    try {
      return stage.toCompletableFuture().get(START_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StartFailure(what + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new StartFailure(what + ": not there after " + START_MAX, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure(what + ": interrupted", e);
    }
  }

  private static void awaitQuietly(String what, CompletionStage<Done> stage) {
    try {
      stage.toCompletableFuture().get(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("{} did not stop in order", what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
