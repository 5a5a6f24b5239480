package dev.holon.vm.lua;

import dev.holon.vm.VmContract;
import dev.holon.vm.VmEngine;

class LuaVmContractTest extends VmContract {
  private final VmEngine engine = new LuaEngine();

  @Override
  protected VmEngine engine() {
    return engine;
  }

  @Override
  protected boolean canUndo() {
    return true;
  }
}
