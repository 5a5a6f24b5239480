package dev.holon.actors;

import dev.holon.core.compute.BacklogStore;
import dev.holon.core.compute.BehindPage;
import dev.holon.core.cron.CronStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Wakes processes that have work nobody told them of: slots without a result after a crash, outbox
 * entries whose time to be tried again has come, crons that are due. Forgets the counts of chains
 * that rest. One in the cluster; losing it only delays.
 */
final class BacklogSweeper extends AbstractBehavior<BacklogSweeper.Command> {

  /** What the sweeper tells itself. */
  sealed interface Command {}

  private record NoteBacklog() implements Command {}

  private record SweepLogs(@Nullable ProcessId after) implements Command {}

  private record SweepOutboxes() implements Command {}

  private record SweepCrons() implements Command {}

  private record ForgetChains() implements Command {}

  private record Forgotten() implements Command {}

  private record Noted(boolean hasMore) implements Command {}

  private record Behind(BehindPage page) implements Command {}

  private record Due(List<ProcessId> processes) implements Command {}

  private record Ticking(List<ProcessId> processes) implements Command {}

  private record Faulted(Command sweep, Throwable cause) implements Command {}

  /**
   * What the sweeper is given; {@code onBehind} wakes a compute, {@code onDue} a messenger, {@code
   * onTicking} a compute that has ticks to evaluate.
   */
  record Rules(
      BacklogStore backlog,
      OutboxStore outbox,
      CronStore crons,
      StoreCalls storeCalls,
      InstantSource clock,
      Consumer<ProcessId> onBehind,
      Consumer<ProcessId> onDue,
      Consumer<ProcessId> onTicking) {}

  /** A few milliseconds of the database for each. */
  private static final int NOTE_COUNT_MAX = 10_000;

  /** Short, because figures count what nobody has looked at. */
  private static final Duration NOTE_INTERVAL = Duration.ofSeconds(5);

  private static final Duration NOTE_MORE_INTERVAL = Duration.ofMillis(20);
  private static final int LOG_PAGE_MAX = 1_000;
  private static final int OUTBOX_PAGE_MAX = 500;
  private static final Duration LOG_PAGE_INTERVAL = Duration.ofMillis(100);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(20);
  private static final Duration OUTBOX_INTERVAL = Duration.ofSeconds(1);
  private static final int CRON_PAGE_MAX = 500;
  private static final Duration CRON_INTERVAL = Duration.ofMillis(500);
  private static final Duration CRON_PAGE_INTERVAL = Duration.ofMillis(100);

  /** A process that was told is told again after this long, unless it says when itself. */
  private static final Duration CRON_CLAIM = Duration.ofSeconds(30);

  private static final Duration FORGET_INTERVAL = Duration.ofHours(1);

  /** A chain that rested so long is counted anew; its depth is kept with each entry. */
  private static final Duration CHAIN_REST_MAX = Duration.ofHours(24);

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(5);

  private final Rules rules;
  private final TimerScheduler<Command> timers;
  private boolean isSweepingLogs;

  static Behavior<Command> create(Rules rules) {
    return Behaviors.withTimers(
        timers -> Behaviors.setup(context -> new BacklogSweeper(context, timers, rules)));
  }

  private BacklogSweeper(
      ActorContext<Command> context, TimerScheduler<Command> timers, Rules rules) {
    super(context);
    this.rules = rules;
    this.timers = timers;
    context.getSelf().tell(new NoteBacklog());
    context.getSelf().tell(new SweepOutboxes());
    context.getSelf().tell(new SweepCrons());
    context.getSelf().tell(new ForgetChains());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(NoteBacklog.class, this::onNoteBacklog)
        .onMessage(Noted.class, this::onNoted)
        .onMessage(SweepLogs.class, this::onSweepLogs)
        .onMessage(Behind.class, this::onBehind)
        .onMessage(SweepOutboxes.class, this::onSweepOutboxes)
        .onMessage(Due.class, this::onDue)
        .onMessage(SweepCrons.class, this::onSweepCrons)
        .onMessage(Ticking.class, this::onTicking)
        .onMessage(ForgetChains.class, this::onForgetChains)
        .onMessage(Forgotten.class, this::onForgotten)
        .onMessage(Faulted.class, this::onFaulted)
        .build();
  }

  private Behavior<Command> onNoteBacklog(NoteBacklog note) {
    return read(() -> new Noted(rules.backlog().note(NOTE_COUNT_MAX)), note);
  }

  private Behavior<Command> onNoted(Noted noted) {
    // The first time all is noted that came while nobody swept.
    if (!noted.hasMore() && !isSweepingLogs) {
      isSweepingLogs = true;
      getContext().getSelf().tell(new SweepLogs(null));
    }
    timers.startSingleTimer(
        new NoteBacklog(), noted.hasMore() ? NOTE_MORE_INTERVAL : NOTE_INTERVAL);
    return this;
  }

  private Behavior<Command> onSweepLogs(SweepLogs sweep) {
    return read(() -> new Behind(rules.backlog().behind(sweep.after(), LOG_PAGE_MAX)), sweep);
  }

  private Behavior<Command> onBehind(Behind behind) {
    behind.page().behind().forEach(rules.onBehind());
    boolean hasMore = behind.page().last() != null;
    timers.startSingleTimer(
        new SweepLogs(behind.page().last()), hasMore ? LOG_PAGE_INTERVAL : LOG_INTERVAL);
    return this;
  }

  private Behavior<Command> onSweepOutboxes(SweepOutboxes sweep) {
    return read(
        () -> new Due(rules.outbox().processesWithDue(rules.clock().millis(), OUTBOX_PAGE_MAX)),
        sweep);
  }

  private Behavior<Command> onDue(Due due) {
    due.processes().forEach(rules.onDue());
    timers.startSingleTimer(new SweepOutboxes(), OUTBOX_INTERVAL);
    return this;
  }

  private Behavior<Command> onSweepCrons(SweepCrons sweep) {
    return read(
        () -> {
          long now = rules.clock().millis();
          long again = now + CRON_CLAIM.toMillis();
          return new Ticking(rules.crons().claimDue(now, again, CRON_PAGE_MAX));
        },
        sweep);
  }

  private Behavior<Command> onTicking(Ticking ticking) {
    ticking.processes().forEach(rules.onTicking());
    boolean mayHaveMore = ticking.processes().size() == CRON_PAGE_MAX;
    timers.startSingleTimer(new SweepCrons(), mayHaveMore ? CRON_PAGE_INTERVAL : CRON_INTERVAL);
    return this;
  }

  private Behavior<Command> onForgetChains(ForgetChains forget) {
    return read(
        () -> {
          rules.outbox().forgetChains(rules.clock().millis() - CHAIN_REST_MAX.toMillis());
          return new Forgotten();
        },
        forget);
  }

  private Behavior<Command> onForgotten(Forgotten forgotten) {
    timers.startSingleTimer(new ForgetChains(), FORGET_INTERVAL);
    return this;
  }

  // The other sweeps go on meanwhile.
  private Behavior<Command> onFaulted(Faulted faulted) {
    getContext().getLog().warn("the backlog cannot be read now", faulted.cause());
    timers.startSingleTimer(faulted.sweep(), RETRY_INTERVAL);
    return this;
  }

  private Behavior<Command> read(Supplier<Command> read, Command sweep) {
    getContext()
        .pipeToSelf(
            rules.storeCalls().call(read),
            (command, fault) -> fault == null ? command : new Faulted(sweep, fault));
    return this;
  }
}
