package dev.holon.core.compute;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.ResultCodec;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import org.jspecify.annotations.Nullable;

/**
 * One process's resident state: the fold of its log, slot after slot. The same log gives the same
 * results on any node. Used by one thread at a time.
 */
public final class ProcessMachine {
  private final ProcessId process;
  private final Vm vm;
  private @Nullable LogEntry newest;
  private @Nullable Id resultHash;
  private @Nullable StateView view;

  private ProcessMachine(ProcessId process, Vm vm) {
    this.process = process;
    this.vm = vm;
  }

  /**
   * A machine before slot 0.
   *
   * @param spawn the process's slot 0
   * @throws VmBootException when the module does not load
   */
  public static ProcessMachine boot(
      VmEngine engine, ModuleCode module, EvaluableEntry spawn, VmLimits limits)
      throws VmBootException {
    ProcessId process = spawn.entry().process();
    ProcessEnvironment environment =
        new ProcessEnvironment(process, spawn.message().signerAddress(), spawn.message().tags());
    return new ProcessMachine(process, engine.boot(module, environment, limits));
  }

  /** The slot {@link #evaluate} and {@link #replay} expect. */
  public long nextSlot() {
    LogEntry last = newest;
    return last == null ? 0 : last.slot() + 1;
  }

  /** Whether the machine can go on; if not, boot another and {@link #replay} the log into it. */
  public boolean isUsable() {
    return vm.isUsable();
  }

  /**
   * Evaluates the next slot. A failed evaluation is a result as well, and leaves the state as it
   * was.
   */
  public StoredResult evaluate(EvaluableEntry evaluable) {
    LogEntry entry = expectNext(evaluable.entry());
    view = null;
    Result result = vm.evaluate(EvalMessages.scheduled(evaluable)).toResult();
    StoredResult stored = chain(entry, result);
    newest = entry;
    resultHash = stored.resultHash();
    return stored;
  }

  /**
   * Brings the state past a slot that has a result: evaluates it again, or passes over it when it
   * failed, because then it changed nothing.
   *
   * @return whether this evaluation gave the stored result again; if not, the state is not the one
   *     that the results came from
   */
  public boolean replay(EvaluableEntry evaluable, Outcome known) {
    LogEntry entry = expectNext(evaluable.entry());
    view = null;
    boolean isSame = true;
    if (!known.isError()) {
      Result again = vm.evaluate(EvalMessages.scheduled(evaluable)).toResult();
      isSame = chain(entry, again).resultHash().equals(known.resultHash());
    }
    newest = entry;
    resultHash = known.resultHash();
    return isSame;
  }

  /**
   * The state as it is now, on a machine of its own. The same one until the next slot.
   *
   * @throws IllegalStateException before slot 0 has been evaluated
   */
  public StateView view() {
    LogEntry last = newest;
    if (last == null) {
      throw new IllegalStateException("process " + process + " has no evaluated slot");
    }
    StateView current = view;
    if (current == null) {
      current = new StateView(vm.fork(), last);
      view = current;
    }
    return current;
  }

  private StoredResult chain(LogEntry entry, Result result) {
    Id hash = ResultCodec.chain(resultHash, ResultCodec.encode(result));
    return new StoredResult(process, entry.slot(), entry.timestampMillis(), result, hash);
  }

  private LogEntry expectNext(LogEntry entry) {
    if (entry.slot() != nextSlot() || !entry.process().equals(process)) {
      throw new IllegalStateException(
          "process "
              + process
              + " expects slot "
              + nextSlot()
              + ", got "
              + entry.slot()
              + " of "
              + entry.process());
    }
    return entry;
  }
}
