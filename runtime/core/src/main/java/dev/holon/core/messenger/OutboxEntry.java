package dev.holon.core.messenger;

import dev.holon.protocol.Id;
import dev.holon.protocol.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something a process sent and that must be pushed.
 *
 * @param key where it comes from
 * @param pushedFor id of the message that started the whole chain; null when a cron did
 * @param action what to push
 * @param state how far it got
 */
public record OutboxEntry(
    OutboxKey key, @Nullable Id pushedFor, Action action, DeliveryState state) {

  /** The message that started the whole chain; empty when a cron did. */
  public Optional<Id> root() {
    return Optional.ofNullable(pushedFor);
  }

  /** What an entry asks for. */
  public sealed interface Action {
    record SendMessage(Result.OutboundMessage message) implements Action {}

    record SpawnProcess(Result.OutboundSpawn spawn) implements Action {}

    record AssignMessage(Result.OutboundAssignment assignment) implements Action {}
  }

  /** How far an entry got. */
  public sealed interface DeliveryState {
    /** To be tried, for the {@code attempts + 1}th time, not before {@code notBeforeMillis}. */
    record Pending(int attempts, long notBeforeMillis, @Nullable String lastCause)
        implements DeliveryState {}

    /** The target's scheduler gave the pushed item a slot; -1 when the target is a wallet. */
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
