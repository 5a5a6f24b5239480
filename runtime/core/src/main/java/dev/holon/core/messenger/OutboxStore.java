package dev.holon.core.messenger;

import dev.holon.protocol.ProcessId;
import java.util.List;

/**
 * The entries to push. They are written by {@link dev.holon.core.compute.ResultStore#append}.
 * Methods block and throw {@link dev.holon.core.StoreException} when the store cannot be reached.
 * Thread-safe.
 */
public interface OutboxStore {

  /**
   * Pending entries of the process that are due at {@code nowMillis}, in order of slot and index:
   * at most {@code countMax}, and no more after the first that brings their size over {@code
   * bytesMax}.
   */
  List<OutboxEntry> due(ProcessId process, long nowMillis, int countMax, long bytesMax);

  /** All entries of one slot, in order of index. */
  List<OutboxEntry> entries(ProcessId process, long slot);

  /** Replaces the states of entries, in one transaction. */
  void update(List<StateChange> changes);

  /** Processes that have entries due at {@code nowMillis}. */
  List<ProcessId> processesWithDue(long nowMillis, int countMax);

  /** How many entries are in each state. */
  Counts counts();

  /** A new state for an entry. */
  record StateChange(OutboxKey key, OutboxEntry.DeliveryState state) {}

  /** Entries by state. */
  record Counts(long pending, long delivered, long refused, long parked) {}
}
