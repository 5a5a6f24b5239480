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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Measures the built-in module: microseconds for one counter message with a reply, one fork, one
 * boot, one transfer of a token. Run by hand; it asserts no time.
 */
public final class Figures {
  private static final int ROUNDS = 5;
  private static final int TRANSFERS = 60_000;

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
    tokens(engine, code);
    Vm loop =
        engine.boot(
            Messages.module(
                LuaEngine.FORMAT,
                "function handle() local n = 0 for i = 1, 1000000 do n = n + i % 7 end return {} end"),
            Messages.process(),
            VmLimits.DEFAULT);
    measure("three million instructions", 10, () -> loop.evaluate(increment));
  }

  /** One transfer: by a process without library, and by one on the built-in module. */
  private static void tokens(LuaEngine engine, ModuleCode library) throws VmBootException {
    EvalMessage transfer =
        Messages.message(
            Messages.OWNER,
            "",
            new Tag("Action", "Transfer"),
            new Tag("Recipient", Messages.STRANGER.text()),
            new Tag("Quantity", "1"));
    Tag supply = new Tag("Quantity", "1000000000");
    Vm plain =
        engine.boot(
            Messages.module(LuaEngine.FORMAT, resource("/lua/figures/plain-token.lua")),
            Messages.process(),
            VmLimits.DEFAULT);
    completed(plain, Messages.message(Messages.OWNER, "", new Tag("Action", "Mint"), supply));
    percentiles("token transfer, plain handler", plain, transfer);
    Vm full = engine.boot(library, Messages.process(), VmLimits.DEFAULT);
    String program = resource("/dev/holon/vm/module/scripts/programs/token.lua");
    completed(full, Messages.message(Messages.OWNER, program, new Tag("Action", "Eval")));
    completed(full, Messages.message(Messages.OWNER, "", new Tag("Action", "Mint"), supply));
    percentiles("token transfer, built-in module", full, transfer);
  }

  private static void percentiles(String what, Vm vm, EvalMessage message) {
    completed(vm, message);
    long[] nanos = new long[TRANSFERS];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      EvalOutcome outcome = vm.evaluate(message);
      nanos[i] = System.nanoTime() - start;
      if (!(outcome instanceof EvalOutcome.Completed)) {
        throw new IllegalStateException(what + ": " + outcome);
      }
    }
    long[] warm = Arrays.copyOfRange(nanos, TRANSFERS / 2, TRANSFERS);
    Arrays.sort(warm);
    System.out.printf(
        Locale.ROOT,
        "%-32s %10.2f us first, %.2f us p50, %.2f us p99%n",
        what,
        nanos[0] / 1000.0,
        warm[warm.length / 2] / 1000.0,
        warm[warm.length * 99 / 100] / 1000.0);
  }

  private static void completed(Vm vm, EvalMessage message) {
    EvalOutcome outcome = vm.evaluate(message);
    if (!(outcome instanceof EvalOutcome.Completed)) {
      throw new IllegalStateException(outcome.toString());
    }
  }

  private static String resource(String name) {
    try (InputStream in = Figures.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    System.out.printf(Locale.ROOT, "%-32s %10.2f us%n", what, best);
  }
}
