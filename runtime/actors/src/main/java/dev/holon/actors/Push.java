package dev.holon.actors;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.messenger.Backoff;
import dev.holon.core.messenger.OutboundItems;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.VerifiedItem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Pushes one outbox entry of a sender and says what became of it. Repeating a push is safe. */
record Push(OutboundItems.Sender sender, MessengerRules rules) {

  /** The entry's next state. The stage never fails: what went wrong is in the state. */
  CompletionStage<StateChange> run(OutboxEntry entry) {
    return StoreCalls.supply(() -> push(entry), rules.signExecutor(), "the messenger's signatures")
        .thenCompose(Function.identity())
        .exceptionally(fault -> again(entry, String.valueOf(fault.getMessage())))
        .thenApply(next -> new StateChange(entry.key(), next));
  }

  private CompletionStage<OutboxEntry.DeliveryState> push(OutboxEntry entry) {
    try {
      return switch (entry.action()) {
        case OutboxEntry.Action.SendMessage send -> sendMessage(entry, send.message());
        case OutboxEntry.Action.SpawnProcess spawn -> spawnProcess(entry, spawn.spawn());
        case OutboxEntry.Action.AssignMessage assign -> assignMessage(entry, assign.assignment());
      };
    } catch (IllegalArgumentException | ItemException e) {
      return CompletableFuture.completedFuture(
          new OutboxEntry.DeliveryState.Refused(String.valueOf(e.getMessage())));
    }
  }

  private CompletionStage<OutboxEntry.DeliveryState> sendMessage(
      OutboxEntry entry, Result.OutboundMessage message) throws ItemException {
    if (!Id.isId(message.target())) {
      return CompletableFuture.completedFuture(
          new OutboxEntry.DeliveryState.Parked(
              message.target() + " is a wallet: kept for Arweave"));
    }
    DataItem item = rules.items().message(sender, message, entry);
    return rules
        .units()
        .schedule(verified(item))
        .thenApply(reply -> stateOf(entry, item.id(), reply));
  }

  private CompletionStage<OutboxEntry.DeliveryState> spawnProcess(
      OutboxEntry entry, Result.OutboundSpawn spawn) throws ItemException {
    DataItem item = rules.items().spawn(sender, spawn, entry);
    DataItem notice = rules.items().spawnedNotice(sender, spawn, new ProcessId(item.id()));
    VerifiedItem verifiedNotice = verified(notice);
    return rules
        .units()
        .schedule(verified(item))
        .thenCompose(
            reply ->
                reply instanceof ScheduleReply.Rejected
                    ? CompletableFuture.completedFuture(stateOf(entry, item.id(), reply))
                    : rules
                        .units()
                        .schedule(verifiedNotice)
                        .thenApply(told -> told instanceof ScheduleReply.Rejected ? told : reply)
                        .thenApply(outcome -> stateOf(entry, item.id(), outcome)));
  }

  private CompletionStage<OutboxEntry.DeliveryState> assignMessage(
      OutboxEntry entry, Result.OutboundAssignment assignment) {
    if (assignment.isBaseLayer()) {
      return CompletableFuture.completedFuture(
          new OutboxEntry.DeliveryState.Parked("a base-layer assignment needs an Arweave gateway"));
    }
    if (assignment.processes().size() != 1) {
      throw new IllegalArgumentException(
          "an entry assigns to one process, got " + assignment.processes().size());
    }
    Id message = Id.parse(assignment.message());
    ProcessId process = ProcessId.parse(assignment.processes().getFirst());
    return rules
        .units()
        .assign(process, message, assignment.exclude())
        .thenApply(reply -> stateOf(entry, message, reply));
  }

  private VerifiedItem verified(DataItem item) throws ItemException {
    return rules.verifier().verify(item);
  }

  private OutboxEntry.DeliveryState stateOf(OutboxEntry entry, Id itemId, ScheduleReply reply) {
    return switch (reply) {
      case ScheduleReply.Scheduled done -> delivered(itemId, done.entry());
      case ScheduleReply.AlreadyScheduled done -> delivered(itemId, done.entry());
      case ScheduleReply.Rejected rejected -> stateOf(entry, rejected.refusal());
    };
  }

  private OutboxEntry.DeliveryState stateOf(OutboxEntry entry, Refusal refusal) {
    String cause = refusal.code().text() + " " + refusal.message();
    if (refusal.code() == RefusalCode.UNKNOWN_PROCESS) {
      return new OutboxEntry.DeliveryState.Parked(
          cause + ": a wallet, or a process of another scheduler");
    }
    return switch (refusal.code().retry()) {
      case NEVER, ELSEWHERE -> new OutboxEntry.DeliveryState.Refused(cause);
      case LATER, UNKNOWN -> again(entry, cause);
    };
  }

  private OutboxEntry.DeliveryState again(OutboxEntry entry, String cause) {
    int attempts =
        entry.state() instanceof OutboxEntry.DeliveryState.Pending pending
            ? pending.attempts() + 1
            : 1;
    long notBefore = rules.clock().millis() + Backoff.delayMillis(attempts, entry.key());
    return new OutboxEntry.DeliveryState.Pending(attempts, notBefore, cause);
  }

  private static OutboxEntry.DeliveryState delivered(Id itemId, LogEntry entry) {
    return new OutboxEntry.DeliveryState.Delivered(itemId, entry.slot());
  }
}
