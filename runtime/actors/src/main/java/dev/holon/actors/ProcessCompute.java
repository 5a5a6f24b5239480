package dev.holon.actors;

import dev.holon.core.FaultPoints;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.Evaluated;
import dev.holon.core.compute.KnownEntry;
import dev.holon.core.compute.ProcessEvaluation;
import dev.holon.core.compute.ProcessEvaluation.Next;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.StateView;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.compute.TicksReply;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.meter.Meters;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.TimeFloors;
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
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * Evaluates one process's log, slot after slot and cron ticks between them, with the state
 * resident. {@link ProcessEvaluation} says what to do next; this actor reads, evaluates one message
 * a turn, so that processes share the dispatcher fairly, and answers when results are durable.
 *
 * <p>It owns nothing that the log and the stored results do not give back: after a fault it answers
 * those who wait, ends, and is woken again.
 */
final class ProcessCompute extends AbstractBehavior<ProcessCompute.Command> {
  static final EntityTypeKey<Command> TYPE_KEY = EntityTypeKey.create(Command.class, "compute");

  /** What a compute is asked and told. */
  interface Command {}

  /** An entry has become durable. A hint: the log is the truth. */
  record Assigned(LogEntry entry) implements Command {}

  /** A slot has become durable; its entry is too large to be handed over. */
  record Committed(long slot) implements Command {}

  /** See whether the log has entries without a result. */
  record Wake() implements Command {}

  /** Answer when the slot's result is durable, or after {@code waitMax}. */
  record AwaitResult(long slot, Duration waitMax, ActorRef<ResultReply> replyTo)
      implements Command {}

  /** Cron ticks may be due. */
  record CronDue() implements Command {}

  /** Answer when the ticks that are due now have durable results, or after {@code waitMax}. */
  record AwaitTicks(Duration waitMax, ActorRef<TicksReply> replyTo) implements Command {}

  /**
   * Something asked of the state, answered apart from the evaluation of the log; which there are is
   * in {@link StateQuestions}.
   */
  interface StateQuestion extends Command {
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

  private record Promised(TimeFloors.Promise promise) implements Command {}

  private record NotPromised(Throwable cause) implements Command {}

  private record CheckpointWritten() implements Command {}

  private record Stored(StoredResult result, boolean hasOutbox) implements Command {}

  private record Answer(ResultReply reply, ActorRef<ResultReply> replyTo) implements Command {}

  private record Faulted(Throwable cause) implements Command {}

  private record Step() implements Command {}

  /** Somebody may have waited long enough; comes only while somebody waits. */
  private record Tick() implements Command {}

  /** Nothing was asked for a while. */
  private record Idle() implements Command {}

  private static final Duration TICK = Duration.ofMillis(500);

  /** Until another node has taken over what this one had left. */
  private static final Duration HAND_OVER = Duration.ofSeconds(2);

  /** How long a process with block-based crons rests before it looks for blocks again. */
  private static final Duration BLOCK_POLL = Duration.ofSeconds(30);

  private final ProcessId process;
  private final ComputeRules rules;
  private final ComputeFeed feed;
  private final ProcessEvaluation evaluation;
  private final ResultWaiters waiters;
  private final TickWaiters tickWaiters;
  private final CronLook cronLook;
  private final ComputeCheckpoints checkpoints;
  private final StateQuestions questions;
  private final TimerScheduler<Command> timers;
  private final Runnable passivate;
  private boolean isReading;
  private boolean isStepDue;
  private boolean isPassivating;

  /** What a compute is made of; {@code passivate} asks the shard to end it. */
  record Self(ProcessId process, ComputeRules rules, Runnable passivate) {}

  static Behavior<Command> create(
      ProcessId process, ComputeRules rules, ActorRef<ClusterSharding.ShardCommand> shard) {
    return ComputeStart.create(process, rules, shard);
  }

  /** A compute that knows where log and results stand. */
  static Behavior<Command> ready(Self self, ProcessEvaluation evaluation) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new ProcessCompute(context, timers, self, evaluation)));
  }

  private ProcessCompute(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Self self,
      ProcessEvaluation evaluation) {
    super(context);
    this.process = self.process();
    this.rules = self.rules();
    this.feed = new ComputeFeed(process, rules);
    this.evaluation = evaluation;
    this.waiters = new ResultWaiters(process);
    this.tickWaiters = new TickWaiters(process);
    this.cronLook = new CronLook(process, rules);
    this.checkpoints = new ComputeCheckpoints(process, rules.checkpoints(), rules.clock().millis());
    this.questions =
        new StateQuestions(
            process, rules.questionExecutor(), () -> context.getSelf().tell(new Answered()));
    this.timers = timers;
    this.passivate = self.passivate();
    context.setReceiveTimeout(rules.idleAfter(), new Idle());
    rules.meters().woken();
    goOn();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Assigned.class, this::onAssigned)
        .onMessage(Committed.class, this::onCommitted)
        .onMessage(Wake.class, this::onWake)
        .onMessage(AwaitResult.class, this::onAwaitResult)
        .onMessage(CronDue.class, this::onCronDue)
        .onMessage(AwaitTicks.class, this::onAwaitTicks)
        .onMessage(StateQuestion.class, this::onStateQuestion)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(HeadRead.class, this::onHeadRead)
        .onMessage(PageRead.class, this::onPageRead)
        .onMessage(BootTried.class, this::onBootTried)
        .onMessage(KnownRead.class, this::onKnownRead)
        .onMessage(Promised.class, this::onPromised)
        .onMessage(NotPromised.class, this::onNotPromised)
        .onMessage(Step.class, this::onStep)
        .onMessage(Stored.class, this::onStored)
        .onMessage(CheckpointWritten.class, this::onCheckpointWritten)
        .onMessage(Answer.class, this::onAnswer)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Idle.class, this::onIdle)
        .onMessage(Faulted.class, this::onFaulted)
        .onMessage(Stop.class, this::onStop)
        .onSignal(PostStop.class, stopped -> onPostStop())
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
    startTicking();
    if (command.slot() > evaluation.logHead()) {
      evaluation.doubtHead();
    }
    return goOn();
  }

  private void startTicking() {
    if (!timers.isTimerActive(TICK)) {
      timers.startTimerWithFixedDelay(TICK, new Tick(), TICK);
    }
  }

  private Behavior<Command> onCronDue(CronDue due) {
    cronLook.forget();
    if (evaluation.logHead() < 0) {
      evaluation.doubtHead();
    }
    evaluation.tickDue();
    return goOn();
  }

  private Behavior<Command> onAwaitTicks(AwaitTicks command) {
    if (evaluation.refusal().isPresent()) {
      command.replyTo().tell(new TicksReply.Rejected(evaluation.refusal().get()));
      return this;
    }
    tickWaiters.add(rules.clock().millis() + command.waitMax().toMillis(), command.replyTo());
    startTicking();
    return onCronDue(new CronDue());
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
      case Next.Boot boot -> read(() -> feed.boot(boot.notAfter(), boot.suspect()), BootTried::new);
      case Next.ReadKnown known ->
          read(() -> feed.knownPage(known.place(), known.last()), KnownRead::new);
      case Next.ReadPage page -> read(() -> feed.page(page.fromSlot()), PageRead::new);
      case Next.AskPromise ask -> askPromise();
      case Next.Replay replay -> takeTurn();
      case Next.Evaluate evaluate -> takeTurn();
      case Next.View view -> takeTurn();
      case Next.Rest rest -> rest();
    }
    return this;
  }

  private void rest() {
    if (evaluation.hasTicksToDo()) {
      return;
    }
    tickWaiters.answerAll(new TicksReply.CaughtUp());
    long pollMillis = rules.clock().millis() + BLOCK_POLL.toMillis();
    evaluation.nextLook(pollMillis).ifPresent(cronLook::note);
  }

  private void askPromise() {
    isReading = true;
    getContext()
        .pipeToSelf(
            rules.promise().apply(process),
            (promise, fault) -> fault == null ? new Promised(promise) : new NotPromised(fault));
  }

  private Behavior<Command> onPromised(Promised promised) {
    isReading = false;
    evaluation.promised(promised.promise());
    return goOn();
  }

  /** The crons' row comes up again. */
  private Behavior<Command> onNotPromised(NotPromised failed) {
    isReading = false;
    getContext()
        .getLog()
        .atWarn()
        .addKeyValue("process", process)
        .setCause(failed.cause())
        .log("process {}: its ticks must wait", process);
    evaluation.notPromised();
    tickWaiters.answerAll(new TicksReply.InProgress());
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
      Refusal unknown = new Refusal(RefusalCode.UNKNOWN_PROCESS, message);
      questions.refuseAll(unknown);
      tickWaiters.answerAll(new TicksReply.Rejected(unknown));
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
    try {
      switch (evaluation.next(questions.isNextWanted())) {
        case Next.Replay replay -> replay();
        case Next.Evaluate evaluate -> evaluate();
        case Next.View view -> questions.askNext(evaluation.view());
        case Next.ReadHead other -> {}
        case Next.Boot other -> {}
        case Next.ReadKnown other -> {}
        case Next.ReadPage other -> {}
        case Next.AskPromise other -> {}
        case Next.Rest other -> {}
      }
    } catch (RuntimeException fault) {
      // A fault of the node, such as VmFaultException: those who wait must hear of it. The slot
      // keeps
      // no result, so whoever is woken next evaluates it again.
      return onFaulted(new Faulted(fault));
    }
    checkpoints.takeIfDue(evaluation, rules.clock().millis());
    writeCheckpoint();
    return goOn();
  }

  private void writeCheckpoint() {
    checkpoints
        .writeUpTo(evaluation.stored())
        .ifPresent(
            write -> getContext().pipeToSelf(write, (isStored, fault) -> new CheckpointWritten()));
  }

  private Behavior<Command> onCheckpointWritten(CheckpointWritten written) {
    checkpoints.written();
    boolean wasAsked = isPassivating;
    isPassivating = false;
    if (wasAsked) {
      passivateIfIdle();
    }
    return this;
  }

  private void replay() {
    evaluation.replay();
    if (evaluation.refusal().isPresent()) {
      Refusal why = evaluation.refusal().get();
      getContext()
          .getLog()
          .atError()
          .addKeyValue("process", process)
          .log("{}: {}", why.code().text(), why.message());
      refuseAll(why);
    }
  }

  private void evaluate() {
    Instant begin = rules.clock().instant();
    Evaluated evaluated = evaluation.evaluate();
    StoredResult result = evaluated.result();
    boolean isTick = result.place().isTick();
    rules
        .messaging()
        .faults()
        .reached(isTick ? FaultPoints.Point.DURING_TICK : FaultPoints.Point.AFTER_EVALUATE);
    List<OutboxEntry> outbox = rules.messaging().limits().parkBeyondFanOut(evaluated.outbox());
    boolean hasOutbox = !outbox.isEmpty();
    long micros = Math.max(0, begin.until(rules.clock().instant(), ChronoUnit.MICROS));
    getContext()
        .getLog()
        .atDebug()
        .addKeyValue("process", process)
        .addKeyValue("slot", result.place())
        .log("evaluated in {} µs", micros);
    rules.meters().evaluated(result, begin.toEpochMilli(), micros);
    if (!isTick) {
      Place place = new Place(process, result.place().slot());
      rules.watch().times().accept(new EvaluationTime(place, begin.toEpochMilli(), micros));
    }
    Meters.Span span = rules.meters().beginCommit();
    getContext()
        .pipeToSelf(
            // A stage without a value would become a message without one, should nobody be there.
            rules.results().append(result, outbox).thenApply(done -> ended(span, result)),
            (done, fault) -> fault == null ? new Stored(done, hasOutbox) : new Faulted(fault));
  }

  private static StoredResult ended(Meters.Span span, StoredResult result) {
    span.end();
    return result;
  }

  private Behavior<Command> onStored(Stored stored) {
    evaluation.stored(stored.result().place());
    if (stored.hasOutbox()) {
      rules.onOutbox().accept(process);
    }
    if (!stored.result().place().isTick()) {
      waiters.ready(stored.result());
    }
    writeCheckpoint();
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
                    : new Answer(new ResultReply.Rejected(ComputeStart.later(process)), replyTo));
  }

  private Behavior<Command> onAnswer(Answer answer) {
    answer.replyTo().tell(answer.reply());
    return this;
  }

  private Behavior<Command> onTick(Tick tick) {
    waiters.expire(progress(), evaluation.logHead());
    tickWaiters.expire(rules.clock().millis());
    if (waiters.isEmpty() && tickWaiters.isEmpty()) {
      timers.cancel(TICK);
    }
    return this;
  }

  /** A checkpoint first, if anything has been evaluated since the last: waking is faster then. */
  private Behavior<Command> onIdle(Idle idle) {
    if (isIdle() && evaluation.isAllStored()) {
      checkpoints.take(evaluation, rules.clock().millis());
      writeCheckpoint();
    }
    isPassivating = checkpoints.isBusy();
    passivateIfIdle();
    return this;
  }

  private void passivateIfIdle() {
    if (isIdle() && !checkpoints.isBusy()) {
      passivate.run();
    }
  }

  private boolean isIdle() {
    return waiters.isEmpty()
        && tickWaiters.isEmpty()
        && questions.isEmpty()
        && !evaluation.hasBacklog()
        && !isStepDue;
  }

  private Behavior<Command> onPostStop() {
    rules.meters().ended();
    return this;
  }

  private Behavior<Command> onFaulted(Faulted faulted) {
    rules.meters().ended();
    refuseAll(ComputeStart.later(process));
    return ComputeStart.ended(process, rules, faulted.cause(), passivate);
  }

  private Behavior<Command> onStop(Stop stop) {
    refuseAll(ComputeStart.later(process));
    if (evaluation.hasBacklog()) {
      rules.wakeLater().accept(process, HAND_OVER);
    }
    return Behaviors.stopped();
  }

  private void refuseAll(Refusal why) {
    waiters.refuseAll(why);
    tickWaiters.answerAll(new TicksReply.Rejected(why));
    questions.refuseAll(why);
  }
}
