package dev.holon.node;

import dev.holon.protocol.Bytes;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.ProcessEnvironment;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.LuaEngine;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The Lua engine, and how many messages it has evaluated. */
final class CountingLua implements VmEngine {
  final AtomicLong evaluated = new AtomicLong();
  final AtomicLong restored = new AtomicLong();

  private final VmEngine lua = new LuaEngine();

  @Override
  public List<String> moduleFormats() {
    return lua.moduleFormats();
  }

  @Override
  public Vm boot(ModuleCode module, ProcessEnvironment process, VmLimits limits)
      throws VmBootException {
    return new Counted(lua.boot(module, process, limits));
  }

  @Override
  public Vm restore(
      ModuleCode module, ProcessEnvironment process, VmLimits limits, Bytes checkpoint)
      throws VmBootException {
    restored.incrementAndGet();
    return new Counted(lua.restore(module, process, limits, checkpoint));
  }

  private final class Counted extends PassingVm {
    Counted(Vm vm) {
      super(vm);
    }

    @Override
    public EvalOutcome evaluate(EvalMessage message) {
      evaluated.incrementAndGet();
      return super.evaluate(message);
    }
  }
}
