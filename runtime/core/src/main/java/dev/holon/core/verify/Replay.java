package dev.holon.core.verify;

import dev.holon.core.compute.EvaluableEntry;
import dev.holon.core.compute.ProcessMachine;
import dev.holon.core.cron.Tick;
import dev.holon.protocol.Id;
import java.util.Optional;

/** Evaluates a log again: each slot, and the cron ticks that lie before it. */
public final class Replay {
  private final ProcessMachine machine;

  /**
   * @param machine before slot 0
   */
  public Replay(ProcessMachine machine) {
    this.machine = machine;
  }

  /**
   * Evaluates the next slot.
   *
   * @return the hash of its result and of all before it
   * @throws dev.holon.vm.VmFaultException when it is this machine that failed, not the message
   */
  public Id evaluate(EvaluableEntry entry) {
    Optional<Tick> tick = machine.nextTick(entry.entry().timestampMillis());
    while (tick.isPresent()) {
      machine.evaluate(tick.get());
      tick = machine.nextTick(entry.entry().timestampMillis());
    }
    return machine.evaluate(entry).result().resultHash();
  }
}
