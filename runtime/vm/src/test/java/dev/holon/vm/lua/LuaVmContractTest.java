package dev.holon.vm.lua;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.Vm;
import dev.holon.vm.VmContract;
import dev.holon.vm.VmEngine;
import org.junit.jupiter.api.Test;

class LuaVmContractTest extends VmContract {
  private final VmEngine engine = new LuaEngine();

  @Override
  protected VmEngine engine() {
    return engine;
  }

  /** A chain of native handlers comes back to the instruction each time, and may nest. */
  @Test
  void concatenationThroughNativeHandlersNestsUpToALimit() {
    String chain = "..t".repeat(185);
    Vm vm =
        boot(
            """
            local t = setmetatable({}, { __concat = assert })
            local u, go
            u = setmetatable({}, { __concat = tostring, __tostring = function() go() return "x" end })
            function go() return u%s end
            function handle() go() return {} end
            """
                .formatted(chain));

    assertTrue(errorOf(evaluate(vm, "")).contains("overflow"));
  }

  @Override
  protected boolean canUndo() {
    return true;
  }
}
