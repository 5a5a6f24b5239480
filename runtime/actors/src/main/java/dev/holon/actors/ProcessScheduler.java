package dev.holon.actors;

import dev.holon.core.FaultPoints;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.meter.Meters;
import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.EntryRefusedException;
import dev.holon.core.scheduler.Intake;
import dev.holon.core.scheduler.Intake.Request;
import dev.holon.core.scheduler.Intake.Step;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleHistory;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.core.scheduler.TimeFloors;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.ReceiveTimeout;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders one process's messages into slots. The only writer of that process's log: sharding keeps
 * one in the cluster, and the journal's key (persistence id, sequence number) refuses the writes of
 * a second one.
 *
 * <p>The journal is not replayed. Each event carries all the next one needs, so start-up reads the
 * newest entry and the fingerprints of the ids scheduled so far. Between forming an entry and its
 * commit the state runs ahead of the journal; nothing leaves the actor before the commit, and a
 * failed write stops it.
 */
final class ProcessScheduler extends AbstractPersistentActor {

  /** What a scheduler is asked; the process decides the shard, and so the node. */
  sealed interface Command {
    ProcessId process();
  }

  /**
   * Give a message, or the process's own spawn item, its slot. Answered with {@link ScheduleReply}.
   */
  record Schedule(ProcessId process, VerifiedItem item, @Nullable ChainPosition chain)
      implements Command {}

  /**
   * Give a message that is stored elsewhere a slot of this process, unless it has one. Answered
   * with {@link ScheduleReply}.
   */
  record Assign(ProcessId process, Id message, List<String> exclude, @Nullable ChainPosition chain)
      implements Command {}

  /** Promise that no entry comes at or before now any more. Answered with {@link PromiseReply}. */
  record PromiseNow(ProcessId process) implements Command {}

  /** The scheduler's answer to {@link PromiseNow}. */
  sealed interface PromiseReply {
    /** The promise is durable. */
    record Promised(TimeFloors.Promise promise) implements PromiseReply {}

    /** Nothing is promised; the ticks must wait. */
    record NotPromised(String cause) implements PromiseReply {}
  }

  /** Sent by sharding to end this actor: after what is being written. */
  enum Stop {
    INSTANCE
  }

  private record HistoryMissing(Throwable cause) {}

  private record Looked(Id itemId, Optional<LogEntry> found) {}

  private record LookFailed(Id itemId, Throwable cause) {}

  private static final Logger LOG = LoggerFactory.getLogger(ProcessScheduler.class);
  private static final Duration IDLE_MAX = Duration.ofMinutes(2);

  private final ProcessId process;
  private final SchedulerRules rules;
  private Sequencer sequencer;
  private Intake<ActorRef> intake;
  private int stashedCount;
  private boolean isStopping;

  /** An entity named by its process's id. */
  static Props props(SchedulerRules rules) {
    return Props.create(ProcessScheduler.class, () -> new ProcessScheduler(rules));
  }

  private ProcessScheduler(SchedulerRules rules) {
    this.process = ProcessId.parse(getSelf().path().name());
    this.rules = rules;
    this.sequencer = new Sequencer(process, rules.wallet(), null);
    this.intake = intake(ScheduleHistory.empty());
  }

  @Override
  public void preStart() {
    rules.meters().woken();
  }

  @Override
  public void postStop() {
    rules.meters().ended();
  }

  @Override
  public String persistenceId() {
    return "process|" + process;
  }

  @Override
  public Recovery recovery() {
    return Recovery.none();
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder().match(RecoveryCompleted.class, done -> loadHistory()).build();
  }

  /** Until the history is here, requests wait. */
  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(ScheduleHistory.class, this::onHistory)
        .match(HistoryMissing.class, missing -> refuseAndEnd(missing.cause()))
        .match(Stop.class, stop -> getContext().stop(getSelf()))
        .match(Command.class, command -> stashUpToMax())
        .build();
  }

  private Receive ready() {
    return receiveBuilder()
        .match(Schedule.class, this::onSchedule)
        .match(Assign.class, this::onAssign)
        .match(PromiseNow.class, this::onPromiseNow)
        .match(Looked.class, this::onLooked)
        .match(LookFailed.class, this::onLookFailed)
        .match(ReceiveTimeout.class, timeout -> passivate())
        .match(Stop.class, stop -> onStop())
        .build();
  }

  private Receive refusing() {
    return receiveBuilder()
        .match(Stop.class, stop -> getContext().stop(getSelf()))
        .match(PromiseNow.class, promise -> getSender().tell(notPromised(), getSelf()))
        .match(Command.class, command -> reply(getSender(), unavailable()))
        .matchAny(other -> {})
        .build();
  }

  private Intake<ActorRef> intake(ScheduleHistory history) {
    return new Intake<>(process, history, ProcessUnits.MESSAGES_WAITING_MAX);
  }

  private void loadHistory() {
    if (lastSequenceNr() == 0) {
      getSelf().tell(ScheduleHistory.empty(), getSelf());
    } else {
      pipe(() -> ScheduleHistory.read(rules.store(), rules.floors(), process), HistoryMissing::new);
    }
  }

  private void onHistory(ScheduleHistory history) {
    long slots = history.slotCount();
    if (slots != lastSequenceNr() || history.messageCount() != slots) {
      // Another writer was at work while this one started: start again from what it left.
      String found = "journal ends at " + lastSequenceNr() + ", log has " + slots + " slots";
      refuseAndEnd(new IllegalStateException(found));
      return;
    }
    sequencer =
        new Sequencer(process, rules.wallet(), history.latest().map(LogEntry::toHead).orElse(null));
    sequencer.raiseFloor(history.floorMillis());
    intake = intake(history);
    getContext().setReceiveTimeout(IDLE_MAX);
    getContext().become(ready());
    unstashAll();
  }

  private void refuseAndEnd(Throwable cause) {
    LOG.atWarn()
        .addKeyValue("process", process)
        .setCause(cause)
        .log("process {}: its log cannot be read now", process);
    getContext().become(refusing());
    unstashAll();
    passivate();
  }

  private void stashUpToMax() {
    if (stashedCount >= ProcessUnits.MESSAGES_WAITING_MAX) {
      reply(getSender(), busy());
    } else {
      stashedCount++;
      stash();
    }
  }

  private void onSchedule(Schedule command) {
    take(intake.schedule(command.item().item(), command.chain(), getSender()));
  }

  private void onAssign(Assign command) {
    take(intake.assign(command.message(), command.exclude(), command.chain(), getSender()));
  }

  /** The journal keeps the promise; waiting for what is being written only avoids refusals. */
  private void onPromiseNow(PromiseNow command) {
    long now = rules.clock().millis();
    ActorRef replyTo = getSender();
    sequencer.raiseFloor(now);
    deferAsync(
        command,
        written ->
            Patterns.pipe(
                    rules
                        .storeCalls()
                        .<PromiseReply>call(
                            () -> new PromiseReply.Promised(rules.floors().raise(process, now)))
                        .exceptionally(
                            fault -> new PromiseReply.NotPromised(String.valueOf(fault))),
                    getContext().dispatcher())
                .to(replyTo, getSelf()));
  }

  private void take(Step<ActorRef> step) {
    switch (step) {
      case Step.Append<ActorRef> append -> append(append.requests());
      case Step.LookUp<ActorRef> lookUp ->
          pipe(
              () -> new Looked(lookUp.itemId(), find(lookUp)),
              fault -> new LookFailed(lookUp.itemId(), fault));
      case Step.Known<ActorRef> known -> answerKnown(known);
      case Step.Joined<ActorRef> joined -> {}
      case Step.Busy<ActorRef> busy -> reply(busy.request().waiter(), busy());
    }
  }

  private Optional<LogEntry> find(Step.LookUp<ActorRef> lookUp) {
    Optional<LogEntry> found = rules.store().findMessage(process, lookUp.itemId());
    Id contentKey = lookUp.contentKey();
    return contentKey == null
        ? found
        : found.or(() -> rules.store().findContent(process, contentKey));
  }

  private void onLooked(Looked looked) {
    take(intake.looked(looked.itemId(), looked.found()));
    endIfStopping();
  }

  // The one who repeats may never have heard of the first commit, and neither may the compute.
  private void answerKnown(Step.Known<ActorRef> known) {
    LogEntry entry = known.entry();
    LOG.atDebug()
        .addKeyValue("process", process)
        .addKeyValue("message", entry.itemId())
        .addKeyValue("slot", entry.slot())
        .log("scheduled");
    rules.onCommitted().accept(entry);
    replyAll(known.requests(), new ScheduleReply.AlreadyScheduled(entry));
  }

  private void onLookFailed(LookFailed failed) {
    LOG.warn(
        "process {}: message {} cannot be looked up", process, failed.itemId(), failed.cause());
    replyAll(intake.lookFailed(failed.itemId()), unavailable());
    endIfStopping();
  }

  /** Gives the next slot to the first of those who want one for the same item. */
  private void append(List<Request<ActorRef>> requests) {
    Request<ActorRef> request = requests.getFirst();
    boolean isSpawn = request.item() != null && intake.isSpawn(request.itemId());
    if (sequencer.head().isEmpty() && !isSpawn) {
      String message = "process " + process + " is not known to this scheduler";
      replyAll(requests, rejected(RefusalCode.UNKNOWN_PROCESS, message));
      passivate();
      return;
    }
    LogEntry entry;
    try {
      entry = form(request);
    } catch (IllegalArgumentException e) {
      // An assignment must fit a data item: its tags have limits.
      replyAll(requests, rejected(RefusalCode.BAD_ASSIGNMENT, String.valueOf(e.getMessage())));
      return;
    }
    intake.appended(requests);
    Meters.Span span = rules.meters().beginCommit();
    persistAsync(
        entry,
        committed -> {
          span.end();
          onCommitted(committed);
        });
  }

  private LogEntry form(Request<ActorRef> request) {
    long now = rules.clock().millis();
    long height = rules.blockHeight().getAsLong();
    @Nullable DataItem item = request.item();
    return item == null
        ? sequencer.appendAssignment(
            request.itemId(), request.exclude(), request.pushed().chain(), now, height)
        : sequencer.append(item, request.pushed(), now, height);
  }

  private void onCommitted(LogEntry entry) {
    rules.faults().reached(FaultPoints.Point.AFTER_ASSIGN);
    rules.onCommitted().accept(entry);
    List<Request<ActorRef>> waiting = intake.committed(entry);
    if (!waiting.isEmpty()) {
      reply(waiting.getFirst().waiter(), new ScheduleReply.Scheduled(entry));
      replyAll(waiting.subList(1, waiting.size()), new ScheduleReply.AlreadyScheduled(entry));
    }
    endIfStopping();
  }

  /** Pekko stops the actor after this; the next request starts it again from the journal. */
  @Override
  public void onPersistFailure(Throwable cause, Object event, long sequenceNumber) {
    LOG.atWarn()
        .addKeyValue("process", process)
        .addKeyValue("slot", sequenceNumber - 1)
        .setCause(cause)
        .log("process {}: slot {} could not be written", process, sequenceNumber - 1);
    rules.meters().writeFailed(cause);
    replyToAllWaiting(unavailable());
  }

  /**
   * The log is not what this actor takes it for, or cannot grow now. Pekko would go on; this state
   * is ahead of the log and must not.
   */
  @Override
  public void onPersistRejected(Throwable cause, Object event, long sequenceNumber) {
    LOG.atWarn()
        .addKeyValue("process", process)
        .addKeyValue("slot", sequenceNumber - 1)
        .log("process {}: slot {} is refused: {}", process, sequenceNumber - 1, cause.getMessage());
    rules.meters().writeFailed(cause);
    replyToAllWaiting(refusal(cause));
    getContext().become(refusing());
    passivate();
  }

  private void replyToAllWaiting(ScheduleReply reply) {
    replyAll(intake.drain(), reply);
  }

  private ScheduleReply refusal(Throwable cause) {
    return cause instanceof EntryRefusedException refused
        ? switch (refused.reason()) {
          case QUEUE_FULL ->
              rejected(RefusalCode.BUSY, "the node has more to write than it can queue");
          case FENCED ->
              rejected(
                  RefusalCode.WRITER_REPLACED,
                  "another node orders process " + process + " by now");
          case INVALID, WRITER_REFUSED -> unavailable();
        }
        : unavailable();
  }

  private void onStop() {
    isStopping = true;
    endIfStopping();
  }

  private void endIfStopping() {
    if (isStopping && intake.isEmpty()) {
      getContext().stop(getSelf());
    }
  }

  private PromiseReply notPromised() {
    return new PromiseReply.NotPromised("the log of process " + process + " is away");
  }

  private ScheduleReply unavailable() {
    String message =
        "the log of process " + process + " is away; the message may have its slot or not";
    return rejected(RefusalCode.STORE_UNAVAILABLE, message);
  }

  private ScheduleReply busy() {
    return rejected(
        RefusalCode.BUSY,
        ProcessUnits.MESSAGES_WAITING_MAX + " messages for process " + process + " wait already");
  }

  private static ScheduleReply rejected(RefusalCode code, String message) {
    return new ScheduleReply.Rejected(new Refusal(code, message));
  }

  private void replyAll(List<Request<ActorRef>> waiting, ScheduleReply reply) {
    waiting.forEach(request -> reply(request.waiter(), reply));
  }

  private void reply(ActorRef replyTo, ScheduleReply reply) {
    replyTo.tell(reply, getSelf());
  }

  private void pipe(Supplier<Object> read, Function<Throwable, Object> onFault) {
    Patterns.pipe(rules.storeCalls().call(read).exceptionally(onFault), getContext().dispatcher())
        .to(getSelf());
  }

  private void passivate() {
    getContext().getParent().tell(new ShardRegion.Passivate(Stop.INSTANCE), getSelf());
  }
}
