package dev.holon.core.compute;

import dev.holon.protocol.ProcessId;

/**
 * How far a process is.
 *
 * @param slot its newest slot
 * @param evaluatedSlot the newest slot with a result; {@link #NONE} when there is none
 */
public record ProcessProgress(ProcessId process, long slot, long evaluatedSlot) {
  /** In place of a slot: no result yet. */
  public static final long NONE = -1;

  /** Whether the log reaches further than the results. */
  public boolean isBehind() {
    return slot > evaluatedSlot;
  }
}
