package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.StoreException;
import dev.holon.core.scheduler.FingerprintSet;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleHead;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.VerifiedItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.ReceiveTimeout;
import org.apache.pekko.actor.Status;
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

  /** What a scheduler is asked. */
  sealed interface Command extends ProcessCommand {}

  /**
   * Give a message, or the process's own spawn item, its slot. Answered with {@link ScheduleReply}.
   */
  record Schedule(ProcessId process, VerifiedItem item) implements Command {}

  /**
   * Give a message that is stored elsewhere a slot of this process. Answered with {@link
   * ScheduleReply}.
   */
  record Assign(ProcessId process, Id message, List<String> exclude) implements Command {}

  /** Sent by sharding to end this actor: after what is being written. */
  enum Stop {
    INSTANCE
  }

  private record History(Optional<LogEntry> latest, FingerprintSet seen, long seenCount) {
    static History read(ScheduleStore store, ProcessId process) {
      long[] fingerprints = store.messageFingerprints(process);
      return new History(
          store.latest(process), FingerprintSet.of(fingerprints), fingerprints.length);
    }
  }

  private record Looked(Request request, Optional<LogEntry> found) {}

  private record LookFailed(Request request) {}

  /** A request for a slot: an item to be stored, or the id of one that is stored elsewhere. */
  private record Request(
      Id itemId, @Nullable DataItem item, List<String> exclude, ActorRef replyTo) {}

  private static final Logger LOG = LoggerFactory.getLogger(ProcessScheduler.class);
  private static final Duration IDLE_MAX = Duration.ofMinutes(2);

  private final ProcessId process;
  private final SchedulerRules rules;
  private final Map<Id, List<ActorRef>> unconfirmed = new HashMap<>();
  private Sequencer sequencer;
  private FingerprintSet seen = FingerprintSet.of(new long[0]);
  private boolean isStopping;

  /** An entity named by its process's id. */
  static Props props(SchedulerRules rules) {
    return Props.create(ProcessScheduler.class, () -> new ProcessScheduler(rules));
  }

  private ProcessScheduler(SchedulerRules rules) {
    this.process = ProcessId.parse(getSelf().path().name());
    this.rules = rules;
    this.sequencer = new Sequencer(process, rules.wallet(), null);
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
        .match(History.class, this::onHistory)
        .match(Status.Failure.class, failure -> onHistoryFailed(failure.cause()))
        .match(Stop.class, stop -> getContext().stop(getSelf()))
        .matchAny(request -> stash())
        .build();
  }

  private Receive ready() {
    return receiveBuilder()
        .match(Schedule.class, this::onSchedule)
        .match(Assign.class, this::onAssign)
        .match(Looked.class, this::onLooked)
        .match(LookFailed.class, failed -> replyUnavailable(failed.request().replyTo()))
        .match(
            ReceiveTimeout.class, timeout -> getContext().getParent().tell(passivate(), getSelf()))
        .match(Stop.class, stop -> onStop())
        .build();
  }

  private void loadHistory() {
    pipe(
        () ->
            lastSequenceNr() == 0
                ? new History(Optional.empty(), FingerprintSet.of(new long[0]), 0)
                : History.read(rules.store(), process));
  }

  private void onHistory(History history) {
    @Nullable ScheduleHead head = history.latest().map(LogEntry::toHead).orElse(null);
    long slots = head == null ? 0 : head.slot() + 1;
    if (slots != lastSequenceNr() || history.seenCount() != slots) {
      // Another writer was at work while this one started: start again from what it left.
      throw new IllegalStateException(
          "process "
              + process
              + ": journal ends at "
              + lastSequenceNr()
              + ", log has "
              + slots
              + " slots");
    }
    sequencer = new Sequencer(process, rules.wallet(), head);
    seen = history.seen();
    getContext().setReceiveTimeout(IDLE_MAX);
    getContext().become(ready());
    unstashAll();
  }

  private void onHistoryFailed(Throwable cause) {
    LOG.warn("process {}: its log cannot be read", process, cause);
    getContext()
        .become(receiveBuilder().matchAny(request -> replyUnavailable(getSender())).build());
    unstashAll();
    getContext().getParent().tell(passivate(), getSelf());
  }

  private void onSchedule(Schedule command) {
    DataItem item = command.item().item();
    consider(new Request(item.id(), item, List.of(), getSender()));
  }

  private void onAssign(Assign command) {
    consider(new Request(command.message(), null, command.exclude(), getSender()));
  }

  private void consider(Request request) {
    @Nullable List<ActorRef> waiting = unconfirmed.get(request.itemId());
    if (waiting != null) {
      waiting.add(request.replyTo());
    } else if (seen.contains(request.itemId().fingerprint())) {
      pipe(() -> look(request));
    } else {
      append(request);
    }
  }

  private Object look(Request request) {
    try {
      return new Looked(request, rules.store().findMessage(process, request.itemId()));
    } catch (StoreException e) {
      LOG.warn("process {}: message {} cannot be looked up", process, request.itemId(), e);
      return new LookFailed(request);
    }
  }

  /**
   * What the fingerprints suspected has been looked up: a repeat keeps its first slot, a collision
   * is new.
   */
  private void onLooked(Looked looked) {
    if (looked.found().isPresent()) {
      reply(looked.request().replyTo(), new ScheduleReply.AlreadyScheduled(looked.found().get()));
    } else if (unconfirmed.containsKey(looked.request().itemId())) {
      consider(looked.request());
    } else {
      append(looked.request());
    }
  }

  private void append(Request request) {
    boolean isSpawn = request.itemId().equals(process.id()) && request.item() != null;
    if (sequencer.head().isEmpty() && !isSpawn) {
      String message = "process " + process + " is not known to this scheduler";
      reply(
          request.replyTo(),
          new ScheduleReply.Rejected(new Refusal(RefusalCode.UNKNOWN_PROCESS, message)));
      getContext().getParent().tell(passivate(), getSelf());
      return;
    }
    long now = rules.clock().millis();
    long height = rules.blockHeight().getAsLong();
    @Nullable DataItem item = request.item();
    LogEntry entry =
        item == null
            ? sequencer.appendAssignment(request.itemId(), request.exclude(), now, height)
            : sequencer.append(item, now, height);
    seen.add(request.itemId().fingerprint());
    unconfirmed.put(request.itemId(), new ArrayList<>(List.of(request.replyTo())));
    persistAsync(entry, this::onCommitted);
  }

  private void onCommitted(LogEntry entry) {
    @Nullable List<ActorRef> waiting = unconfirmed.remove(entry.itemId());
    rules.onCommitted().accept(entry);
    if (waiting != null) {
      reply(waiting.getFirst(), new ScheduleReply.Scheduled(entry));
      waiting.stream()
          .skip(1)
          .forEach(ref -> reply(ref, new ScheduleReply.AlreadyScheduled(entry)));
    }
    if (isStopping && unconfirmed.isEmpty()) {
      getContext().stop(getSelf());
    }
  }

  /** Pekko stops the actor after this; the next request starts it again from the journal. */
  @Override
  public void onPersistFailure(Throwable cause, Object event, long sequenceNumber) {
    LOG.warn("process {}: slot {} could not be written", process, sequenceNumber - 1, cause);
    unconfirmed.values().forEach(waiting -> waiting.forEach(this::replyUnavailable));
  }

  @Override
  public void onPersistRejected(Throwable cause, Object event, long sequenceNumber) {
    onPersistFailure(cause, event, sequenceNumber);
    getContext().stop(getSelf());
  }

  private void onStop() {
    isStopping = true;
    if (unconfirmed.isEmpty()) {
      getContext().stop(getSelf());
    }
  }

  private void replyUnavailable(ActorRef replyTo) {
    String message =
        "process "
            + process
            + ": its log cannot be written now; the message may have its slot or not";
    reply(replyTo, new ScheduleReply.Rejected(new Refusal(RefusalCode.STORE_UNAVAILABLE, message)));
  }

  private void reply(ActorRef replyTo, ScheduleReply reply) {
    replyTo.tell(reply, getSelf());
  }

  private void pipe(Supplier<Object> read) {
    Patterns.pipe(
            CompletableFuture.supplyAsync(read, rules.storeExecutor()), getContext().dispatcher())
        .to(getSelf());
  }

  private static ShardRegion.Passivate passivate() {
    return new ShardRegion.Passivate(Stop.INSTANCE);
  }
}
