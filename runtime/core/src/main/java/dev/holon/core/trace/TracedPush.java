package dev.holon.core.trace;

import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import org.jspecify.annotations.Nullable;

/**
 * An outbox entry as a trace shows it.
 *
 * @param pushedFor id of the message that started the whole chain; null when a cron did
 * @param target the process or wallet it is for; null when that is not known (a spawn, or an entry
 *     too large to be read for this)
 * @param child the slot it led to; null when there is none
 */
public record TracedPush(
    OutboxKey key,
    Kind kind,
    @Nullable Id pushedFor,
    @Nullable String target,
    DeliveryState state,
    @Nullable Place child) {

  /** What the entry asks for. */
  public enum Kind {
    MESSAGE,
    SPAWN,
    ASSIGNMENT
  }

  /** Whom an action is for; null for a spawn. An entry assigns to one process. */
  public static @Nullable String targetOf(Action action) {
    return switch (action) {
      case Action.SendMessage send -> send.message().target();
      case Action.SpawnProcess spawn -> null;
      case Action.AssignMessage assign -> assign.assignment().processes().getFirst();
      case Action.AssignCarrier carrier -> carrier.process();
    };
  }

  /** The slot that an entry in this state led to; null when there is none. */
  public static @Nullable Place childOf(Kind kind, @Nullable String target, DeliveryState state) {
    if (!(state instanceof DeliveryState.Delivered delivered) || delivered.slot() < 0) {
      return null;
    }
    if (kind == Kind.SPAWN) {
      return new Place(new ProcessId(delivered.itemId()), 0);
    }
    return target == null || !Id.isId(target)
        ? null
        : new Place(ProcessId.parse(target), delivered.slot());
  }
}
