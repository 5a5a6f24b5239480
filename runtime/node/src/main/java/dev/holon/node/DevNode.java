package dev.holon.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.actors.ClusterUnits;
import dev.holon.actors.CronPorts;
import dev.holon.actors.EvaluationWatch;
import dev.holon.actors.MachineFactory;
import dev.holon.actors.Messaging;
import dev.holon.actors.ResultWakeups;
import dev.holon.actors.StoreCalls;
import dev.holon.actors.StoreGate;
import dev.holon.cluster.ClusterSettings;
import dev.holon.core.FaultPoints;
import dev.holon.core.StoreException;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.meter.Metric;
import dev.holon.gateway.GatewaySettings;
import dev.holon.gateway.HolonHttpServer;
import dev.holon.gateway.NodeStatus;
import dev.holon.gateway.UnitSettings;
import dev.holon.gateway.remote.HttpRemoteSchedulers;
import dev.holon.gateway.remote.RemoteSettings;
import dev.holon.node.meter.FigureReader;
import dev.holon.node.meter.PrometheusMeters;
import dev.holon.persistence.DatabaseProbe;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.persistence.JournalConfig;
import dev.holon.protocol.Verifier;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node with all roles in this JVM, over its own PostgreSQL: {@code holon dev}. */
final class DevNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevNode.class);
  private static final Duration BIND_MAX = Duration.ofSeconds(20);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(5);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final List<String> ROLES = List.of("scheduler", "compute", "messenger", "gateway");

  /** The most gas, memory and output that a development node grants one evaluation. */
  private static final VmLimits GRANTED_MAX = new VmLimits(10_000_000_000L, 1L << 30, 16L << 20);

  private final DataFolder folder;
  private final EmbeddedDatabase postgres;
  private final PrometheusMeters meters;
  private final DatabaseProbe probe;
  private final FigureReader figures;
  private final Stores stores;
  private final StoreCalls storeCalls;
  private final ActorSystem<Void> system;
  private final HolonHttpServer http;
  private final NodeStatus status;
  private final String url;

  /** Starts a node; when this returns it can serve. */
  static DevNode start(DataFolder folder, String host, int port) throws StartFailure, IOException {
    KeyRing keys = KeyRing.open(folder.keys());
    EmbeddedDatabase postgres = startDatabase(folder);
    try {
      Config config = config(postgres);
      return new DevNode(folder, keys, postgres, config, settings(config, host, port));
    } catch (StartFailure | RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  private static GatewaySettings settings(Config config, String host, int port)
      throws StartFailure {
    try {
      return GatewaySettings.at(host, port, UnitSettings.of(config));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
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
      DataFolder folder,
      KeyRing keys,
      EmbeddedDatabase postgres,
      Config config,
      GatewaySettings gateway)
      throws StartFailure {
    this.folder = folder;
    this.postgres = postgres;
    this.meters = PrometheusMeters.withJvm();
    this.stores = Stores.open(postgres.settings(), meters);
    InstantSource clock = InstantSource.system();
    SimulatedBlocks blocks = new SimulatedBlocks(clock);
    List<VmEngine> engines = Engines.allowed(config);
    this.storeCalls =
        new StoreCalls(2 * postgres.settings().storeConnections(), new StoreGate(meters));
    meters.gauge(Metric.DATABASE_CALLS_WAITING, storeCalls::waitingCount);
    Verifier verifier = Verifier.fastest();
    verifier.choices().forEach(choice -> LOG.info("signatures: {}", choice));
    NodeRecords records = new NodeRecords(stores.records(), clock, blocks::currentHeight);
    this.status = status(keys, records.putBuiltInModules(engines));
    this.system = ActorHost.startAlone(config);
    EvaluationWatch watch = new EvaluationWatch(stores.evaluationTimes(), new ResultWakeups());
    ClusterUnits units =
        ClusterUnits.start(
            system,
            new dev.holon.actors.NodePorts(
                stores.schedules(),
                stores.results(),
                stores.outbox(),
                new MachineFactory(stores.records(), engines, GRANTED_MAX),
                new CronPorts(stores.crons(), stores.floors(), blocks),
                stores.checkpoints(),
                NodeSettings.checkpoints(config),
                keys.scheduler(),
                keys.messenger(),
                verifier,
                storeCalls,
                clock,
                watch,
                blocks::currentHeight,
                messaging(config, clock),
                meters));
    this.http =
        new HolonHttpServer(
            system,
            gateway,
            new dev.holon.gateway.NodePorts(
                units,
                storeCalls,
                stores.schedules(),
                stores.results(),
                stores.records(),
                stores.outbox(),
                stores.monitors(),
                stores.traces(),
                watch.wakeups(),
                verifier,
                this::status,
                this::isStoreReachable,
                blocks,
                blocks,
                clock,
                meters,
                () -> Optional.of(meters.text())));
    this.url = bind(gateway);
    records.putSchedulerLocation(keys.scheduler(), url + "/su");
    this.probe = DatabaseProbe.start(postgres.settings(), storeCalls.gate()::set);
    this.figures = FigureReader.start(stores.figures(), clock, meters);
    meters.gauge(Metric.NODE_VERSION, () -> 1, status.version());
    LOG.info("ready at {}", url);
  }

  private Messaging messaging(Config config, InstantSource clock) throws StartFailure {
    try {
      RemoteSettings settings = RemoteSettings.of(config);
      return new Messaging(
          HttpRemoteSchedulers.of(system, settings, clock),
          ChainLimits.DEFAULT,
          ServiceLoader.load(FaultPoints.class).findFirst().orElse(FaultPoints.NONE));
    } catch (IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  // System properties win, then what the database and the cluster need, then the defaults of a
  // development node.
  private static Config config(EmbeddedDatabase postgres) {
    return ConfigFactory.systemProperties()
        .withFallback(JournalConfig.of(postgres.settings()))
        .withFallback(ConfigFactory.parseResources("holon-dev.conf"))
        .withFallback(ClusterSettings.alone().toConfig())
        .withFallback(ConfigFactory.load())
        .resolve();
  }

  private static NodeStatus status(KeyRing keys, List<NodeStatus.BuiltInModule> modules) {
    NodeStatus.Addresses addresses =
        new NodeStatus.Addresses(
            keys.scheduler().address(),
            keys.scheduler().address(),
            keys.messenger().signerAddress());
    return new NodeStatus(Version.text(), ROLES, addresses, modules);
  }

  private NodeStatus status() {
    return status;
  }

  private boolean isStoreReachable() {
    try {
      stores.database().ping();
      return true;
    } catch (StoreException e) {
      LOG.warn("the database does not answer", e);
      return false;
    }
  }

  private String bind(GatewaySettings gateway) throws StartFailure {
    String place = gateway.host() + ":" + gateway.port();
    try {
      InetSocketAddress bound =
          http.start().toCompletableFuture().get(BIND_MAX.toSeconds(), TimeUnit.SECONDS);
      String host = gateway.host().equals("0.0.0.0") ? "127.0.0.1" : gateway.host();
      return "http://" + host + ":" + bound.getPort();
    } catch (ExecutionException | TimeoutException e) {
      throw new StartFailure(
          "cannot listen at " + place + ": is the port taken? Choose another with --port", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while opening " + place, e);
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
    probe.close();
    figures.close();
    storeCalls.close();
    meters.close();
    stores.close();
    postgres.close();
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
