package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
 * Evaluates one process's log, slot after slot, with the state resident. It owns nothing that the
 * log and the stored results do not give back: after a fault it stops, and the next command starts
 * it again from them.
 *
 * <p>One message is evaluated a turn, so that processes share the dispatcher fairly. Results are
 * handed to the store as they come and answered when durable; at most {@link #UNSTORED_MAX} run
 * ahead.
 */
final class ProcessCompute extends AbstractBehavior<ProcessCompute.Command> {
  static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "compute");

  /** What a compute is asked and told. */
  sealed interface Command {}

  /** An entry has become durable. A hint: the log is the truth. */
  record Assigned(LogEntry entry) implements Command {}

  /** See whether the log has entries without a result. */
  record Wake() implements Command {}

  /** Answer when the slot's result is durable, or after {@code waitMax}. */
  record AwaitResult(long slot, Duration waitMax, ActorRef<ResultReply> replyTo)
      implements Command {}

  /** Evaluate on the newest state and keep nothing. */
  record DryRun(DryRunMessage message, ActorRef<DryRunReply> replyTo) implements Command {}

  /** Sent by sharding to end this actor. */
  record Stop() implements Command {}

  private record HeadsRead(ComputeFeed.Heads heads) implements Command {}

  private record PageRead(List<EvaluableEntry> page) implements Command {}

  private record Booted(MachineFactory.Boot boot) implements Command {}

  private record KnownRead(List<ComputeFeed.Known> page) implements Command {}

  private record Stored(StoredResult result, boolean hasOutbox) implements Command {}

  private record Answer(ResultReply reply, ActorRef<ResultReply> replyTo) implements Command {}

  private record Faulted(Throwable cause) implements Command {}

  private record Step() implements Command {}

  private record Tick() implements Command {}

  private record Waiter(long slot, long deadlineMillis, ActorRef<ResultReply> replyTo) {}

  private static final int QUEUE_MAX = 256;
  private static final int UNSTORED_MAX = 256;
  private static final int WAITERS_MAX = 10_000;
  private static final int DRY_RUNS_MAX = 100;
  private static final int HEADS_STASH_MAX = 10_000;
  private static final Duration IDLE_MAX = Duration.ofMinutes(2);
  private static final Duration RESTART_MIN = Duration.ofMillis(200);
  private static final Duration RESTART_MAX = Duration.ofSeconds(20);
  private static final Duration TICK = Duration.ofMillis(500);

  private final ProcessId process;
  private final ComputeRules rules;
  private final ComputeFeed feed;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final Deque<EvaluableEntry> queue = new ArrayDeque<>();
  private final Deque<ComputeFeed.Known> toReplay = new ArrayDeque<>();
  private final Deque<DryRun> dryRuns = new ArrayDeque<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private @Nullable ProcessMachine machine;
  private @Nullable Refusal refusal;
  private long logHead;
  private long nextSlot;
  private long storedSlot;
  private int unstored;
  private boolean isReading;
  private boolean isStepDue;
  private boolean isDryRunNext;
  private long idleSinceMillis;

  static Behavior<Command> create(
      ProcessId process, ComputeRules rules, ActorRef<ClusterSharding.ShardCommand> shard) {
    Behavior<Command> starting = starting(process, rules, shard);
    return Behaviors.supervise(starting)
        .onFailure(SupervisorStrategy.restartWithBackoff(RESTART_MIN, RESTART_MAX, 0.2));
  }

  /** Until it is known where log and results stand, commands wait. */
  private static Behavior<Command> starting(
      ProcessId process, ComputeRules rules, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.withStash(
        HEADS_STASH_MAX,
        stash ->
            Behaviors.setup(
                context -> {
                  ComputeFeed feed = new ComputeFeed(process, rules);
                  context.pipeToSelf(
                      CompletableFuture.supplyAsync(feed::heads, rules.storeExecutor()),
                      (heads, fault) -> fault == null ? new HeadsRead(heads) : new Faulted(fault));
                  return Behaviors.receive(Command.class)
                      .onMessage(
                          HeadsRead.class,
                          read ->
                              stash.unstashAll(
                                  Behaviors.withTimers(
                                      timers ->
                                          Behaviors.setup(
                                              ready ->
                                                  new ProcessCompute(
                                                      ready,
                                                      timers,
                                                      process,
                                                      rules,
                                                      shard,
                                                      read.heads())))))
                      .onMessage(Faulted.class, fault -> failed(process, fault.cause()))
                      .onMessage(Stop.class, stop -> Behaviors.stopped())
                      .onAnyMessage(
                          command -> {
                            if (!stash.isFull()) {
                              stash.stash(command);
                            }
                            return Behaviors.same();
                          })
                      .build();
                }));
  }

  private static Behavior<Command> failed(ProcessId process, Throwable cause) {
    throw new IllegalStateException("process " + process + " cannot be evaluated now", cause);
  }

  private ProcessCompute(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ProcessId process,
      ComputeRules rules,
      ActorRef<ClusterSharding.ShardCommand> shard,
      ComputeFeed.Heads heads) {
    super(context);
    this.process = process;
    this.rules = rules;
    this.feed = new ComputeFeed(process, rules);
    this.shard = shard;
    this.logHead = heads.logHead().orElse(-1);
    this.storedSlot = heads.newest().map(StoredResult::slot).orElse(-1L);
    this.nextSlot = storedSlot + 1;
    this.idleSinceMillis = rules.clock().millis();
    timers.startTimerWithFixedDelay(new Tick(), TICK);
    goOn();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Assigned.class, this::onAssigned)
        .onMessage(Wake.class, this::onWake)
        .onMessage(AwaitResult.class, this::onAwaitResult)
        .onMessage(DryRun.class, this::onDryRun)
        .onMessage(PageRead.class, this::onPageRead)
        .onMessage(Booted.class, this::onBooted)
        .onMessage(KnownRead.class, this::onKnownRead)
        .onMessage(Step.class, this::onStep)
        .onMessage(Stored.class, this::onStored)
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Faulted.class, faulted -> failed(process, faulted.cause()))
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .build();
  }

  private Behavior<Command> onAssigned(Assigned assigned) {
    LogEntry entry = assigned.entry();
    logHead = Math.max(logHead, entry.slot());
    long expected = nextSlot + queue.size();
    if (entry.slot() == expected
        && entry.message().isPresent()
        && queue.size() < QUEUE_MAX
        && !isReading) {
      queue.add(new EvaluableEntry(entry, entry.message().get()));
    }
    return goOn();
  }

  /** Reads one page past the end; if nothing is there, the end is where it was. */
  private Behavior<Command> onWake(Wake wake) {
    logHead = Math.max(logHead, nextSlot + queue.size());
    return goOn();
  }

  private Behavior<Command> onAwaitResult(AwaitResult command) {
    if (command.slot() <= storedSlot) {
      answerStored(command.slot(), command.replyTo());
      return this;
    }
    if (waiters.size() >= WAITERS_MAX) {
      command
          .replyTo()
          .tell(
              rejected(
                  RefusalCode.TOO_BUSY_TO_EVALUATE, "too many wait for results of " + process));
      return this;
    }
    long deadline = rules.clock().millis() + command.waitMax().toMillis();
    waiters.add(new Waiter(command.slot(), deadline, command.replyTo()));
    logHead = Math.max(logHead, command.slot());
    return goOn();
  }

  private Behavior<Command> onDryRun(DryRun command) {
    if (logHead < 0) {
      Refusal unknown =
          new Refusal(
              RefusalCode.UNKNOWN_PROCESS, "process " + process + " is not known to this node");
      command.replyTo().tell(new DryRunReply.Rejected(unknown));
    } else if (dryRuns.size() >= DRY_RUNS_MAX) {
      Refusal busy =
          new Refusal(
              RefusalCode.TOO_BUSY_TO_EVALUATE, "too many dry runs of " + process + " wait");
      command.replyTo().tell(new DryRunReply.Rejected(busy));
    } else {
      dryRuns.add(command);
    }
    return goOn();
  }

  /** Starts whatever is due next; each of the branches comes back here when it is done. */
  private Behavior<Command> goOn() {
    boolean hasWork = nextSlot <= logHead || !dryRuns.isEmpty();
    if (!hasWork || isReading || isStepDue) {
      return this;
    }
    idleSinceMillis = rules.clock().millis();
    if (refusal != null) {
      refuseAll(refusal);
      return this;
    }
    @Nullable ProcessMachine current = machine;
    if (current == null || !current.isUsable()) {
      machine = null;
      read(feed::spawn, spawn -> new Booted(rules.machines().boot(spawn)));
    } else if (current.nextSlot() < nextSlot) {
      if (toReplay.isEmpty()) {
        long from = current.nextSlot();
        long before = nextSlot;
        read(() -> feed.knownPage(from, before), KnownRead::new);
      } else {
        step();
      }
    } else if (nextSlot <= logHead && queue.isEmpty()) {
      long from = nextSlot;
      read(() -> feed.page(from), PageRead::new);
    } else if (nextSlot > logHead || unstored < UNSTORED_MAX) {
      step();
    }
    return this;
  }

  private void step() {
    isStepDue = true;
    getContext().getSelf().tell(new Step());
  }

  private <T> void read(Supplier<T> source, Function<T, Command> toCommand) {
    isReading = true;
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> toCommand.apply(source.get()), rules.storeExecutor()),
            (command, fault) -> fault == null ? command : new Faulted(fault));
  }

  private Behavior<Command> onPageRead(PageRead read) {
    isReading = false;
    queue.addAll(read.page());
    if (queue.isEmpty()) {
      logHead = nextSlot - 1;
      refuseUnknownSlots();
    }
    return goOn();
  }

  private Behavior<Command> onBooted(Booted booted) {
    isReading = false;
    switch (booted.boot()) {
      case MachineFactory.Boot.Booted done -> machine = done.machine();
      case MachineFactory.Boot.Refused refused -> refusal = refused.refusal();
    }
    return goOn();
  }

  private Behavior<Command> onKnownRead(KnownRead read) {
    isReading = false;
    toReplay.addAll(read.page());
    return goOn();
  }

  private Behavior<Command> onStep(Step step) {
    isStepDue = false;
    @Nullable ProcessMachine current = machine;
    if (current == null) {
      return goOn();
    }
    ComputeFeed.@Nullable Known known = toReplay.poll();
    if (known != null) {
      if (!current.replay(known.entry(), known.result())) {
        getContext()
            .getLog()
            .error("process {}: slot {} evaluates differently now", process, known.result().slot());
      }
    } else if (isDryRunTurn() || queue.isEmpty() || unstored >= UNSTORED_MAX) {
      dryRun(current);
    } else {
      evaluate(current, queue.remove());
    }
    return goOn();
  }

  private void evaluate(ProcessMachine current, EvaluableEntry entry) {
    StoredResult result = current.evaluate(entry);
    nextSlot = result.slot() + 1;
    unstored++;
    List<OutboxEntry> outbox =
        Outbox.entriesOf(process, result.slot(), entry.message(), result.result());
    getContext()
        .pipeToSelf(
            rules.results().append(result, outbox),
            (done, fault) ->
                fault == null ? new Stored(result, !outbox.isEmpty()) : new Faulted(fault));
  }

  // Dry runs and evaluations take turns, so that neither starves the other.
  private boolean isDryRunTurn() {
    isDryRunNext = !isDryRunNext;
    return isDryRunNext && !dryRuns.isEmpty();
  }

  private void dryRun(ProcessMachine current) {
    @Nullable DryRun next = current.nextSlot() > 0 ? dryRuns.poll() : null;
    if (next != null) {
      next.replyTo().tell(new DryRunReply.Evaluated(current.dryRun(next.message())));
    }
  }

  private Behavior<Command> onStored(Stored stored) {
    unstored--;
    storedSlot = Math.max(storedSlot, stored.result().slot());
    if (stored.hasOutbox()) {
      rules.onOutbox().accept(process);
    }
    waiters.removeIf(
        waiter -> {
          if (waiter.slot() != stored.result().slot()) {
            return false;
          }
          waiter.replyTo().tell(new ResultReply.Ready(stored.result()));
          return true;
        });
    return goOn();
  }

  private Behavior<Command> onTick(Tick tick) {
    long now = rules.clock().millis();
    waiters.removeIf(
        waiter -> {
          if (waiter.deadlineMillis() > now) {
            return false;
          }
          waiter.replyTo().tell(new ResultReply.InProgress(storedSlot, logHead));
          return true;
        });
    boolean isIdle = waiters.isEmpty() && dryRuns.isEmpty() && unstored == 0 && nextSlot > logHead;
    if (isIdle && now - idleSinceMillis > IDLE_MAX.toMillis()) {
      shard.tell(new ClusterSharding.Passivate<>(getContext().getSelf()));
    }
    return this;
  }

  private void answerStored(long slot, ActorRef<ResultReply> replyTo) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> rules.results().result(process, slot), rules.storeExecutor()),
            (found, fault) -> {
              if (fault == null && found.isPresent()) {
                return new Answer(new ResultReply.Ready(found.get()), replyTo);
              }
              String message = "result " + slot + " of " + process + " cannot be read now";
              return new Answer(rejected(RefusalCode.STORE_UNAVAILABLE, message), replyTo);
            });
  }

  private Behavior<Command> onAnswer(Answer answer) {
    answer.replyTo().tell(answer.reply());
    return this;
  }

  private void refuseUnknownSlots() {
    waiters.removeIf(
        waiter -> {
          boolean isUnknown = waiter.slot() > logHead;
          if (isUnknown) {
            waiter
                .replyTo()
                .tell(
                    rejected(
                        RefusalCode.UNKNOWN_MESSAGE, process + " has no slot " + waiter.slot()));
          }
          return isUnknown;
        });
  }

  private void refuseAll(Refusal why) {
    waiters.forEach(waiter -> waiter.replyTo().tell(new ResultReply.Rejected(why)));
    waiters.clear();
    dryRuns.forEach(run -> run.replyTo().tell(new DryRunReply.Rejected(why)));
    dryRuns.clear();
  }

  private static ResultReply rejected(RefusalCode code, String message) {
    return new ResultReply.Rejected(new Refusal(code, message));
  }
}
