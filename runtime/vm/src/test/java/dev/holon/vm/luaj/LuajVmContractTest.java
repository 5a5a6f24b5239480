package dev.holon.vm.luaj;

import dev.holon.vm.VmContract;
import dev.holon.vm.VmEngine;

class LuajVmContractTest extends VmContract {
  private final VmEngine engine = new LuajEngine();

  @Override
  protected VmEngine engine() {
    return engine;
  }

  @Override
  protected boolean canUndo() {
    return false;
  }
}
