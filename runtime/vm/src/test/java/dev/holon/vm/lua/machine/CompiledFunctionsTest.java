package dev.holon.vm.lua.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.library.Libraries;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Classes made for Lua functions take a bounded part of the node. */
class CompiledFunctionsTest {
  private static final String LOOP = "local x = 0 for i = 1, %d do x = x + i end return x";

  private final Heap heap = new Heap();
  private final LuaState state = new LuaState(heap);

  CompiledFunctionsTest() {
    heap.setLimits(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
    Libraries.open(state);
  }

  @AfterEach
  void restoreMode() {
    Tier.setMode(Tier.ON);
  }

  private static byte[] source(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Closure load(String text) {
    try {
      return state.load(source(text), ByteString.of("=loaded"), state.globals());
    } catch (CompileError e) {
      throw new AssertionError(e);
    }
  }

  private Closure program(String text) {
    return load(text).asProgram();
  }

  @Test
  void codeMadeByLoadNeedsMoreHeatThanAProgram() {
    Closure loaded = load(LOOP.formatted(3000));
    Closure program = program(LOOP.formatted(3000) + " + 0");

    state.call(loaded);
    state.call(program);

    assertNull(loaded.code.compiled);
    assertNotNull(program.code.compiled);
    for (int i = 0; i < 5; i++) {
      state.call(loaded);
    }
    assertNotNull(loaded.code.compiled);
  }

  @Test
  void functionsCompiledFirstAreInterpretedAgainWhenThereAreTooMany() {
    Tier.setMode(Tier.EAGER);
    CompiledFunctions few = new CompiledFunctions(3, 1 << 20);
    List<Closure> functions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Closure function = program("return " + i);
      state.call(function);
      CompiledCode code = function.code.compiled;
      assertNotNull(code);
      functions.add(function);
      few.add(function.code, code);
    }

    assertEquals(3, few.count());
    assertNull(functions.get(0).code.compiled);
    assertNull(functions.get(1).code.compiled);
    assertNotNull(functions.get(2).code.compiled);
    assertEquals("1", state.callForOne(functions.get(1)).tojstring());
  }

  @Test
  void bytesOfClassesAreBoundedToo() {
    Tier.setMode(Tier.EAGER);
    Closure first = program("return 'first'");
    Closure second = program("return 'second'");
    state.call(first);
    state.call(second);
    CompiledCode code = first.code.compiled;
    CompiledCode later = second.code.compiled;
    assertNotNull(code);
    assertNotNull(later);
    CompiledFunctions small = new CompiledFunctions(100, code.classBytes + 10);

    small.add(first.code, code);
    small.add(second.code, later);

    assertTrue(code.classBytes > 100, "a class has bytes");
    assertNull(first.code.compiled);
    assertEquals(1, small.count());
  }

  @Test
  void whatAProcessLoadsAndBurnsIsCountedApartFromPrograms() {
    Tier.setMode(Tier.KEEN);
    Closure hostile =
        program(
            "kept = {} for i = 1, 50 do local f = load('local x = 0 for i = 1, 20 do x = x + i end"
                + " return x + ' .. i) f() kept[i] = f end");
    int before = Tier.loadedCount();

    state.call(hostile);

    assertEquals(before + 50, Tier.loadedCount());
  }
}
