package dev.holon.actors;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Wakes processes that have work nobody told them of: slots without a result after a crash, outbox
 * entries whose time to be tried again has come. One in the cluster; losing it only delays.
 */
final class BacklogSweeper extends AbstractBehavior<BacklogSweeper.Command> {

  /** What the sweeper tells itself. */
  sealed interface Command {}

  private record SweepLogs(@Nullable ProcessId after) implements Command {}

  private record SweepOutboxes() implements Command {}

  private record Behind(List<ProcessId> processes) implements Command {}

  private record Due(List<ProcessId> processes) implements Command {}

  private record Faulted(Throwable cause) implements Command {}

  /** What the sweeper is given; {@code onBehind} wakes a compute, {@code onDue} a messenger. */
  record Rules(
      ResultStore results,
      OutboxStore outbox,
      Executor storeExecutor,
      InstantSource clock,
      Consumer<ProcessId> onBehind,
      Consumer<ProcessId> onDue) {}

  private static final int PAGE_MAX = 500;
  private static final Duration OUTBOX_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOG_PAGE_INTERVAL = Duration.ofMillis(50);
  private static final Duration RESTART_MIN = Duration.ofSeconds(1);
  private static final Duration RESTART_MAX = Duration.ofSeconds(30);

  private final Rules rules;
  private final TimerScheduler<Command> timers;

  static Behavior<Command> create(Rules rules) {
    Behavior<Command> sweeper =
        Behaviors.withTimers(
            timers -> Behaviors.setup(context -> new BacklogSweeper(context, timers, rules)));
    return Behaviors.supervise(sweeper)
        .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
  }

  private BacklogSweeper(
      ActorContext<Command> context, TimerScheduler<Command> timers, Rules rules) {
    super(context);
    this.rules = rules;
    this.timers = timers;
    context.getSelf().tell(new SweepLogs(null));
    context.getSelf().tell(new SweepOutboxes());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(SweepLogs.class, this::onSweepLogs)
        .onMessage(Behind.class, this::onBehind)
        .onMessage(SweepOutboxes.class, this::onSweepOutboxes)
        .onMessage(Due.class, this::onDue)
        .onMessage(Faulted.class, this::onFaulted)
        .build();
  }

  private Behavior<Command> onSweepLogs(SweepLogs sweep) {
    return pipe(() -> new Behind(rules.results().processesBehind(sweep.after(), PAGE_MAX)));
  }

  private Behavior<Command> onBehind(Behind behind) {
    behind.processes().forEach(rules.onBehind());
    if (behind.processes().size() == PAGE_MAX) {
      timers.startSingleTimer(new SweepLogs(behind.processes().getLast()), LOG_PAGE_INTERVAL);
    }
    return this;
  }

  private Behavior<Command> onSweepOutboxes(SweepOutboxes sweep) {
    return pipe(() -> new Due(rules.outbox().processesWithDue(rules.clock().millis(), PAGE_MAX)));
  }

  private Behavior<Command> onDue(Due due) {
    due.processes().forEach(rules.onDue());
    timers.startSingleTimer(new SweepOutboxes(), OUTBOX_INTERVAL);
    return this;
  }

  private Behavior<Command> onFaulted(Faulted faulted) {
    throw new IllegalStateException("the backlog cannot be read now", faulted.cause());
  }

  private Behavior<Command> pipe(Supplier<Command> read) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(read, rules.storeExecutor()),
            (command, fault) -> fault == null ? command : new Faulted(fault));
    return this;
  }
}
