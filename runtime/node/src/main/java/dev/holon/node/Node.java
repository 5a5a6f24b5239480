package dev.holon.node;

import com.typesafe.config.Config;
import dev.holon.actors.BaseLayerPorts;
import dev.holon.actors.ClusterUnits;
import dev.holon.actors.CronPorts;
import dev.holon.actors.EvaluationWatch;
import dev.holon.actors.MachineFactory;
import dev.holon.actors.Messaging;
import dev.holon.actors.ResultWakeups;
import dev.holon.actors.StoreCalls;
import dev.holon.actors.StoreGate;
import dev.holon.cluster.ClusterSettings;
import dev.holon.cluster.Role;
import dev.holon.core.FaultPoints;
import dev.holon.core.StoreException;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.meter.Metric;
import dev.holon.gateway.GatewaySettings;
import dev.holon.gateway.HolonHttpServer;
import dev.holon.gateway.NodeStatus;
import dev.holon.gateway.remote.HttpRemoteSchedulers;
import dev.holon.gateway.remote.RemoteSettings;
import dev.holon.node.meter.FigureReader;
import dev.holon.node.meter.PrometheusMeters;
import dev.holon.node.settlement.SettlementSettings;
import dev.holon.persistence.DatabaseProbe;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.cluster.MemberTable;
import dev.holon.persistence.journal.JournalWriters;
import dev.holon.protocol.Verifier;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
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
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: its stores, its part of the cluster, and its HTTP port if it has the role. Wired
 * by hand, in the order in which it starts; it ends in the reverse order.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration BIND_MAX = Duration.ofSeconds(20);
  private static final Duration TABLE_MAX = Duration.ofSeconds(4);

  /** The most gas, memory and output that a node grants one evaluation. */
  private static final VmLimits GRANTED_MAX = new VmLimits(10_000_000_000L, 1L << 30, 16L << 20);

  private final Plan plan;
  private final PrometheusMeters meters;
  private final DatabaseProbe probe;
  private final FigureReader figures;
  private final Stores stores;
  private final StoreCalls storeCalls;
  private final Arweave arweave;
  private final Blocks blocks;
  private final Optional<Settling> settling;
  private final ActorSystem<Void> system;
  private final ClusterEntry entry;
  private final Readiness readiness;
  private final NodeStatus status;
  private final HolonHttpServer http;
  private final String url;

  /**
   * What a node is made of.
   *
   * @param config the actor system's, with everything in it
   * @param memberFreshness how long a silent node counts as a member
   * @param arweave how it reaches Arweave; empty: not at all
   * @param settlement how it settles logs; empty: not at all
   * @param publicUrl where clients reach the cluster; empty: at this node
   */
  record Plan(
      Config config,
      ClusterSettings cluster,
      Duration memberFreshness,
      DatabaseSettings database,
      GatewaySettings gateway,
      RemoteSettings remotes,
      CheckpointSettings checkpoints,
      ChainLimits chains,
      Optional<Arweave.Settings> arweave,
      Optional<SettlementSettings> settlement,
      KeyRing keys,
      Optional<String> publicUrl) {
    Plan {
      // Shown nowhere: config and database hold a password.
    }
  }

  /** Starts a node; when this returns it can serve. */
  static Node start(Plan plan) throws StartFailure {
    PrometheusMeters meters = PrometheusMeters.withJvm();
    Stores stores;
    try {
      stores = Stores.open(plan.database(), meters);
    } catch (StoreException e) {
      meters.close();
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM_NAME, plan.config());
    try {
      return new Node(plan, stores, system, meters);
    } catch (StartFailure | RuntimeException e) {
      system.terminate();
      stores.close();
      meters.close();
      throw e;
    }
  }

  private Node(Plan plan, Stores stores, ActorSystem<Void> system, PrometheusMeters meters)
      throws StartFailure {
    this.plan = plan;
    this.meters = meters;
    this.stores = stores;
    this.system = system;
    InstantSource clock = InstantSource.system();
    List<VmEngine> engines = Engines.allowed(plan.config());
    this.storeCalls = new StoreCalls(2 * plan.database().storeConnections(), new StoreGate(meters));
    meters.gauge(Metric.DATABASE_CALLS_WAITING, storeCalls::waitingCount);
    Verifier verifier = Verifier.fastest();
    verifier.choices().forEach(choice -> LOG.info("signatures: {}", choice));
    this.arweave = Arweave.open(plan.arweave(), verifier, clock);
    this.blocks = arweave.blocks(stores.blocks());
    NodeRecords records = new NodeRecords(stores.records(), clock, blocks::currentHeight);
    this.status = status(plan, records.putBuiltInModules(engines));
    MemberTable members = new MemberTable(plan.database(), TABLE_MAX, plan.memberFreshness());
    this.entry = new ClusterEntry(system, plan.cluster(), members, plan.memberFreshness());
    EvaluationWatch watch = new EvaluationWatch(stores.evaluationTimes(), new ResultWakeups());
    ClusterUnits units =
        ClusterUnits.start(
            system,
            new dev.holon.actors.NodePorts(
                stores.schedules(),
                stores.results(),
                stores.backlog(),
                stores.outbox(),
                new MachineFactory(stores.records(), engines, GRANTED_MAX),
                new CronPorts(stores.crons(), stores.floors(), blocks),
                new BaseLayerPorts(arweave.baseLayer(), stores.transactions()),
                stores.checkpoints(),
                plan.checkpoints(),
                plan.keys().scheduler(),
                plan.keys().messenger(),
                verifier,
                storeCalls,
                clock,
                watch,
                blocks::currentHeight,
                messaging(clock),
                meters));
    // The units first: a coordinator asks all members before it places a shard, and one that has
    // joined and cannot answer yet holds up all the others.
    entry.enter();
    this.settling =
        Settling.open(plan, arweave.client(), verifier)
            .map(found -> found.start(system, stores, status.modules(), meters, clock));
    this.readiness = new Readiness(system, entry, stores.database());
    this.http =
        new HolonHttpServer(
            system,
            plan.gateway(),
            new dev.holon.gateway.NodePorts(
                units,
                storeCalls,
                stores.schedules(),
                stores.results(),
                stores.records(),
                stores.outbox(),
                stores.monitors(),
                stores.traces(),
                stores.settlement(),
                watch.wakeups(),
                verifier,
                () -> status,
                readiness::isReady,
                blocks,
                blocks,
                clock,
                plan.keys().scheduler(),
                plan.chains(),
                meters,
                () -> Optional.of(meters.text())));
    if (plan.cluster().roles().contains(Role.GATEWAY)) {
      this.url = bind();
      String place = plan.publicUrl().orElse(url) + "/su";
      records.putSchedulerLocation(plan.keys().scheduler(), place);
    } else {
      this.url = "";
    }
    meters.gauge(
        Metric.JOURNAL_EVENTS_WAITING,
        () -> JournalWriters.get(Adapter.toClassic(system)).counts().queuedRows());
    this.probe = DatabaseProbe.start(plan.database(), storeCalls.gate()::set);
    this.figures = FigureReader.start(stores.figures(), stores.settlement(), clock, meters);
    meters.gauge(Metric.NODE_VERSION, () -> 1, status.version());
    readiness.awaitReady();
    LOG.info("ready {}", url);
  }

  private Messaging messaging(InstantSource clock) {
    return new Messaging(
        HttpRemoteSchedulers.of(system, plan.remotes(), clock),
        plan.chains(),
        ServiceLoader.load(FaultPoints.class).findFirst().orElse(FaultPoints.NONE));
  }

  private static NodeStatus status(Plan plan, List<NodeStatus.BuiltInModule> modules) {
    KeyRing keys = plan.keys();
    NodeStatus.Addresses addresses =
        new NodeStatus.Addresses(
            keys.scheduler().address(),
            keys.scheduler().address(),
            keys.messenger().signerAddress());
    List<String> roles = plan.cluster().roles().stream().map(Role::text).sorted().toList();
    return new NodeStatus(Version.text(), roles, addresses, modules);
  }

  // The port closes before anything behind it does, whoever ends the actor system.
  private String bind() throws StartFailure {
    GatewaySettings gateway = plan.gateway();
    String place = gateway.host() + ":" + gateway.port();
    try {
      InetSocketAddress bound =
          http.start().toCompletableFuture().get(BIND_MAX.toSeconds(), TimeUnit.SECONDS);
      CoordinatedShutdown.get(system)
          .addTask(
              CoordinatedShutdown.PhaseServiceUnbind(),
              "holon-http",
              () -> http.stop(plan.cluster().drainWithin()));
      return "http://" + reachableHost() + ":" + bound.getPort();
    } catch (ExecutionException | TimeoutException e) {
      throw new StartFailure(
          "cannot listen at " + place + ": is the port taken? Choose another with --port", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while opening " + place, e);
    }
  }

  private String reachableHost() {
    boolean isAnywhere = plan.gateway().host().equals("0.0.0.0");
    return isAnywhere ? plan.cluster().place().host() : plan.gateway().host();
  }

  /** Opens the port at which this node is watched. */
  void openManagement(NodeSettings.Management place) throws StartFailure {
    ManagementPort.open(system, place, http);
  }

  /** Says that the node serves, and the ids its user needs next. */
  void describe(PrintStream out) {
    out.println("READY " + url);
    out.println("  scheduler  " + status.addresses().scheduler());
    out.println("  messenger  " + status.addresses().messenger());
    for (NodeStatus.BuiltInModule module : status.modules()) {
      out.println("  module     " + module.id() + "  " + module.name());
    }
    out.flush();
  }

  /** Completes when the actor system has ended, whoever ended it. */
  CompletionStage<Done> whenEnded() {
    return system.getWhenTerminated();
  }

  /** Stops taking requests, finishes those under way, hands over what runs here, then stops. */
  @Override
  public void close() {
    entry.close();
    awaitQuietly(CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason()));
    probe.close();
    figures.close();
    blocks.close();
    settling.ifPresent(Settling::close);
    arweave.close();
    storeCalls.close();
    stores.close();
    meters.close();
  }

  private void awaitQuietly(CompletionStage<Done> stage) {
    Duration longest = plan.cluster().stopWithin();
    try {
      stage.toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the node did not stop in order within {}", longest, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
