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
 * @param contentKey what a process's repeated pushes are known by; null for all other items
 * @param chain the chain that this cluster pushed it in; null when it came from outside
 */
public record LogEntry(
    ProcessId process,
    long slot,
    long timestampMillis,
    long blockHeight,
    Id hashChain,
    Id itemId,
    DataItem assignment,
    @Nullable DataItem item,
    @Nullable Id contentKey,
    @Nullable ChainPosition chain) {

  /** An entry of a message that came from outside and that no process pushed. */
  public LogEntry(
      ProcessId process,
      long slot,
      long timestampMillis,
      long blockHeight,
      Id hashChain,
      Id itemId,
      DataItem assignment,
      @Nullable DataItem item) {
    this(
        process,
        slot,
        timestampMillis,
        blockHeight,
        hashChain,
        itemId,
        assignment,
        item,
        null,
        null);
  }

  /** The same with what repeated pushes of the message are known by. */
  public LogEntry withContentKey(@Nullable Id key) {
    return new LogEntry(
        process,
        slot,
        timestampMillis,
        blockHeight,
        hashChain,
        itemId,
        assignment,
        item,
        key,
        chain);
  }

  public Id assignmentId() {
    return assignment.id();
  }

  public Optional<DataItem> message() {
    return Optional.ofNullable(item);
  }

  /** The scheduler's state after this entry. */
  public ScheduleHead toHead() {
    return new ScheduleHead(slot, timestampMillis, blockHeight, assignment.id(), hashChain);
  }
}
