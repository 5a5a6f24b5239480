package dev.holon.actors;

import dev.holon.core.messenger.OutboundItems;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what one process sends. The entries are rows, written with the result they come from; this
 * actor only walks them: read those that are due, push them, store what became of them, until none
 * is due. One that cannot be pushed now stays a row with a later date, so ending this actor loses
 * nothing.
 */
final class ProcessMessenger extends AbstractBehavior<ProcessMessenger.Command> {
  static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "messenger");

  /** What a messenger is told. */
  sealed interface Command {}

  /** The outbox has entries that are due. */
  record Wake() implements Command {}

  /** Sent by sharding to end this actor. */
  record Stop() implements Command {}

  private record Due(List<OutboxEntry> entries, OutboundItems.Sender sender) implements Command {}

  private record Pushed(List<StateChange> changes) implements Command {}

  private record Updated() implements Command {}

  private record Faulted(Throwable cause) implements Command {}

  private record Idle() implements Command {}

  private static final int PAGE_MAX = 128;
  private static final long PAGE_BYTES_MAX = 8L << 20;
  private static final Duration IDLE_MAX = Duration.ofSeconds(60);
  private static final Duration RESTART_MIN = Duration.ofMillis(200);
  private static final Duration RESTART_MAX = Duration.ofSeconds(20);

  private final ProcessId process;
  private final MessengerRules rules;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final TimerScheduler<Command> timers;
  private OutboundItems.@Nullable Sender sender;
  private boolean isBusy;
  private boolean isWoken;

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
    restIfDone(false);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Wake.class, this::onWake)
        .onMessage(Due.class, this::onDue)
        .onMessage(Pushed.class, this::onPushed)
        .onMessage(Updated.class, updated -> restIfDone(true))
        .onMessage(Faulted.class, this::onFaulted)
        .onMessage(Idle.class, this::onIdle)
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .build();
  }

  private Behavior<Command> onWake(Wake wake) {
    isWoken = true;
    return isBusy ? this : restIfDone(true);
  }

  /** Reads on while something may be due, else waits to be woken. */
  private Behavior<Command> restIfDone(boolean mayBeDue) {
    isBusy = mayBeDue;
    if (mayBeDue) {
      isWoken = false;
      OutboundItems.@Nullable Sender known = sender;
      pipe(() -> readDue(known));
    } else {
      timers.startSingleTimer(new Idle(), IDLE_MAX);
    }
    return this;
  }

  private Command readDue(OutboundItems.@Nullable Sender known) {
    return new Due(
        rules.outbox().due(process, rules.clock().millis(), PAGE_MAX, PAGE_BYTES_MAX),
        known == null ? readSender() : known);
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
    sender = due.sender();
    if (due.entries().isEmpty()) {
      return restIfDone(isWoken);
    }
    Push push = new Push(due.sender(), rules);
    List<CompletionStage<StateChange>> pushes = new ArrayList<>();
    due.entries().forEach(entry -> pushes.add(push.run(entry)));
    getContext()
        .pipeToSelf(
            all(pushes),
            (changes, fault) -> fault == null ? new Pushed(changes) : new Faulted(fault));
    return this;
  }

  private Behavior<Command> onPushed(Pushed pushed) {
    pipe(
        () -> {
          rules.outbox().update(pushed.changes());
          return new Updated();
        });
    return this;
  }

  private Behavior<Command> onFaulted(Faulted faulted) {
    throw new IllegalStateException(
        "process " + process + ": its outbox cannot be pushed now", faulted.cause());
  }

  private Behavior<Command> onIdle(Idle idle) {
    if (!isBusy) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
    return this;
  }

  private void pipe(Supplier<Command> call) {
    getContext()
        .pipeToSelf(
            rules.storeCalls().call(call),
            (command, fault) -> fault == null ? command : new Faulted(fault));
  }

  private static CompletionStage<List<StateChange>> all(List<CompletionStage<StateChange>> pushes) {
    CompletableFuture<?>[] futures =
        pushes.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(futures)
        .thenApply(done -> pushes.stream().map(push -> push.toCompletableFuture().join()).toList());
  }
}
