package dev.holon.vm.lua.checkpoint;

import dev.holon.protocol.Value;
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

/** Processes of the engine for the tests of this package. */
final class Processes {
  static final VmLimits LIMITS = new VmLimits(400_000, 512 << 10, 100_000);

  private Processes() {}

  static ModuleCode module(String source) {
    return Messages.module(LuaEngine.FORMAT, source);
  }

  static Vm boot(String source) {
    return boot(source, LIMITS);
  }

  static Vm boot(String source, VmLimits limits) {
    try {
      return new LuaEngine().boot(module(source), Messages.process(), limits);
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  /** A process of another engine that goes on where this one stands. */
  static Vm restored(Vm vm, String source) {
    try {
      return new LuaEngine().restore(module(source), Messages.process(), LIMITS, vm.checkpoint());
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  static EvalMessage message(String data) {
    return Messages.message(Messages.OWNER, data);
  }

  static EvalOutcome send(Vm vm, String data) {
    return vm.evaluate(message(data));
  }

  /** The output of a message that must complete, as text. */
  static String outputOf(Vm vm, String data) {
    EvalOutcome outcome = send(vm, data);
    if (!(outcome instanceof EvalOutcome.Completed completed)) {
      throw new AssertionError(outcome.toString());
    }
    return text(completed.result().output());
  }

  static String text(Value value) {
    return switch (value) {
      case Value.Text text -> text.value().toUtf8();
      case Value.Int integer -> Long.toString(integer.value());
      default -> value.toString();
    };
  }

  static String resource(String name) {
    try (InputStream stream = Processes.class.getResourceAsStream("/lua/checkpoint/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
