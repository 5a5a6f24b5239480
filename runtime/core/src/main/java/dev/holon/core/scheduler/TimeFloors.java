package dev.holon.core.scheduler;

import dev.holon.protocol.ProcessId;

/**
 * Promises that a log gets no entry at or before a time, kept by the journal itself: a process
 * whose spawn item has crons has a floor, and the journal refuses entries that are not later,
 * whoever writes them. Methods block and throw {@link dev.holon.core.StoreException} when the store
 * cannot be reached. Thread-safe.
 */
public interface TimeFloors {
  /** The floor of a process that has none. */
  long NONE = -1;

  /** The time that all further entries are later than; {@link #NONE} without crons. */
  long floor(ProcessId process);

  /**
   * Raises the floor; it never falls. When this returns it is durable, and every entry that was
   * written before is counted in the answer.
   *
   * @throws dev.holon.core.StoreException also when the process has no floor
   */
  Promise raise(ProcessId process, long millis);

  /**
   * What holds from now on.
   *
   * @param headSlot newest slot of the log
   * @param floorMillis entries behind {@code headSlot} are later than this
   */
  record Promise(long headSlot, long floorMillis) {}
}
