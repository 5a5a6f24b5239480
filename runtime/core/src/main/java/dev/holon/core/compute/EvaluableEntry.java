package dev.holon.core.compute;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;

/**
 * A log entry with its message at hand, also when the entry only assigns one that is stored
 * elsewhere.
 */
public record EvaluableEntry(LogEntry entry, SlotMessage message) {

  /** An entry of a data item. */
  public EvaluableEntry(LogEntry entry, DataItem message) {
    this(entry, new SlotMessage.OfItem(message));
  }

  /** The slot to evaluate. */
  public long slot() {
    return entry.slot();
  }

  /** What it takes to keep it. */
  public long sizeBytes() {
    return entry.assignment().sizeBytes() + message.sizeBytes();
  }
}
