package dev.holon.core.scheduler;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One slot of a process's log: the signed assignment and the message it assigns.
 *
 * @param itemId id of the assigned message; at slot 0 the process's own id
 * @param assignment the signed assignment item
 * @param item the message; null when an existing item, stored elsewhere, was assigned
 */
public record LogEntry(
    ProcessId process,
    long slot,
    long timestampMillis,
    long blockHeight,
    Id hashChain,
    Id itemId,
    DataItem assignment,
    @Nullable DataItem item) {

  public Id assignmentId() {
    return assignment.id();
  }

  public Optional<DataItem> message() {
    return Optional.ofNullable(item);
  }

  /** The scheduler's state after this entry. */
  public ScheduleHead toHead() {
    return new ScheduleHead(slot, timestampMillis, assignment.id(), hashChain);
  }
}
