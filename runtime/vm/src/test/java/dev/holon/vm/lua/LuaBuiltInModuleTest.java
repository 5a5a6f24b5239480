package dev.holon.vm.lua;

import dev.holon.vm.VmEngine;
import dev.holon.vm.module.BuiltInModuleContract;

class LuaBuiltInModuleTest extends BuiltInModuleContract {
  private static final VmEngine ENGINE = new LuaEngine();

  @Override
  protected VmEngine engine() {
    return ENGINE;
  }
}
