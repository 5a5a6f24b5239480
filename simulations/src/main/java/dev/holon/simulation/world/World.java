package dev.holon.simulation.world;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.StoreException;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster and its clients, from the first message until nothing is left to do.
 *
 * <pre>
 *  clients ──network──► node: SchedulerUnit ──┐
 *                             ComputeUnit   ──┼──► database
 *            network ◄─────── MessengerUnit ──┘
 * </pre>
 */
final class World {
  private static final long ASK_MAX_MILLIS = 5_000;
  private static final long SWEEP_MILLIS = 1_000;
  private static final int SWEEP_COUNT_MAX = 100;
  private static final long CLAIM_MILLIS = 30_000;
  private static final long CHECK_MILLIS = 500;
  private static final int FORWARDS_MAX = 3;

  private final WorldPlan plan;
  private final WorldRules rules;
  private final VirtualTime time = new VirtualTime();
  private final Chance chance;
  private final WorldTrace trace;
  private final WorldWallets wallets;
  private final SimulatedDatabase database;
  private final SimulatedNetwork network;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Membership membership;
  private final ToyMachines machines;
  private final WorldClients clients;
  private final FaultScript faults;
  private @Nullable String violation;
  private boolean isAtRest;

  World(WorldPlan plan, WorldRules rules, int traceLinesMax) {
    this.plan = plan;
    this.rules = rules;
    this.chance = new Chance(plan.seed());
    this.trace = new WorldTrace(time, traceLinesMax);
    this.wallets = WorldWallets.draw(chance);
    this.database = new SimulatedDatabase(time, chance.split());
    this.network = new SimulatedNetwork(time, chance.split());
    for (int i = 0; i < plan.nodes(); i++) {
      nodes.add(new SimulatedNode(i, time));
    }
    this.machines = new ToyMachines(wallets, new MinuteBlocks());
    this.membership = new Membership(this, nodes, network);
    this.clients = new WorldClients(this, plan);
    this.faults = new FaultScript(this, plan);
    sweep();
  }

  /**
   * Lets it run until all is done, and checks what it left.
   *
   * @throws Violation when a promise was broken
   */
  WorldReport run() {
    long end = faults.endMillis() + plan.settleMinutes() * 60_000L;
    watchForRest();
    while (!isAtRest) {
      if (!time.step()) {
        throw new Violation("nothing is to happen any more, and it is not at rest: " + unrest());
      }
      checkViolation();
      if (time.elapsedMillis() > end) {
        throw new Violation(
            "not at rest " + plan.settleMinutes() + " minutes after the last fault: " + unrest());
      }
    }
    WorldReport report = new Invariants(this).check();
    checkViolation();
    return report;
  }

  private void checkViolation() {
    String what = violation;
    if (what != null) {
      throw new Violation(what);
    }
  }

  private void watchForRest() {
    isAtRest = time.elapsedMillis() > faults.endMillis() && unrest() == null;
    time.after(CHECK_MILLIS, this::watchForRest);
  }

  /** What is still to be done; null when there is nothing. */
  private @Nullable String unrest() {
    String unanswered = clients.unanswered();
    if (unanswered != null) {
      return unanswered;
    }
    for (ProcessProgress progress : progress()) {
      if (progress.isBehind()) {
        return progress + " is behind";
      }
    }
    long pending = database.stores().outbox().counts().pending();
    return pending == 0 ? null : pending + " outbox entries are pending";
  }

  List<ProcessProgress> progress() {
    return database.stores().results().processes(null, Integer.MAX_VALUE);
  }

  WorldPlan plan() {
    return plan;
  }

  WorldRules rules() {
    return rules;
  }

  VirtualTime time() {
    return time;
  }

  Chance chance() {
    return chance;
  }

  WorldTrace trace() {
    return trace;
  }

  WorldWallets wallets() {
    return wallets;
  }

  SimulatedDatabase database() {
    return database;
  }

  SimulatedNetwork network() {
    return network;
  }

  List<SimulatedNode> nodes() {
    return List.copyOf(nodes);
  }

  ToyMachines machines() {
    return machines;
  }

  WorldClients clients() {
    return clients;
  }

  /** Blocks come every two minutes from the beginning on. */
  private final class MinuteBlocks implements BlockTimes {
    private static final long EVERY_MILLIS = 120_000;

    @Override
    public long heightAt(long millis) {
      return Math.max(0, millis / EVERY_MILLIS);
    }

    @Override
    public long timestampMillis(long height) {
      return height * EVERY_MILLIS;
    }

    @Override
    public long completeUntilMillis() {
      return time.nowMillis();
    }
  }

  long blockHeight() {
    return new MinuteBlocks().heightAt(time.nowMillis());
  }

  void restartLater(SimulatedNode node, long afterMillis) {
    time.after(
        afterMillis,
        () -> {
          if (!node.isUp()) {
            trace.add(() -> "%s: starts".formatted(node));
            node.start();
            membership.started(node);
          }
        });
  }

  /** A promise was broken; {@link #run} ends with the first one. */
  void violated(String what) {
    if (violation == null) {
      violation = what;
    }
  }

  /** A journal's key does not see a slot left out; readers would, for ever. */
  void checkNoGap(LogEntry entry) {
    long next =
        database.stores().schedule().latest(entry.process()).map(LogEntry::slot).orElse(-1L) + 1;
    if (entry.slot() > next) {
      throw new Violation(
          "process "
              + entry.process()
              + ": slot "
              + entry.slot()
              + " written, "
              + next
              + " is next");
    }
  }

  /** Whoever evaluates gets the same. */
  void checkSameResult(StoredResult result) {
    database
        .stores()
        .results()
        .results(result.process(), result.slot(), result.slot(), Integer.MAX_VALUE, ORDER)
        .stream()
        .filter(stored -> stored.place().equals(result.place()))
        .filter(stored -> !stored.resultHash().equals(result.resultHash()))
        .findFirst()
        .ifPresent(
            stored ->
                violated(
                    "process "
                        + result.process()
                        + ": evaluating "
                        + result.place()
                        + " again gives another result"));
  }

  private static final ResultStore.Order ORDER = ResultStore.Order.ASCENDING;

  /** As a messenger asks: fails when there is no answer in time. */
  CompletionStage<ScheduleReply> ask(
      SimulatedNode from, DataItem item, @Nullable ChainPosition chain) {
    CompletableFuture<ScheduleReply> reply = new CompletableFuture<>();
    time.after(
        ASK_MAX_MILLIS,
        from.ifAlive(
            () ->
                reply.completeExceptionally(
                    new StoreException("no answer in time", new IllegalStateException()))));
    if (item.tag("Type").orElse("").equals("Message") && item.target().isEmpty()) {
      reply.complete(
          new ScheduleReply.Rejected(new Refusal(RefusalCode.TARGET_MISSING, "no target")));
      return reply;
    }
    schedule(from, item, chain, reply::complete);
    return reply;
  }

  /** A node gives an item to where it believes its process to be; the answer may never come. */
  void schedule(
      SimulatedNode node,
      DataItem item,
      @Nullable ChainPosition chain,
      Consumer<ScheduleReply> onReply) {
    boolean isSpawn = item.tag("Type").orElse("").equals("Process");
    ProcessId process = isSpawn ? new ProcessId(item.id()) : new ProcessId(item.target().get());
    atHost(
        node,
        process,
        FORWARDS_MAX,
        host ->
            host.scheduler(process, () -> new SchedulerUnit(this, host, process))
                .schedule(
                    item, chain, reply -> network.send(host, node, () -> onReply.accept(reply))));
  }

  private void atHost(
      SimulatedNode node, ProcessId process, int forwardsLeft, Consumer<SimulatedNode> action) {
    SimulatedNode host = membership.host(node, process);
    if (host == node || forwardsLeft == 0) {
      action.accept(node);
    } else {
      network.send(node, host, () -> atHost(host, process, forwardsLeft - 1, action));
    }
  }

  void promise(SimulatedNode node, ProcessId process, Consumer<TimeFloors.Promise> onPromise) {
    atHost(
        node,
        process,
        FORWARDS_MAX,
        host ->
            host.scheduler(process, () -> new SchedulerUnit(this, host, process))
                .promise(promise -> network.send(host, node, () -> onPromise.accept(promise))));
  }

  void hintCommitted(SimulatedNode node, LogEntry entry) {
    ProcessId process = entry.process();
    atHost(node, process, FORWARDS_MAX, host -> compute(host, process).committed(entry));
  }

  void wakeMessenger(SimulatedNode node, ProcessId process) {
    atHost(
        node,
        process,
        FORWARDS_MAX,
        host -> host.messenger(process, () -> new MessengerUnit(this, host, process)).wake());
  }

  private ComputeUnit compute(SimulatedNode host, ProcessId process) {
    return host.compute(process, () -> new ComputeUnit(this, host, process));
  }

  /** What no hint told anybody is found by looking; so each loss costs time only. */
  private void sweep() {
    for (SimulatedNode node : nodes) {
      if (node.isUp() && membership.seenBy(node).getFirst() == node) {
        sweep(node);
      }
    }
    time.after(SWEEP_MILLIS, this::sweep);
  }

  private void sweep(SimulatedNode node) {
    OutboxStore outbox = database.stores().outbox();
    long now = node.clock().millis();
    database.call(
        node,
        () -> outbox.processesWithDue(now, SWEEP_COUNT_MAX),
        (due, fault) -> {
          if (fault == null) {
            due.forEach(process -> wakeMessenger(node, process));
          }
        });
    database.call(
        node,
        () -> progress().stream().filter(ProcessProgress::isBehind).toList(),
        (behind, fault) -> {
          if (fault == null) {
            behind.forEach(
                each ->
                    atHost(
                        node,
                        each.process(),
                        FORWARDS_MAX,
                        host -> compute(host, each.process()).wake()));
          }
        });
    database.call(
        node,
        () -> database.stores().crons().claimDue(now, now + CLAIM_MILLIS, SWEEP_COUNT_MAX),
        (due, fault) -> {
          if (fault == null) {
            due.forEach(
                process ->
                    atHost(node, process, FORWARDS_MAX, host -> compute(host, process).ticksDue()));
          }
        });
  }
}
