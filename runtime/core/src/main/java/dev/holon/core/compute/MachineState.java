package dev.holon.core.compute;

import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.Tick;
import dev.holon.protocol.Id;
import org.jspecify.annotations.Nullable;

/**
 * All that a process's evaluation holds beside the engine's machine.
 *
 * @param place the newest evaluation
 * @param left time and height of the newest slot
 * @param lastTick the newest tick after that slot; null when there is none
 * @param outboxCount outbox entries of the newest slot and the ticks after it
 * @param resultHash of the newest evaluation
 */
record MachineState(
    ResultPlace place, Boundary left, @Nullable Tick lastTick, int outboxCount, Id resultHash) {
  MachineState {
    if (place.isTick() != (lastTick != null)) {
      throw new IllegalArgumentException("the state at " + place + " has the tick " + lastTick);
    }
  }

  /** Time of the newest evaluation. */
  long timestampMillis() {
    Tick tick = lastTick;
    return tick == null ? left.timestampMillis() : tick.timestampMillis();
  }

  /** Block height of the newest evaluation. */
  long blockHeight() {
    Tick tick = lastTick;
    return tick == null ? left.blockHeight() : tick.blockHeight();
  }
}
