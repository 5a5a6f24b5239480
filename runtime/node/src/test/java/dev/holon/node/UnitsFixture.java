package dev.holon.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.actors.BaseLayerPorts;
import dev.holon.actors.ClusterUnits;
import dev.holon.actors.CronPorts;
import dev.holon.actors.EvaluationWatch;
import dev.holon.actors.MachineFactory;
import dev.holon.actors.Messaging;
import dev.holon.actors.NodePorts;
import dev.holon.actors.StoreCalls;
import dev.holon.actors.StoreGate;
import dev.holon.cluster.ClusterSettings;
import dev.holon.core.baselayer.BaseLayer;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.meter.Meters;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.gateway.NodeStatus;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.persistence.JournalConfig;
import dev.holon.persistence.cluster.MemberTable;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.LuaEngine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** The entities of a node over a real PostgreSQL, without HTTP. */
final class UnitsFixture implements AutoCloseable {
  private static final long WAIT_SECONDS = 30;

  // Test keys.
  final Wallet scheduler = wallet(1);
  final Wallet messenger = wallet(2);
  final Wallet user = wallet(3);

  final Stores stores;
  final AtomicInteger faultsLeft = new AtomicInteger();
  final AtomicInteger engineFaultsLeft = new AtomicInteger();
  final ClusterUnits units;
  final Id module;

  private final EmbeddedDatabase postgres;
  private final boolean isServerOwn;
  private final StoreCalls storeCalls = new StoreCalls(16, new StoreGate(Meters.NONE));
  private final ActorSystem<Void> system;
  private long nextNumber;

  /**
   * What a test may want to be different.
   *
   * @param results wraps the store of results
   * @param config settings in HOCON
   * @param messaging what the messengers have
   * @param baseLayer where transactions are looked for
   */
  record World(
      InstantSource clock,
      VmEngine engine,
      UnaryOperator<ResultStore> results,
      CheckpointSettings checkpoints,
      String config,
      Messaging messaging,
      BaseLayer baseLayer) {
    static World real() {
      return new World(
          InstantSource.system(),
          new LuaEngine(),
          UnaryOperator.identity(),
          CheckpointSettings.DEFAULT,
          "",
          Messaging.LOCAL,
          BaseLayer.none());
    }

    World withClock(InstantSource other) {
      return new World(other, engine, results, checkpoints, config, messaging, baseLayer);
    }

    World withEngine(VmEngine other) {
      return new World(clock, other, results, checkpoints, config, messaging, baseLayer);
    }

    World withResults(UnaryOperator<ResultStore> other) {
      return new World(clock, engine, other, checkpoints, config, messaging, baseLayer);
    }

    World withConfig(String other) {
      return new World(clock, engine, results, checkpoints, other, messaging, baseLayer);
    }

    World withMessaging(Messaging other) {
      return new World(clock, engine, results, checkpoints, config, other, baseLayer);
    }

    World withBaseLayer(BaseLayer other) {
      return new World(clock, engine, results, checkpoints, config, messaging, other);
    }

    World withCheckpoints(CheckpointSettings other) {
      return new World(clock, engine, results, other, config, messaging, baseLayer);
    }
  }

  UnitsFixture(Path folder) throws StartFailure {
    this(folder, World.real());
  }

  UnitsFixture(Path folder, Messaging messaging) throws StartFailure {
    this(folder, World.real().withMessaging(messaging));
  }

  UnitsFixture(Path folder, World world) throws StartFailure {
    this(EmbeddedDatabase.start(folder), world, true);
  }

  /** A node over a server that goes on when the node is closed. */
  static UnitsFixture over(EmbeddedDatabase postgres, World world) throws StartFailure {
    return new UnitsFixture(postgres, world, false);
  }

  private UnitsFixture(EmbeddedDatabase postgres, World world, boolean isServerOwn)
      throws StartFailure {
    this.postgres = postgres;
    this.isServerOwn = isServerOwn;
    stores = Stores.open(postgres.settings(), Meters.NONE);
    Config config =
        ConfigFactory.parseString(world.config())
            .withFallback(JournalConfig.of(postgres.settings()))
            .withFallback(ClusterSettings.alone().toConfig())
            .withFallback(ConfigFactory.load())
            .resolve();
    system = ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM_NAME, config);
    MemberTable members =
        new MemberTable(postgres.settings(), Duration.ofSeconds(4), Duration.ofSeconds(15));
    new ClusterEntry(system, ClusterSettings.alone(), members, Duration.ofSeconds(15)).enter();
    InstantSource clock = world.clock();
    nextNumber = clock.millis() << 20;
    SimulatedBlocks blocks = new SimulatedBlocks(clock);
    List<VmEngine> engines = List.of(new FlakyEngine(world.engine(), engineFaultsLeft));
    List<NodeStatus.BuiltInModule> modules =
        new NodeRecords(stores.records(), clock, blocks::currentHeight).putBuiltInModules(engines);
    module = modules.getFirst().id();
    units =
        ClusterUnits.start(
            system,
            new NodePorts(
                new FlakyScheduleStore(stores.schedules(), faultsLeft),
                world.results().apply(stores.results()),
                stores.backlog(),
                stores.outbox(),
                new MachineFactory(
                    stores.records(), engines, new VmLimits(1_000_000_000, 1 << 30, 1 << 20)),
                new CronPorts(stores.crons(), stores.floors(), blocks),
                new BaseLayerPorts(world.baseLayer(), stores.transactions()),
                stores.checkpoints(),
                world.checkpoints(),
                scheduler,
                messenger,
                Verifier.fastest(),
                storeCalls,
                clock,
                EvaluationWatch.withoutTimes(),
                blocks::currentHeight,
                world.messaging(),
                Meters.NONE));
  }

  /** A spawn item; its data is run as the process's first program. */
  VerifiedItem spawn(String program, Tag... more) {
    List<Tag> tags =
        new ArrayList<>(
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Type", "Process"),
                new Tag("Module", module.toString()),
                new Tag("Scheduler", scheduler.address().text()),
                new Tag("Authority", messenger.signerAddress().text()),
                new Tag("On-Boot", "Data")));
    tags.addAll(Arrays.asList(more));
    return verified(item(null, tags, program));
  }

  /** A process that runs this program; its slot 0 is there. */
  ProcessId spawned(String program, Tag... more) {
    VerifiedItem spawn = spawn(program, more);
    schedule(spawn);
    return new ProcessId(spawn.item().id());
  }

  /** The state of an outbox entry once it is no longer pending. */
  DeliveryState settled(ProcessId process, long slot, int index) {
    OutboxKey key = new OutboxKey(process, slot, index);
    for (int i = 0; i < 1_000; i++) {
      Optional<OutboxEntry> entry = stores.outbox().entry(key);
      if (entry.isPresent() && !(entry.get().state() instanceof DeliveryState.Pending)) {
        return entry.get().state();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(25));
    }
    throw new AssertionError(key + " is still pending: " + stores.outbox().entry(key));
  }

  /** A message; each has its own anchor. */
  VerifiedItem message(Id target, String action, String data) {
    List<Tag> tags =
        List.of(
            new Tag("Data-Protocol", "ao"), new Tag("Type", "Message"), new Tag("Action", action));
    return verified(item(target, tags, data));
  }

  private DataItem item(@Nullable Id target, List<Tag> tags, String data) {
    byte[] anchor = ByteBuffer.allocate(Id.SIZE_BYTES).putLong(nextNumber++).array();
    return UnsignedItem.of(target, tags, data.getBytes(StandardCharsets.UTF_8))
        .withAnchor(anchor)
        .sign(user);
  }

  private static VerifiedItem verified(DataItem item) {
    try {
      return Verifier.portable().verify(item);
    } catch (ItemException e) {
      throw new AssertionError(e);
    }
  }

  ScheduleReply schedule(VerifiedItem item) {
    return await(units.schedule(item));
  }

  static <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    system.terminate();
    await(system.getWhenTerminated());
    storeCalls.close();
    stores.close();
    if (isServerOwn) {
      postgres.close();
    }
  }

  private static Wallet wallet(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return Secp256k1Wallet.of(secret);
  }
}
