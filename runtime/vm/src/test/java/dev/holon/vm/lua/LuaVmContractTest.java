package dev.holon.vm.lua;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.Messages;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmContract;
import dev.holon.vm.VmEngine;
import dev.holon.vm.VmLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuaVmContractTest extends VmContract {
  private final VmEngine engine = new LuaEngine();

  @Override
  protected VmEngine engine() {
    return engine;
  }

  /** A refusal for good: a fault of the node would have the process started again and again. */
  @ParameterizedTest
  @ValueSource(longs = {1, 1_000})
  void moduleThatDoesNotFitIntoTheMemoryDoesNotBoot(long memoryBytesMax) {
    VmLimits limits = new VmLimits(1_000_000, memoryBytesMax, 10_000);
    ModuleCode module = Messages.module(LuaEngine.FORMAT, "function handle() return {} end");

    assertThrows(VmBootException.class, () -> engine.boot(module, Messages.process(), limits));
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
