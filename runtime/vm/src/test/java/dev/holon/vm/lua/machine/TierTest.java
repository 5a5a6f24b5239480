package dev.holon.vm.lua.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.code.Compiler;
import dev.holon.vm.lua.code.Prototype;
import dev.holon.vm.lua.library.BaseLibrary;
import dev.holon.vm.lua.library.CoroutineLibrary;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Trap;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs run alike, whichever of their functions are compiled to Java bytecode, and when. */
class TierTest {
  private static final long GAS = 1L << 40;
  private static final List<Tier> COMPILING = List.of(Tier.ON, Tier.KEEN, Tier.EAGER);

  private record Outcome(String output, long gasUsed, long bytesUsed) {}

  @AfterEach
  void restoreMode() {
    Tier.setMode(Tier.ON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arithmetic",
        "calls",
        "closures",
        "coroutines",
        "errors",
        "leaves",
        "loops",
        "metamethods",
        "prices",
        "tables"
      })
  void everyTierGivesTheSameOutputGasAndMemory(String program) throws Exception {
    Prototype main = compile(program);
    Outcome interpreted = run(main, Tier.OFF, GAS);
    assertTrue(interpreted.gasUsed > 1000, interpreted.output);
    for (Tier tier : COMPILING) {
      Outcome compiled = run(main, tier, GAS);
      assertEquals(interpreted.output, compiled.output, tier.name());
      assertEquals(interpreted.gasUsed, compiled.gasUsed, tier.name());
      assertEquals(interpreted.bytesUsed, compiled.bytesUsed, tier.name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "calls",
        "closures",
        "coroutines",
        "leaves",
        "loops",
        "metamethods",
        "prices",
        "tables"
      })
  void everyTierRunsOutOfGasAtTheSamePlace(String program) throws Exception {
    Prototype main = compile(program);
    long needed = run(main, Tier.OFF, GAS).gasUsed;
    for (int part = 1; part < 12; part++) {
      long gas = needed * part / 12;
      Outcome interpreted = run(main, Tier.OFF, gas);
      assertTrue(interpreted.output.endsWith("out of gas\n"), interpreted.output);
      for (Tier tier : COMPILING) {
        assertEquals(interpreted, run(main, tier, gas), tier.name());
      }
    }
  }

  private static Outcome run(Prototype main, Tier tier, long gas) {
    Tier.setMode(tier);
    Heap heap = new Heap();
    heap.setLimits(GAS, GAS);
    LuaState state = new LuaState(heap);
    new BaseLibrary().open(state);
    new CoroutineLibrary().open(state);
    StringBuilder output = new StringBuilder();
    NativeFunction print = NativeFunction.of("print", call -> print(call, output));
    state.globals().store(heap, ByteString.of("print"), print);
    long bytesBefore = heap.bytesUsed();
    heap.setLimits(gas, GAS);
    try {
      state.call(state.instantiate(new Executable(main), state.globals()));
    } catch (ScriptError error) {
      output.append(error.getMessage()).append('\n');
    } catch (Trap.OutOfGas trap) {
      output.append("out of gas\n");
    }
    return new Outcome(output.toString(), gas - heap.gasLeft, heap.bytesUsed() - bytesBefore);
  }

  private static void print(Call call, StringBuilder output) {
    for (int i = 1; i <= call.count(); i++) {
      output.append(call.state().toText(call.arg(i)).tojstring()).append('\t');
    }
    output.append('\n');
  }

  private static Prototype compile(String program) throws IOException, CompileError {
    Heap heap = new Heap();
    heap.setLimits(GAS, GAS);
    try (InputStream text = TierTest.class.getResourceAsStream("/lua/tiers/" + program + ".lua")) {
      byte[] source = Objects.requireNonNull(text).readAllBytes();
      return Compiler.compile(source, ByteString.of("@" + program + ".lua"), heap);
    }
  }
}
