package dev.holon.actors;

import dev.holon.cluster.Role;
import dev.holon.core.settlement.Settlement;
import dev.holon.core.settlement.SettlementRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;

/**
 * Lets {@link Settlement} work, round after round, on a thread of its own. One in the cluster, on
 * the oldest node that settles; should there be two for a moment, the store lets one of them
 * record.
 */
public final class Settler extends AbstractBehavior<Settler.Command> {

  /** What the settler tells itself. */
  public sealed interface Command {}

  private record Round() implements Command {}

  private record Done(Settlement settlement, boolean hasMore) implements Command {}

  private record Faulted(Throwable cause) implements Command {}

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

  private final Settlement.Ports ports;
  private final SettlementRules rules;
  private final InstantSource clock;
  private final Executor thread;
  private final TimerScheduler<Command> timers;

  /** Resumed from the store at the first round, and after a fault. */
  private @Nullable Settlement settlement;

  /** Takes part in settling; on each node with the role {@link Role#SETTLEMENT}. */
  public static void start(
      ActorSystem<?> system, Settlement.Ports ports, SettlementRules rules, InstantSource clock) {
    Executor thread =
        system.dispatchers().lookup(DispatcherSelector.fromConfig("holon.settlement-dispatcher"));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(create(ports, rules, clock, thread), "settler")
                .withSettings(
                    ClusterSingletonSettings.create(system).withRole(Role.SETTLEMENT.text())));
  }

  private static Behavior<Command> create(
      Settlement.Ports ports, SettlementRules rules, InstantSource clock, Executor thread) {
    return Behaviors.withTimers(
        timers ->
            Behaviors.setup(context -> new Settler(context, timers, ports, rules, clock, thread)));
  }

  private Settler(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Settlement.Ports ports,
      SettlementRules rules,
      InstantSource clock,
      Executor thread) {
    super(context);
    this.ports = ports;
    this.rules = rules;
    this.clock = clock;
    this.thread = thread;
    this.timers = timers;
    context.getSelf().tell(new Round());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Round.class, this::onRound)
        .onMessage(Done.class, this::onDone)
        .onMessage(Faulted.class, this::onFaulted)
        .build();
  }

  private Behavior<Command> onRound(Round round) {
    Settlement known = settlement;
    CompletableFuture<Command> done =
        CompletableFuture.supplyAsync(
            () -> {
              Settlement resumed = known == null ? Settlement.resume(ports, rules) : known;
              return new Done(resumed, resumed.round(clock.millis()));
            },
            thread);
    getContext().pipeToSelf(done, (command, fault) -> fault == null ? command : new Faulted(fault));
    return this;
  }

  private Behavior<Command> onDone(Done done) {
    settlement = done.settlement();
    if (done.hasMore()) {
      getContext().getSelf().tell(new Round());
    } else {
      timers.startSingleTimer(new Round(), INTERVAL);
    }
    return this;
  }

  // What it knew may be half done: it is read again.
  private Behavior<Command> onFaulted(Faulted faulted) {
    getContext().getLog().warn("logs cannot be settled now", faulted.cause());
    settlement = null;
    timers.startSingleTimer(new Round(), RETRY_INTERVAL);
    return this;
  }
}
