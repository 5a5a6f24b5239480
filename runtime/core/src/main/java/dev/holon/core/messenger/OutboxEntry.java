package dev.holon.core.messenger;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.Id;
import dev.holon.protocol.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something a process sent and that must be pushed.
 *
 * @param key where it comes from
 * @param pushedFor id of the message that started the whole chain; null when a cron did
 * @param chain where it stands in the chain that limits count
 * @param action what to push
 * @param state how far it got
 */
public record OutboxEntry(
    OutboxKey key,
    @Nullable Id pushedFor,
    ChainPosition chain,
    Action action,
    DeliveryState state) {

  /** An entry at the start of its chain. */
  public OutboxEntry(OutboxKey key, @Nullable Id pushedFor, Action action, DeliveryState state) {
    this(
        key,
        pushedFor,
        ChainPosition.start(pushedFor == null ? key.process().id() : pushedFor),
        action,
        state);
  }

  /** The message that started the whole chain; empty when a cron did. */
  public Optional<Id> root() {
    return Optional.ofNullable(pushedFor);
  }

  /**
   * The process, or wallet, that it goes to; empty when it makes its own or names none, and for a
   * transaction of the base layer: that may take hours to settle, and nothing should wait behind
   * it.
   */
  public Optional<Id> target() {
    String text =
        switch (action) {
          case Action.SendMessage send -> send.message().target();
          case Action.SpawnProcess spawn -> "";
          case Action.AssignMessage assign ->
              assign.assignment().isBaseLayer() || assign.assignment().processes().isEmpty()
                  ? ""
                  : assign.assignment().processes().getFirst();
          case Action.AssignCarrier carrier -> "";
        };
    return Id.isId(text) ? Optional.of(Id.parse(text)) : Optional.empty();
  }

  /** How often it was tried and is to be tried again. */
  public int attempts() {
    return state instanceof DeliveryState.Pending pending ? pending.attempts() : 0;
  }

  /** The same entry in another state. */
  public OutboxEntry with(DeliveryState next) {
    return new OutboxEntry(key, pushedFor, chain, action, next);
  }

  /** What an entry asks for. */
  public sealed interface Action {
    record SendMessage(Result.OutboundMessage message) implements Action {}

    record SpawnProcess(Result.OutboundSpawn spawn) implements Action {}

    record AssignMessage(Result.OutboundAssignment assignment) implements Action {}

    /**
     * Assign the item of a message of the same slot, once it has a slot of its own, to a process
     * that its tag {@code Assignments} lists (ao.TN.1 §3.5).
     *
     * @param carrier the message's index in the outbox
     * @param process as the tag names it
     */
    record AssignCarrier(int carrier, String process) implements Action {}
  }

  /** How far an entry got. */
  public sealed interface DeliveryState {
    /** To be tried, for the {@code attempts + 1}th time, not before {@code notBeforeMillis}. */
    record Pending(int attempts, long notBeforeMillis, @Nullable String lastCause)
        implements DeliveryState {}

    /** The target's scheduler gave the pushed item a slot; -1 when it did not say which. */
    record Delivered(Id itemId, long slot) implements DeliveryState {}

    /** The target answered that it will never take it. */
    record Refused(String cause) implements DeliveryState {}

    /** Held back until an operator redoes it. */
    record Parked(String cause) implements DeliveryState {}
  }

  public static DeliveryState fresh() {
    return new DeliveryState.Pending(0, 0, null);
  }
}
