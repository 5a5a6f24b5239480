package dev.holon.core.compute;

import dev.holon.vm.ModuleCode;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;

/** What runs a process: the engine, the module and the limits of one evaluation. */
public record ProcessCode(VmEngine engine, ModuleCode module, VmLimits limits) {

  /** Names the engine in checkpoints. */
  public String format() {
    return engine.moduleFormats().getFirst();
  }
}
