package dev.holon.simulation.world;

import dev.holon.core.FaultPoints;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.messenger.ChainRates;
import dev.holon.core.messenger.Deliveries;
import dev.holon.core.messenger.OutboundItems;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.OutboxStore.DueEntry;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.messenger.Push;
import dev.holon.core.messenger.PushPlan;
import dev.holon.core.messenger.PushPorts;
import dev.holon.core.messenger.RemoteSchedulers;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pushes what one process sends on one node, as the actor {@code ProcessMessenger} does. */
final class MessengerUnit implements Deliveries {
  private static final int PAGE_COUNT = 8;
  private static final long PAGE_BYTES = 1 << 20;

  private final World world;
  private final SimulatedNode node;
  private final ProcessId process;
  private final OutboxStore outbox;
  private final ChainRates rates = new ChainRates(ChainLimits.DEFAULT);
  private final Map<OutboxKey, Optional<Id>> underWay = new HashMap<>();
  private final List<StateChange> toConclude = new ArrayList<>();
  private boolean isWanted;
  private boolean isBusy;
  private boolean hasEnded;

  MessengerUnit(World world, SimulatedNode node, ProcessId process) {
    this.world = world;
    this.node = node;
    this.process = process;
    this.outbox = world.database().stores().outbox();
  }

  void wake() {
    isWanted = true;
    goOn();
  }

  /** Ends it; whoever sweeps for what is due makes another. */
  void end() {
    hasEnded = true;
    node.drop(this);
  }

  private void goOn() {
    if (isBusy || hasEnded) {
      return;
    }
    if (!toConclude.isEmpty()) {
      List<StateChange> changes = world.rules().toConclude(List.copyOf(toConclude));
      toConclude.clear();
      isBusy = true;
      world
          .database()
          .call(
              node,
              () -> {
                outbox.conclude(changes).toCompletableFuture().join();
                return changes;
              },
              this::concluded);
    } else if (isWanted) {
      isWanted = false;
      isBusy = true;
      Set<Id> busy = new HashSet<>();
      underWay.values().forEach(target -> target.ifPresent(busy::add));
      OutboxStore.Page page = new OutboxStore.Page(PAGE_COUNT + underWay.size(), PAGE_BYTES, busy);
      long now = node.clock().millis();
      world.database().call(node, () -> due(now, page), this::read);
    }
  }

  private record Due(List<DueEntry> entries, OutboundItems.Sender sender) {}

  private Due due(long now, OutboxStore.Page page) {
    DataItem spawn =
        world
            .database()
            .stores()
            .schedule()
            .entry(process, 0)
            .orElseThrow(() -> new IllegalStateException("no slot 0 of " + process))
            .message()
            .orElseThrow();
    return new Due(
        outbox.due(process, now, page),
        new OutboundItems.Sender(
            process, spawn.tag("Module").orElse(""), spawn.tag("Scheduler").orElse("")));
  }

  private void read(Due due, @Nullable Throwable fault) {
    isBusy = false;
    if (hasEnded) {
      return;
    }
    if (fault != null) {
      end();
      return;
    }
    List<DueEntry> free =
        due.entries().stream()
            .filter(candidate -> !underWay.containsKey(candidate.entry().key()))
            .toList();
    PushPlan plan = PushPlan.of(free, node.clock().millis(), ChainLimits.DEFAULT, rates);
    toConclude.addAll(plan.changes());
    Push push = new Push(due.sender(), ports());
    for (PushPlan.Line line : plan.lines()) {
      line.entries().forEach(entry -> underWay.put(entry.key(), entry.target()));
      push.run(line)
          .thenAccept(
              changes -> {
                toConclude.addAll(changes);
                goOn();
              });
    }
    isWanted |= !plan.lines().isEmpty();
    goOn();
  }

  private void concluded(List<StateChange> changes, @Nullable Throwable fault) {
    isBusy = false;
    if (hasEnded) {
      return;
    }
    if (fault != null) {
      end();
      return;
    }
    changes.forEach(
        change -> {
          underWay.remove(change.key());
          world.trace().add(() -> "%s: %s is %s".formatted(node, change.key(), change.state()));
        });
    isWanted = true;
    goOn();
  }

  private PushPorts ports() {
    return new PushPorts(
        new OutboundItems(world.wallets().messenger()),
        new PushPorts.Signing() {
          @Override
          public <T> CompletionStage<T> sign(Supplier<T> call) {
            return CompletableFuture.completedFuture(call.get());
          }
        },
        world.rules().deliveries(this),
        RemoteSchedulers.none(),
        (sender, slot) -> CompletableFuture.completedFuture(outbox.entries(sender, slot)),
        node.clock(),
        FaultPoints.NONE);
  }

  @Override
  public CompletionStage<ScheduleReply> schedule(VerifiedItem item, ChainPosition chain) {
    return world.ask(node, item.item(), chain);
  }

  @Override
  public CompletionStage<ScheduleReply> assign(
      ProcessId target, Id message, List<String> exclude, ChainPosition chain) {
    throw new UnsupportedOperationException("toys assign nothing");
  }

  @Override
  public CompletionStage<ScheduleReply> assignTransaction(
      ProcessId target, Id transaction, List<String> exclude, ChainPosition chain) {
    throw new UnsupportedOperationException("toys assign nothing");
  }
}
