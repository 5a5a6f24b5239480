package dev.holon.core.compute;

import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.vm.Vm;

/**
 * The state of a process after one slot, on a machine of its own: what is asked of it neither waits
 * for the log's evaluation nor holds it up. Thread-safe.
 */
public final class StateView {
  private final Vm vm;
  private final ProcessId process;
  private final MachineState state;

  StateView(Vm vm, ProcessId process, MachineState state) {
    this.vm = vm;
    this.process = process;
    this.state = state;
  }

  /** The newest slot before this state; cron ticks may have followed it. */
  public long slot() {
    return state.place().slot();
  }

  /** Evaluates on a copy and keeps nothing (ao.TN.1 §4.5). */
  public Result dryRun(DryRunMessage message) {
    Vm copy;
    synchronized (this) {
      copy = vm.fork();
    }
    return copy.evaluate(EvalMessages.dryRun(message, process, state)).toResult();
  }

  /** Whether {@link #bytes} can be called: not every engine writes its state as bytes. */
  public boolean hasBytes() {
    return vm.canCheckpoint();
  }

  /** The state as its engine writes it, and the slot it comes from. */
  public synchronized ProcessState bytes() {
    return new ProcessState(vm.checkpoint(), slot(), state.timestampMillis(), state.blockHeight());
  }
}
