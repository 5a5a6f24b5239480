package dev.holon.node;

import dev.holon.protocol.Bytes;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmFaultException;
import dev.holon.vm.VmLimits;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine whose next evaluations end in a fault of the node as often as a test wants. */
record FlakyEngine(VmEngine engine, AtomicInteger faultsLeft) implements VmEngine {

  @Override
  public List<String> moduleFormats() {
    return engine.moduleFormats();
  }

  @Override
  public Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits)
      throws VmBootException {
    return new FlakyVm(engine.boot(module, process, limits), faultsLeft);
  }

  @Override
  public Vm restore(
      ModuleCode module, ProcessEnvironment process, VmLimits limits, Bytes checkpoint)
      throws VmBootException {
    return new FlakyVm(engine.restore(module, process, limits, checkpoint), faultsLeft);
  }

  private static final class FlakyVm extends PassingVm {
    private final AtomicInteger faultsLeft;

    FlakyVm(Vm vm, AtomicInteger faultsLeft) {
      super(vm);
      this.faultsLeft = faultsLeft;
    }

    @Override
    public EvalOutcome evaluate(EvalMessage message) {
      if (faultsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new VmFaultException("told to fail", new OutOfMemoryError("Java heap space"));
      }
      return super.evaluate(message);
    }

    @Override
    public Vm fork() {
      return new FlakyVm(super.fork(), faultsLeft);
    }
  }
}
