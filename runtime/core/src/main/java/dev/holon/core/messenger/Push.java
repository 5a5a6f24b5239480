package dev.holon.core.messenger;

import dev.holon.core.FaultPoints;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.messenger.RemoteSchedulers.RemoteReply;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.VerifiedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Pushes outbox entries of a sender and says what became of them. Repeating a push is safe. What no
 * process of this cluster takes goes to other clusters.
 */
public record Push(OutboundItems.Sender sender, PushPorts ports) {
  /** Tries before a target that no gateway knows counts as a wallet: about a minute. */
  private static final int UNKNOWN_TARGET_TRIES = 6;

  /**
   * Tries before a transaction that no gateway knows does not exist: about two hours. It must be
   * mined within 50 blocks of its anchor (arweave.md §8), which take 100 minutes.
   */
  private static final int UNKNOWN_TRANSACTION_TRIES = 22;

  private static final DeliveryState NOTHING_BEFORE = new DeliveryState.Parked("");

  /** Something ready to be sent; {@code before} is what becomes of the entry before in the line. */
  private interface Send {
    CompletionStage<DeliveryState> now(CompletionStage<DeliveryState> before);
  }

  /**
   * The next states of a line's entries; never fails. Entries are signed side by side and handed
   * over in order: inside the cluster each as soon as the one before has left, to other clusters
   * each when the one before has arrived, and behind a probe when that has.
   */
  public CompletionStage<List<StateChange>> run(PushPlan.Line line) {
    List<CompletableFuture<DeliveryState>> states = new ArrayList<>();
    CompletionStage<DeliveryState> gate = done(NOTHING_BEFORE);
    CompletionStage<DeliveryState> before = gate;
    for (OutboxEntry entry : line.entries()) {
      CompletionStage<DeliveryState> state = before;
      CompletionStage<CompletionStage<DeliveryState>> started =
          prepare(entry)
              .thenCombine(
                  gate,
                  (send, verdict) ->
                      verdict instanceof DeliveryState.Pending late
                          ? done(PushPlan.waiting(entry, late.notBeforeMillis()))
                          : send.now(state));
      before =
          started
              .thenCompose(Function.identity())
              .exceptionally(fault -> again(entry, String.valueOf(fault.getMessage())));
      boolean isProbe = line.isProbe() && states.isEmpty();
      states.add(before.toCompletableFuture());
      gate = isProbe ? before : gateBehind(entry, started, gate);
    }
    return CompletableFuture.allOf(states.toArray(CompletableFuture[]::new))
        .thenApply(arrived -> changes(line.entries(), states));
  }

  // Open when the entry before has left; shut if it could not, or if the gate before was.
  private CompletionStage<DeliveryState> gateBehind(
      OutboxEntry entry, CompletionStage<?> started, CompletionStage<DeliveryState> gate) {
    CompletionStage<DeliveryState> own =
        started
            .thenApply(left -> NOTHING_BEFORE)
            .exceptionally(fault -> again(entry, String.valueOf(fault.getMessage())));
    return own.thenCombine(
        gate, (left, open) -> open instanceof DeliveryState.Pending ? open : left);
  }

  private static List<StateChange> changes(
      List<OutboxEntry> entries, List<CompletableFuture<DeliveryState>> states) {
    List<StateChange> changes = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      changes.add(new StateChange(entries.get(i).key(), states.get(i).join()));
    }
    return changes;
  }

  private CompletionStage<Send> prepare(OutboxEntry entry) {
    return ports
        .signing()
        .sign(
            () -> {
              try {
                return switch (entry.action()) {
                  case Action.SendMessage send -> message(entry, send.message());
                  case Action.SpawnProcess spawn -> spawn(entry, spawn.spawn());
                  case Action.AssignMessage assign -> assignment(entry, assign.assignment());
                  case Action.AssignCarrier carrier -> carried(entry, carrier);
                };
              } catch (IllegalArgumentException e) {
                return ended(new DeliveryState.Refused(String.valueOf(e.getMessage())));
              }
            });
  }

  private Send message(OutboxEntry entry, Result.OutboundMessage message) {
    if (!Id.isId(message.target())) {
      return ended(parked(RefusalCode.UNKNOWN_TARGET, message.target() + " is a wallet"));
    }
    ProcessId target = ProcessId.parse(message.target());
    VerifiedItem item = ports.items().message(sender, message, entry);
    return before ->
        ports
            .deliveries()
            .schedule(item, entry.chain())
            .thenCompose(
                reply ->
                    isElsewhere(reply)
                        ? remote(
                            entry,
                            item.id(),
                            before,
                            () -> ports.remotes().message(target, item.item()))
                        : done(stateOf(entry, reply)));
  }

  private Send spawn(OutboxEntry entry, Result.OutboundSpawn spawn) {
    VerifiedItem item = ports.items().spawn(sender, spawn, entry);
    VerifiedItem notice = ports.items().spawnedNotice(sender, spawn, new ProcessId(item.id()));
    String scheduler = item.item().tag("Scheduler").orElse("");
    return before ->
        ports
            .deliveries()
            .schedule(item, entry.chain())
            .thenCompose(
                reply ->
                    isElsewhere(reply)
                        ? remote(
                            entry,
                            item.id(),
                            before,
                            () -> ports.remotes().spawn(scheduler, item.item()))
                        : done(stateOf(entry, reply)))
            .thenCompose(state -> isDelivered(state) ? tell(entry, notice, state) : done(state));
  }

  /** A spawn is delivered when the parent knows of it. */
  private CompletionStage<DeliveryState> tell(
      OutboxEntry entry, VerifiedItem notice, DeliveryState spawned) {
    ports.faults().reached(FaultPoints.Point.DURING_SPAWN);
    return ports
        .deliveries()
        .schedule(notice, entry.chain())
        .thenApply(reply -> stateOf(entry, reply))
        .thenApply(told -> isDelivered(told) ? spawned : told);
  }

  private Send assignment(OutboxEntry entry, Result.OutboundAssignment assignment) {
    if (assignment.processes().size() != 1) {
      throw new IllegalArgumentException(
          "an entry assigns to one process, got " + assignment.processes().size());
    }
    Id message = Id.parse(assignment.message());
    ProcessId process = ProcessId.parse(assignment.processes().getFirst());
    return assignment.isBaseLayer()
        ? before -> assignTransaction(entry, process, message, assignment.exclude(), before)
        : before -> assign(entry, process, message, assignment.exclude(), before);
  }

  private CompletionStage<DeliveryState> assignTransaction(
      OutboxEntry entry,
      ProcessId process,
      Id transaction,
      List<String> exclude,
      CompletionStage<DeliveryState> before) {
    return ports
        .deliveries()
        .assignTransaction(process, transaction, exclude, entry.chain())
        .thenCompose(
            reply ->
                isElsewhere(reply)
                    ? remote(
                        entry,
                        transaction,
                        before,
                        () -> ports.remotes().assignTransaction(process, transaction, exclude))
                    : done(stateOfTransaction(entry, reply)));
  }

  // A transaction that nobody knows may have been sent a moment ago.
  private DeliveryState stateOfTransaction(OutboxEntry entry, ScheduleReply reply) {
    if (reply instanceof ScheduleReply.Rejected rejected) {
      Refusal refusal = rejected.refusal();
      if (refusal.code() == RefusalCode.NO_BASE_LAYER) {
        return new DeliveryState.Parked(refusal.text());
      }
      if (refusal.code() == RefusalCode.UNKNOWN_TRANSACTION
          && entry.attempts() + 1 < UNKNOWN_TRANSACTION_TRIES) {
        return again(entry, refusal.text());
      }
    }
    return stateOf(entry, reply);
  }

  private CompletionStage<DeliveryState> assign(
      OutboxEntry entry,
      ProcessId process,
      Id message,
      List<String> exclude,
      CompletionStage<DeliveryState> before) {
    return ports
        .deliveries()
        .assign(process, message, exclude, entry.chain())
        .thenCompose(
            reply ->
                isElsewhere(reply)
                    ? remote(
                        entry,
                        message,
                        before,
                        () -> ports.remotes().assign(process, message, exclude))
                    : done(stateOf(entry, reply)));
  }

  // ao.TN.1 §3.5: assigned after the message that carries the tag has its slot.
  private Send carried(OutboxEntry entry, Action.AssignCarrier action) {
    ProcessId process = ProcessId.parse(action.process());
    return before ->
        ports
            .outbox()
            .ofSlot(sender.process(), entry.key().slot())
            .thenCompose(
                entries ->
                    switch (entries.get(action.carrier()).state()) {
                      case DeliveryState.Delivered carrier ->
                          assign(entry, process, carrier.itemId(), List.of(), before);
                      case DeliveryState.Pending late ->
                          done(waiting(entry, late, "entry " + action.carrier() + " has no slot"));
                      case DeliveryState.Refused carrier -> done(stranded(action));
                      case DeliveryState.Parked carrier -> done(stranded(action));
                    });
  }

  private DeliveryState waiting(OutboxEntry entry, DeliveryState.Pending behind, String cause) {
    long soonest = ports.clock().millis() + Backoff.delayMillis(1, entry.key());
    return new DeliveryState.Pending(
        entry.attempts(), Math.max(soonest, behind.notBeforeMillis()), cause);
  }

  private static DeliveryState stranded(Action.AssignCarrier action) {
    return parked(
        RefusalCode.CARRIER_NOT_DELIVERED, "entry " + action.carrier() + " was not delivered");
  }

  private CompletionStage<DeliveryState> remote(
      OutboxEntry entry,
      Id itemId,
      CompletionStage<DeliveryState> before,
      Supplier<CompletionStage<RemoteReply>> call) {
    return before.thenCompose(
        state ->
            state instanceof DeliveryState.Pending late
                ? done(PushPlan.waiting(entry, late.notBeforeMillis()))
                : call.get().thenApply(reply -> stateOf(entry, itemId, reply)));
  }

  private DeliveryState stateOf(OutboxEntry entry, Id itemId, RemoteReply reply) {
    return switch (reply) {
      case RemoteReply.Accepted accepted -> new DeliveryState.Delivered(itemId, -1);
      case RemoteReply.Refused refused -> new DeliveryState.Refused(refused.cause());
      case RemoteReply.Unreachable away -> again(entry, away.cause());
      case RemoteReply.Unsupported unsupported -> new DeliveryState.Parked(unsupported.cause());
      case RemoteReply.Unknown unknown ->
          entry.attempts() + 1 < UNKNOWN_TARGET_TRIES
              ? again(entry, unknown.cause())
              : new DeliveryState.Parked(unknown.cause());
    };
  }

  private DeliveryState stateOf(OutboxEntry entry, ScheduleReply reply) {
    return switch (reply) {
      case ScheduleReply.Scheduled done -> delivered(done.entry());
      case ScheduleReply.AlreadyScheduled done -> delivered(done.entry());
      case ScheduleReply.Rejected rejected -> stateOf(entry, rejected.refusal());
    };
  }

  private DeliveryState stateOf(OutboxEntry entry, Refusal refusal) {
    return switch (refusal.code().retry()) {
      case NEVER, ELSEWHERE -> new DeliveryState.Refused(refusal.text());
      case LATER, UNKNOWN -> again(entry, refusal.text());
    };
  }

  private static boolean isElsewhere(ScheduleReply reply) {
    return reply instanceof ScheduleReply.Rejected rejected
        && (rejected.refusal().code() == RefusalCode.UNKNOWN_PROCESS
            || rejected.refusal().code() == RefusalCode.FOREIGN_SCHEDULER);
  }

  private DeliveryState again(OutboxEntry entry, String cause) {
    int attempts = entry.attempts() + 1;
    long notBefore = ports.clock().millis() + Backoff.delayMillis(attempts, entry.key());
    return new DeliveryState.Pending(attempts, notBefore, cause);
  }

  private static boolean isDelivered(DeliveryState state) {
    return state instanceof DeliveryState.Delivered;
  }

  // Of what came there twice the target has the first, which may have another id.
  private static DeliveryState delivered(LogEntry entry) {
    return new DeliveryState.Delivered(entry.itemId(), entry.slot());
  }

  private static DeliveryState parked(RefusalCode code, String message) {
    return new DeliveryState.Parked(new Refusal(code, message).text());
  }

  private static Send ended(DeliveryState state) {
    return before -> done(state);
  }

  private static CompletionStage<DeliveryState> done(DeliveryState state) {
    return CompletableFuture.completedFuture(state);
  }
}
