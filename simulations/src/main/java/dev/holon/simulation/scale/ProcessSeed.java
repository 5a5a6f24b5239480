package dev.holon.simulation.scale;

import dev.holon.actors.LogEntrySerializer;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.Evaluated;
import dev.holon.core.compute.ProcessCode;
import dev.holon.core.compute.ProcessLimits;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.CronSchedule;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.persistence.Database;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.PostgresRecordStore;
import dev.holon.persistence.PostgresResultStore;
import dev.holon.persistence.PostgresScheduleStore;
import dev.holon.persistence.journal.JournalLoader;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Wallet;
import dev.holon.simulation.NodeClient;
import dev.holon.simulation.SignedTraffic;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.LuaEngine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes processes known to a database: each is a counter's spawn item, signed, in slot 0 with a
 * signed assignment, evaluated by the engine and stored with its result, as a node leaves a process
 * to which nothing was sent yet. No node may run over the database meanwhile.
 */
final class ProcessSeed implements AutoCloseable {
  /** Processes in one commit. */
  static final int BATCH = 1_000;

  private static final long BLOCK_HEIGHT = 1;

  /** A seeded process has no crons, so nobody asks. */
  private static final BlockTimes NO_BLOCKS =
      new BlockTimes() {
        @Override
        public long heightAt(long millis) {
          return BLOCK_HEIGHT;
        }

        @Override
        public long timestampMillis(long height) {
          return 0;
        }

        @Override
        public long completeUntilMillis() {
          return Long.MAX_VALUE;
        }
      };

  private final DatabaseSettings settings;
  private final Database database;
  private final PostgresResultStore results;
  private final PostgresScheduleStore schedules;
  private final ModuleCode module;
  private final NodeClient.Status node;
  private final Wallet scheduler;
  private final VmEngine engine = new LuaEngine();
  private final LogEntrySerializer serializer = new LogEntrySerializer();

  /**
   * @param node what the node said of itself that made the tables
   * @param scheduler the node's key
   */
  ProcessSeed(DatabaseSettings settings, NodeClient.Status node, Wallet scheduler) {
    this.settings = settings;
    this.node = node;
    this.scheduler = scheduler;
    this.database = Database.open(settings);
    this.results = new PostgresResultStore(database);
    this.schedules = new PostgresScheduleStore(database);
    this.module = module(new PostgresRecordStore(database), Id.parse(node.moduleId()));
  }

  private static ModuleCode module(PostgresRecordStore records, Id id) {
    DataItem item = records.find(id).orElseThrow().item();
    return new ModuleCode(
        id,
        item.signerAddress(),
        item.tag("Module-Format").orElseThrow(),
        item.tags(),
        Bytes.of(item.data()));
  }

  /** How many processes the database knows. */
  long knownCount() {
    return schedules.processCount();
  }

  /** The first processes in order of their ids; ids are hashes, so any are as good. */
  List<ProcessId> first(int count) {
    return results.processes(null, count).stream().map(each -> each.process()).toList();
  }

  /** Adds so many, on all cores. */
  void add(long count, SignedTraffic traffic, Runnable onBatch) throws InterruptedException {
    AtomicLong next = new AtomicLong();
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      workers.add(
          CompletableFuture.runAsync(
              () -> {
                try (JournalLoader journal = loader()) {
                  for (long from = next.getAndAdd(BATCH);
                      from < count;
                      from = next.getAndAdd(BATCH)) {
                    addBatch(journal, traffic, from, Math.min(count, from + BATCH));
                    onBatch.run();
                  }
                }
              }));
    }
    workers.forEach(CompletableFuture::join);
  }

  private JournalLoader loader() {
    return new JournalLoader(
        settings, new JournalLoader.Serializer(serializer.identifier(), serializer.manifest("")));
  }

  private void addBatch(JournalLoader journal, SignedTraffic traffic, long from, long to) {
    List<LogEntry> entries = new ArrayList<>();
    List<Evaluated> evaluated = new ArrayList<>();
    for (long number = from; number < to; number++) {
      DataItem spawn = traffic.spawnCounter(node, number);
      LogEntry entry =
          new Sequencer(new ProcessId(spawn.id()), scheduler, null)
              .append(spawn, InstantSource.system().millis(), BLOCK_HEIGHT);
      entries.add(entry);
      evaluated.add(evaluate(new EvaluableEntry(entry, spawn)));
    }
    journal.write(entries);
    List<CompletableFuture<Void>> stored = new ArrayList<>();
    for (Evaluated each : evaluated) {
      stored.add(results.append(each.result(), each.outbox()).toCompletableFuture());
    }
    stored.forEach(CompletableFuture::join);
  }

  private Evaluated evaluate(EvaluableEntry spawn) {
    LogEntry origin = spawn.entry();
    Boundary boundary = new Boundary(origin.timestampMillis(), origin.blockHeight());
    try {
      return ProcessMachine.boot(
              new ProcessCode(engine, module, limits(spawn)),
              spawn,
              new CronSchedule(List.of(), boundary, NO_BLOCKS))
          .evaluate(spawn);
    } catch (VmBootException e) {
      throw new IllegalStateException("the built-in module does not load", e);
    }
  }

  private VmLimits limits(EvaluableEntry spawn) {
    ProcessLimits.Reading reading =
        ProcessLimits.read(
            spawn.message().tags(),
            module.tags(),
            new VmLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
    return switch (reading) {
      case ProcessLimits.Reading.Limits limits -> limits.limits();
      case ProcessLimits.Reading.Unusable unusable ->
          throw new IllegalStateException(unusable.refusal().message());
    };
  }

  @Override
  public void close() {
    results.close();
    database.close();
  }
}
