package dev.holon.core.messenger;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import org.jspecify.annotations.Nullable;

/** Log entries of which only the message, and what is known of its push, matter. */
final class Entries {
  private Entries() {}

  /** A message from outside. */
  static LogEntry of(ProcessId process, long slot, DataItem message) {
    return of(process, slot, message, null);
  }

  /** A message that was pushed in a chain; any item does for the assignment. */
  static LogEntry of(
      ProcessId process, long slot, DataItem message, @Nullable ChainPosition chain) {
    return new LogEntry(
        process, slot, 1, 1, message.id(), message.id(), message, message, null, chain);
  }

  /** A slot that only assigns a message. */
  static LogEntry assigned(
      ProcessId process, DataItem message, DataItem assignment, @Nullable ChainPosition chain) {
    return new LogEntry(
        process, 1, 1, 1, message.id(), message.id(), assignment, null, null, chain);
  }
}
