package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.KnownEntry;
import dev.holon.core.compute.ProcessEvaluation;
import dev.holon.core.compute.ProcessEvaluation.Evaluated;
import dev.holon.core.compute.ProcessEvaluation.Next;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateView;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Evaluates one process's log, slot after slot, with the state resident. {@link ProcessEvaluation}
 * says what to do next; this actor reads, evaluates one message a turn, so that processes share the
 * dispatcher fairly, and answers when results are durable.
 *
 * <p>It owns nothing that the log and the stored results do not give back: after a fault it answers
 * those who wait, ends, and is woken again.
 */
final class ProcessCompute extends AbstractBehavior<ProcessCompute.Command> {
  static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "compute");

  /** What a compute is asked and told. */
  sealed interface Command {}

  /** An entry has become durable. A hint: the log is the truth. */
  record Assigned(LogEntry entry) implements Command {}

  /** A slot has become durable; its entry is too large to be handed over. */
  record Committed(long slot) implements Command {}

  /** See whether the log has entries without a result. */
  record Wake() implements Command {}

  /** Answer when the slot's result is durable, or after {@code waitMax}. */
  record AwaitResult(long slot, Duration waitMax, ActorRef<ResultReply> replyTo)
      implements Command {}

  /**
   * Something asked of the state, answered apart from the evaluation of the log; which there are is
   * in {@link StateQuestions}.
   */
  non-sealed interface StateQuestion extends Command {
    /** Answers from this state, on a thread of its own. */
    void answer(StateView view);

    void refuse(Refusal why);
  }

  private record Answered() implements Command {}

  /** Sent by sharding to end this actor. */
  record Stop() implements Command {}

  private record HeadRead(long slot) implements Command {}

  private record PageRead(List<EvaluableEntry> page) implements Command {}

  private record BootTried(MachineFactory.Boot boot) implements Command {}

  private record KnownRead(List<KnownEntry> page) implements Command {}

  private record Stored(StoredResult result, boolean hasOutbox) implements Command {}

  private record Answer(ResultReply reply, ActorRef<ResultReply> replyTo) implements Command {}

  private record Faulted(Throwable cause) implements Command {}

  private record Step() implements Command {}

  /** Somebody may have waited long enough; comes only while somebody waits. */
  private record Tick() implements Command {}

  /** Nothing was asked for a while. */
  private record Idle() implements Command {}

  private record Started(ProcessEvaluation evaluation) implements Command {}

  private static final int EARLY_COMMANDS_MAX = 10_000;
  private static final Duration IDLE_MAX = Duration.ofMinutes(2);
  private static final Duration TICK = Duration.ofMillis(500);

  private final ProcessId process;
  private final ComputeRules rules;
  private final ComputeFeed feed;
  private final ProcessEvaluation evaluation;
  private final ResultWaiters waiters;
  private final StateQuestions questions;
  private final TimerScheduler<Command> timers;
  private final Runnable passivate;
  private boolean isReading;
  private boolean isStepDue;

  /** What a compute is made of; {@code passivate} asks the shard to end it. */
  private record Self(ProcessId process, ComputeRules rules, Runnable passivate) {}

  /** Until it is known where log and results stand, commands wait. */
  static Behavior<Command> create(
      ProcessId process, ComputeRules rules, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.withStash(
        EARLY_COMMANDS_MAX,
        stash ->
            Behaviors.setup(
                context -> {
                  context.pipeToSelf(
                      rules.storeCalls().call(new ComputeFeed(process, rules)::start),
                      (start, fault) -> fault == null ? new Started(start) : new Faulted(fault));
                  Runnable passivate =
                      () -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
                  return Behaviors.receive(Command.class)
                      .onMessage(
                          Started.class,
                          started -> stash.unstashAll(ready(process, rules, started, passivate)))
                      .onMessage(
                          Faulted.class,
                          fault -> stash.unstashAll(ended(process, rules, fault.cause())))
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

  private static Behavior<Command> ready(
      ProcessId process, ComputeRules rules, Started started, Runnable passivate) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new ProcessCompute(
                        context, timers, new Self(process, rules, passivate), started)));
  }

  /** Refuses what waited and ends; whoever sweeps for backlogs starts it again. */
  private static Behavior<Command> ended(ProcessId process, ComputeRules rules, Throwable cause) {
    return Behaviors.setup(
        context -> {
          context.getLog().warn("process {} cannot be evaluated now", process, cause);
          rules.onBacklog().accept(process);
          Refusal later = later(process);
          context.getSelf().tell(new Stop());
          return Behaviors.receive(Command.class)
              .onMessage(Stop.class, stop -> Behaviors.stopped())
              .onMessage(
                  AwaitResult.class,
                  command -> {
                    command.replyTo().tell(new ResultReply.Rejected(later));
                    return Behaviors.same();
                  })
              .onMessage(
                  StateQuestion.class,
                  question -> {
                    question.refuse(later);
                    return Behaviors.same();
                  })
              .onAnyMessage(command -> Behaviors.same())
              .build();
        });
  }

  private ProcessCompute(
      ActorContext<Command> context, TimerScheduler<Command> timers, Self self, Started started) {
    super(context);
    this.process = self.process();
    this.rules = self.rules();
    this.feed = new ComputeFeed(process, rules);
    this.evaluation = started.evaluation();
    this.waiters = new ResultWaiters(process);
    this.questions =
        new StateQuestions(
            process, rules.questionExecutor(), () -> context.getSelf().tell(new Answered()));
    this.timers = timers;
    this.passivate = self.passivate();
    context.setReceiveTimeout(IDLE_MAX, new Idle());
    goOn();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Assigned.class, this::onAssigned)
        .onMessage(Committed.class, this::onCommitted)
        .onMessage(Wake.class, this::onWake)
        .onMessage(AwaitResult.class, this::onAwaitResult)
        .onMessage(StateQuestion.class, this::onStateQuestion)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(HeadRead.class, this::onHeadRead)
        .onMessage(PageRead.class, this::onPageRead)
        .onMessage(BootTried.class, this::onBootTried)
        .onMessage(KnownRead.class, this::onKnownRead)
        .onMessage(Step.class, this::onStep)
        .onMessage(Stored.class, this::onStored)
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Idle.class, this::onIdle)
        .onMessage(Faulted.class, this::onFaulted)
        .onMessage(Stop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onAssigned(Assigned assigned) {
    evaluation.committed(assigned.entry());
    return goOn();
  }

  private Behavior<Command> onCommitted(Committed committed) {
    evaluation.committed(committed.slot());
    return goOn();
  }

  private Behavior<Command> onWake(Wake wake) {
    evaluation.doubtHead();
    return goOn();
  }

  private Behavior<Command> onAwaitResult(AwaitResult command) {
    if (command.slot() <= evaluation.storedSlot()) {
      answerStored(command.slot(), command.replyTo());
      return this;
    }
    if (evaluation.refusal().isPresent()) {
      command.replyTo().tell(new ResultReply.Rejected(evaluation.refusal().get()));
      return this;
    }
    waiters.add(command.slot(), progress(), command.waitMax(), command.replyTo());
    if (!timers.isTimerActive(TICK)) {
      timers.startTimerWithFixedDelay(TICK, new Tick(), TICK);
    }
    if (command.slot() > evaluation.logHead()) {
      evaluation.doubtHead();
    }
    return goOn();
  }

  private ResultWaiters.Progress progress() {
    return new ResultWaiters.Progress(evaluation.storedSlot(), rules.clock().millis());
  }

  private Behavior<Command> onStateQuestion(StateQuestion question) {
    if (evaluation.refusal().isPresent()) {
      question.refuse(evaluation.refusal().get());
      return this;
    }
    questions.add(question);
    if (evaluation.logHead() < 0) {
      evaluation.doubtHead();
    }
    return goOn();
  }

  private Behavior<Command> onAnswered(Answered answered) {
    questions.answered();
    return goOn();
  }

  /** Starts what is to be done next; each branch comes back here when it is done. */
  private Behavior<Command> goOn() {
    if (isReading || isStepDue) {
      return this;
    }
    switch (evaluation.next(questions.isNextWanted())) {
      case Next.ReadHead head -> read(feed::head, HeadRead::new);
      case Next.Boot boot -> read(feed::boot, BootTried::new);
      case Next.ReadKnown known ->
          read(() -> feed.knownPage(known.fromSlot(), known.beforeSlot()), KnownRead::new);
      case Next.ReadPage page -> read(() -> feed.page(page.fromSlot()), PageRead::new);
      case Next.Replay replay -> takeTurn();
      case Next.Evaluate evaluate -> takeTurn();
      case Next.View view -> takeTurn();
      case Next.Rest rest -> {}
    }
    return this;
  }

  // Through the mailbox, so that others on this dispatcher come between two messages.
  private void takeTurn() {
    isStepDue = true;
    getContext().getSelf().tell(new Step());
  }

  private <T> void read(Supplier<T> source, Function<T, Command> toCommand) {
    isReading = true;
    getContext()
        .pipeToSelf(
            rules.storeCalls().call(source),
            (value, fault) -> fault == null ? toCommand.apply(value) : new Faulted(fault));
  }

  private Behavior<Command> onHeadRead(HeadRead read) {
    isReading = false;
    evaluation.headRead(read.slot());
    waiters.refuseAfter(evaluation.logHead());
    if (evaluation.logHead() < 0) {
      String message = "process " + process + " is not known to this node";
      questions.refuseAll(new Refusal(RefusalCode.UNKNOWN_PROCESS, message));
    }
    return goOn();
  }

  private Behavior<Command> onPageRead(PageRead read) {
    isReading = false;
    evaluation.pageRead(read.page());
    return goOn();
  }

  private Behavior<Command> onBootTried(BootTried tried) {
    isReading = false;
    switch (tried.boot()) {
      case MachineFactory.Boot.Booted done -> evaluation.booted(done.machine());
      case MachineFactory.Boot.Refused refused -> {
        evaluation.refused(refused.refusal());
        refuseAll(refused.refusal());
      }
    }
    return goOn();
  }

  private Behavior<Command> onKnownRead(KnownRead read) {
    isReading = false;
    evaluation.knownRead(read.page());
    return goOn();
  }

  private Behavior<Command> onStep(Step step) {
    isStepDue = false;
    switch (evaluation.next(questions.isNextWanted())) {
      case Next.Replay replay -> replay();
      case Next.Evaluate evaluate -> evaluate();
      case Next.View view -> questions.askNext(evaluation.view());
      case Next.ReadHead other -> {}
      case Next.Boot other -> {}
      case Next.ReadKnown other -> {}
      case Next.ReadPage other -> {}
      case Next.Rest other -> {}
    }
    return goOn();
  }

  private void replay() {
    evaluation.replay();
    if (evaluation.refusal().isPresent()) {
      Refusal why = evaluation.refusal().get();
      getContext().getLog().error("{}: {}", why.code().text(), why.message());
      refuseAll(why);
    }
  }

  private void evaluate() {
    Instant begin = rules.clock().instant();
    Evaluated evaluated = evaluation.evaluate();
    StoredResult result = evaluated.result();
    long micros = begin.until(rules.clock().instant(), ChronoUnit.MICROS);
    rules
        .watch()
        .times()
        .accept(
            new EvaluationTime(
                new Place(process, result.slot()), begin.toEpochMilli(), Math.max(0, micros)));
    List<OutboxEntry> outbox =
        Outbox.entriesOf(process, result.slot(), evaluated.entry().message(), result.result());
    getContext()
        .pipeToSelf(
            rules.results().append(result, outbox),
            (done, fault) ->
                fault == null ? new Stored(result, !outbox.isEmpty()) : new Faulted(fault));
  }

  private Behavior<Command> onStored(Stored stored) {
    evaluation.stored(stored.result().slot());
    if (stored.hasOutbox()) {
      rules.onOutbox().accept(process);
    }
    waiters.ready(stored.result());
    rules.watch().wakeups().stored(process);
    return goOn();
  }

  private void answerStored(long slot, ActorRef<ResultReply> replyTo) {
    getContext()
        .pipeToSelf(
            rules.storeCalls().call(() -> rules.results().result(process, slot)),
            (found, fault) ->
                fault == null && found.isPresent()
                    ? new Answer(new ResultReply.Ready(found.get()), replyTo)
                    : new Answer(new ResultReply.Rejected(later(process)), replyTo));
  }

  private Behavior<Command> onAnswer(Answer answer) {
    answer.replyTo().tell(answer.reply());
    return this;
  }

  private Behavior<Command> onTick(Tick tick) {
    waiters.expire(progress(), evaluation.logHead());
    if (waiters.isEmpty()) {
      timers.cancel(TICK);
    }
    return this;
  }

  private Behavior<Command> onIdle(Idle idle) {
    if (waiters.isEmpty() && questions.isEmpty() && !evaluation.hasBacklog()) {
      passivate.run();
    }
    return this;
  }

  private Behavior<Command> onFaulted(Faulted faulted) {
    refuseAll(later(process));
    return ended(process, rules, faulted.cause());
  }

  private Behavior<Command> onStop(Stop stop) {
    refuseAll(later(process));
    if (evaluation.hasBacklog()) {
      rules.onBacklog().accept(process);
    }
    return Behaviors.stopped();
  }

  private void refuseAll(Refusal why) {
    waiters.refuseAll(why);
    questions.refuseAll(why);
  }

  private static Refusal later(ProcessId process) {
    String message = "process " + process + " is between two nodes or its store is away: ask again";
    return new Refusal(RefusalCode.TOO_BUSY_TO_EVALUATE, message);
  }
}
