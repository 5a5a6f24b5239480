package dev.holon.actors;

import dev.holon.core.FaultPoints;
import dev.holon.core.messenger.LookTimes;
import dev.holon.core.messenger.OutboundItems;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.messenger.OutboxStore.DueEntry;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.messenger.Push;
import dev.holon.core.messenger.PushPlan;
import dev.holon.core.meter.Meters;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Pushes what one process sends. The entries are rows, written with the result they come from; this
 * actor only walks them: read those that are due, push them, store what became of them, until none
 * is due. One that cannot be pushed now stays a row with a later date, so ending this actor loses
 * nothing.
 *
 * <p>Lines to different targets go on independently; one that is slow keeps its own entries waiting
 * and no others. Of reading and storing one is under way at a time, so what is read is never older
 * than what was stored.
 *
 * <p>Pages are small and have a pause behind them, and a process whose chains are over their rate
 * is looked at every {@link LookTimes#STEP_MILLIS}: so one that sends without end neither fills the
 * queues before the signing threads and the database, nor has its rows read for each one it adds.
 */
final class ProcessMessenger extends AbstractBehavior<ProcessMessenger.Command> {
  static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "messenger");

  /** What a messenger is told. */
  sealed interface Command {}

  /** The outbox has entries that are due. */
  record Wake() implements Command {}

  /** Sent by sharding to end this actor. */
  record Stop() implements Command {}

  private record Due(List<DueEntry> entries, boolean wasCut, OutboundItems.Sender sender)
      implements Command {}

  private record Pushed(List<StateChange> changes) implements Command {}

  private record Concluded(List<StateChange> changes) implements Command {}

  private record Faulted(Throwable cause) implements Command {}

  private record Look() implements Command {}

  private record Idle() implements Command {}

  private static final int PAGE_MAX = 32;
  private static final int UNDER_WAY_MAX = 256;
  private static final long PAGE_BYTES_MAX = 8L << 20;
  private static final Duration IDLE_MAX = Duration.ofSeconds(60);
  private static final Duration RESTART_MIN = Duration.ofMillis(200);
  private static final Duration RESTART_MAX = Duration.ofSeconds(20);

  private final ProcessId process;
  private final MessengerRules rules;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final TimerScheduler<Command> timers;
  private final Map<OutboxKey, Optional<Id>> underWay = new HashMap<>();
  private final List<StateChange> toConclude = new ArrayList<>();
  private OutboundItems.@Nullable Sender sender;
  private boolean isStoreBusy;
  private final LookTimes looks = new LookTimes();

  /** Whether the last read passed over targets that had a line under way. */
  private boolean hasLeftOut;

  static Behavior<Command> create(
      ProcessId process, MessengerRules rules, ActorRef<ClusterSharding.ShardCommand> shard) {
    Behavior<Command> messenger =
        Behaviors.withTimers(
            timers ->
                Behaviors.setup(
                    context -> new ProcessMessenger(context, timers, process, rules, shard)));
    return Behaviors.supervise(messenger)
        .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
  }

  private ProcessMessenger(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ProcessId process,
      MessengerRules rules,
      ActorRef<ClusterSharding.ShardCommand> shard) {
    super(context);
    this.timers = timers;
    this.process = process;
    this.rules = rules;
    this.shard = shard;
    rules.meters().woken();
    goOn();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Wake.class, this::onWake)
        .onMessage(Due.class, this::onDue)
        .onMessage(Pushed.class, this::onPushed)
        .onMessage(Concluded.class, this::onConcluded)
        .onMessage(Faulted.class, this::onFaulted)
        .onMessage(Look.class, look -> goOn())
        .onMessage(Idle.class, this::onIdle)
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .onSignal(PreRestart.class, restart -> onEnd())
        .onSignal(PostStop.class, stopped -> onEnd())
        .build();
  }

  private Behavior<Command> onEnd() {
    rules.meters().ended();
    return this;
  }

  private Behavior<Command> onWake(Wake wake) {
    looks.wanted();
    return goOn();
  }

  /** Stores what was pushed, else reads what may be due, else waits to be woken. */
  private Behavior<Command> goOn() {
    if (isStoreBusy) {
      return this;
    }
    long now = rules.clock().millis();
    OptionalLong look = underWay.size() < UNDER_WAY_MAX ? looks.nextMillis() : OptionalLong.empty();
    if (!toConclude.isEmpty()) {
      List<StateChange> changes = List.copyOf(toConclude);
      toConclude.clear();
      rules.messaging().faults().reached(FaultPoints.Point.BETWEEN_PUSH_AND_MARK);
      pipe(
          rules.storeCalls().watch(() -> stored(changes)),
          (done, fault) -> fault == null ? new Concluded(changes) : new Faulted(fault));
    } else if (look.isPresent() && look.getAsLong() <= now) {
      looks.begun(now);
      OutboundItems.@Nullable Sender known = sender;
      Set<Id> busy = new HashSet<>();
      underWay.values().forEach(target -> target.ifPresent(busy::add));
      hasLeftOut = !busy.isEmpty();
      // Of those under way, the ones without a target are read again.
      int countMax = PAGE_MAX + underWay.size();
      pipe(
          rules.storeCalls().call(() -> readDue(now, countMax, busy, known)),
          (due, fault) -> fault == null ? due : new Faulted(fault));
    } else {
      look.ifPresent(at -> timers.startSingleTimer(new Look(), Duration.ofMillis(at - now)));
      if (underWay.isEmpty()) {
        timers.startSingleTimer(new Idle(), IDLE_MAX);
      }
    }
    return this;
  }

  // A stage without a value would become a message without one, should nobody be there.
  private CompletionStage<Boolean> stored(List<StateChange> changes) {
    return rules.outbox().conclude(changes).thenApply(done -> true);
  }

  private Command readDue(
      long now, int countMax, Set<Id> busy, OutboundItems.@Nullable Sender known) {
    OutboxStore.Page page = new OutboxStore.Page(countMax, PAGE_BYTES_MAX, busy);
    List<DueEntry> due = rules.outbox().due(process, now, page);
    // A page that holds so much may have ended because of it.
    boolean wasCut = due.size() == countMax || dataSizeBytes(due) > PAGE_BYTES_MAX / 2;
    return new Due(due, wasCut, known == null ? readSender() : known);
  }

  private static long dataSizeBytes(List<DueEntry> due) {
    return due.stream()
        .map(candidate -> candidate.entry().action())
        .mapToLong(
            action ->
                switch (action) {
                  case Action.SendMessage send -> sizeBytes(send.message().data());
                  case Action.SpawnProcess spawn -> sizeBytes(spawn.spawn().data());
                  case Action.AssignMessage assign -> 0;
                  case Action.AssignCarrier carrier -> 0;
                })
        .sum();
  }

  private static long sizeBytes(@Nullable Bytes data) {
    return data == null ? 0 : data.size();
  }

  private OutboundItems.Sender readSender() {
    DataItem spawn =
        rules
            .log()
            .entry(process, 0)
            .orElseThrow(() -> new IllegalStateException("no slot 0 of " + process))
            .message()
            .orElseThrow();
    return new OutboundItems.Sender(
        process, spawn.tag("Module").orElse(""), spawn.tag("Scheduler").orElse(""));
  }

  private Behavior<Command> onDue(Due due) {
    isStoreBusy = false;
    sender = due.sender();
    List<DueEntry> free =
        due.entries().stream()
            .filter(candidate -> !underWay.containsKey(candidate.entry().key()))
            .toList();
    long now = rules.clock().millis();
    PushPlan plan = PushPlan.of(free, now, rules.messaging().limits(), rules.rates());
    toConclude.addAll(plan.changes());
    Push push = new Push(due.sender(), rules.toPushPorts());
    plan.lines().forEach(line -> start(push, line));
    if (due.wasCut() && !free.isEmpty()) {
      looks.wanted();
      looks.pauseUntil(now + LookTimes.PAGE_PAUSE_MILLIS);
    }
    if (plan.isOverRate()) {
      looks.pauseUntil(now + LookTimes.STEP_MILLIS);
    }
    plan.changes().forEach(change -> comeBack(change.state()));
    return goOn();
  }

  private void comeBack(DeliveryState state) {
    if (state instanceof DeliveryState.Pending late) {
      looks.wantedAt(late.notBeforeMillis());
    }
  }

  private void start(Push push, PushPlan.Line line) {
    line.entries().forEach(entry -> underWay.put(entry.key(), entry.target()));
    Meters.Span span = rules.meters().beginPush();
    getContext()
        .pipeToSelf(
            push.run(line).whenComplete((changes, fault) -> span.end()),
            (changes, fault) -> fault == null ? new Pushed(changes) : new Faulted(fault));
  }

  private Behavior<Command> onPushed(Pushed pushed) {
    toConclude.addAll(pushed.changes());
    return goOn();
  }

  private Behavior<Command> onConcluded(Concluded concluded) {
    isStoreBusy = false;
    rules.meters().concluded(concluded.changes());
    concluded.changes().forEach(this::note);
    concluded.changes().forEach(change -> underWay.remove(change.key()));
    if (hasLeftOut) {
      looks.wanted();
    }
    return goOn();
  }

  private void note(StateChange change) {
    LoggingEventBuilder line =
        getContext()
            .getLog()
            .atDebug()
            .addKeyValue("process", process)
            .addKeyValue("slot", change.key().slot());
    if (change.state() instanceof DeliveryState.Delivered delivered) {
      line = line.addKeyValue("message", delivered.itemId());
    }
    line.log("entry {} is {}", change.key().index(), OutboxStore.StateKind.of(change.state()));
  }

  private Behavior<Command> onFaulted(Faulted faulted) {
    throw new IllegalStateException(
        "process " + process + ": its outbox cannot be pushed now", faulted.cause());
  }

  private Behavior<Command> onIdle(Idle idle) {
    if (!isStoreBusy && underWay.isEmpty()) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
    return this;
  }

  private <T> void pipe(CompletionStage<T> call, BiFunction<T, Throwable, Command> toCommand) {
    isStoreBusy = true;
    timers.cancelAll();
    getContext().pipeToSelf(call, toCommand::apply);
  }
}
