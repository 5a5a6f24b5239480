package dev.holon.vm.module;

import dev.holon.protocol.Tag;
import dev.holon.vm.EvalMessage;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Messages;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import dev.holon.vm.lua.LuaEngine;

/**
 * Measures the built-in module: microseconds for one counter message with a reply, one fork, one
 * boot. Run by hand; it asserts no time.
 */
public final class Figures {
  private static final int ROUNDS = 5;

  private Figures() {}

  @FunctionalInterface
  private interface Step {
    void run() throws VmBootException;
  }

  public static void main(String[] arguments) throws VmBootException {
    BuiltInModule module = BuiltInModule.forFormat(LuaEngine.FORMAT);
    ModuleCode code =
        new ModuleCode(
            Messages.MODULE_ID, Messages.OWNER, module.format(), module.tags(), module.code());
    LuaEngine engine = new LuaEngine();
    Vm vm = engine.boot(code, Messages.process(), VmLimits.DEFAULT);
    vm.evaluate(
        Messages.message(
            Messages.OWNER,
            "count = 0; Handlers.add('Inc', function(m) count = count + 1; m.reply{ Data = count } end)",
            new Tag("Action", "Eval")));
    EvalMessage increment =
        Messages.message(
            Messages.STRANGER, "", new Tag("Action", "Inc"), new Tag("Reference", "1"));
    EvalOutcome outcome = vm.evaluate(increment);

    measure(
        "counter message (" + outcome.gasUsed() + " gas)", 20_000, () -> vm.evaluate(increment));
    measure("fork", 5_000, vm::fork);
    measure("boot", 2_000, () -> engine.boot(code, Messages.process(), VmLimits.DEFAULT));
    Vm loop =
        engine.boot(
            Messages.module(
                LuaEngine.FORMAT,
                "function handle() local n = 0 for i = 1, 1000000 do n = n + i % 7 end return {} end"),
            Messages.process(),
            VmLimits.DEFAULT);
    measure("three million instructions", 10, () -> loop.evaluate(increment));
  }

  private static void measure(String what, int count, Step step) throws VmBootException {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        step.run();
      }
      best = Math.min(best, (System.nanoTime() - start) / 1000.0 / count);
    }
    System.out.printf(java.util.Locale.ROOT, "%-32s %10.2f us%n", what, best);
  }
}
