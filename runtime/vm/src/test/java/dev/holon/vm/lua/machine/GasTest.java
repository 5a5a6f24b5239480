package dev.holon.vm.lua.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.lua.Script;
import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What takes the node long costs much. */
class GasTest {
  private static final long PLENTY = 1L << 40;
  private static final String WIDE =
      "local names = {} for i = 1, 190 do names[i] = 'a' .. i end names = table.concat(names, ',') ";

  private static long gasOf(String program, long bytesMax) {
    byte[] source = program.getBytes(StandardCharsets.UTF_8);
    Script.Outcome outcome = Script.run(source, "=test", List.of(), PLENTY, bytesMax);
    assertNull(outcome.error());
    return outcome.gasUsed();
  }

  private static long gasOfLoop(String before, String body) {
    String loop = before + " for i = 1, 100 do ";
    return (gasOf(loop + body + " end", PLENTY) - gasOf(loop + " end", PLENTY)) / 100;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          20  | ''                                          | local z = i ^ 0.5
          60  | ''                                          | local z = 1.7e308 % (i * 1e-308)
          60  | local f = math.fmod                         | f(1.7e308, i * 1e-308)
          200 | local f = string.format                     | f('%.99f', 1.7e308)
          200 | local t = {4.9e-324}                        | table.concat(t)
          300 | local s = ('7'):rep(800)                    | tonumber(s)
          300 | local s = ('7'):rep(800)                    | math.tointeger(s)
          300 | local s = ('7'):rep(800)                    | local z = s + 1
          50  | local f = load                              | f('')
          60000 | local m = 't' .. ('x'):rep(1e6)           | load('', 'x', m)
          60000 | local o = 'count' .. ('\\0'):rep(1e6)      | collectgarbage(o)
          20  | ''                                          | pcall(error)
          7000 | local t = {[('k'):rep(1e6)] = 1} local k = ('k'):rep(1e6) | for _ in next, t, k do end
          800 | local t = {} for k = 0, 900 do t[k << 44] = 1 end | for _ in next, t, 1 << 44 do break end
          50  | local t = {} for e = 1, 60 do t[1 << e] = 1 end t[1] = 1 | local n = #t
          60000 | local t = setmetatable({}, {__name = ('n'):rep(1e6)}) | pcall(string.rep, t)
          """)
  void priceIsAtLeast(long gas, String before, String body) {
    long price = gasOfLoop(before, body);

    assertTrue(price >= gas, () -> body + " costs " + price);
  }

  @Test
  void squareCostsOneInstruction() {
    assertEquals(
        gasOfLoop("local x = 1.5", "local z = x + 2"),
        gasOfLoop("local x = 1.5", "local z = x ^ 2"));
  }

  @Test
  void registersOfAFunctionCostWhenItIsEntered() {
    String narrow = "local f = function(x) if x then return end local a = 1 end";
    String wide =
        WIDE
            + "local f = load('return function(x) if x then return end local ' .. names .. ' = 1 end')()";

    long price = gasOfLoop(wide, "f(1)") - gasOfLoop(narrow, "f(1)");
    assertTrue(price >= 180 / 8 && price <= 200 / 8 + 2, () -> "costs " + price);
  }

  @Test
  void variablesThatAClosureCapturesCost() {
    String makers =
        WIDE
            + "local f = load('return function() local ' .. names .. ' local f = function() return '"
            + " .. names .. ' end return function() return ' .. names .. ' end end')()";

    long price = gasOfLoop(makers, "f()");

    // The second closure passes half of the others on the way to each variable.
    assertTrue(price > 2 * 190 / 4 + 190 * 190 / 2 / 20, () -> "costs " + price);
  }

  @Test
  void namesInATracebackCostByTheInstructionsBeforeThem() {
    String function =
        "local f = load('local t = ... if t then goto last end ' .. ('x = 1 '):rep(10000)"
            + " .. ' ::last:: for i = 1, 100 do t() end')";

    long price =
        gasOf(function + " f(debug.traceback)", PLENTY)
            - gasOf(function + " f(math.random)", PLENTY);

    assertTrue(price > 100 * 2000, () -> "costs " + price);
  }

  @Test
  void everyObjectThatACollectionLooksAtCosts() {
    String state =
        "local t = {} for i = 1, 10000 do t[i] = {} end for i = 1, 10000 do t[-i] = 'text' .. i end ";
    long bytes = 4L << 20;
    String garbage = "for i = 1, 100 do local s = ('x'):rep(100000) .. i end";

    long price = gasOf(state + garbage, bytes) - gasOf(state + garbage, PLENTY);

    // Tables count as an object and as a reference, texts as a reference.
    assertTrue(price > 3 * 30_000, () -> "costs " + price);
    assertTrue(price < 10 * 60_000, () -> "costs " + price);
  }

  @Test
  void chunkCostsTheSameWhenGasComesInSlices() throws CompileError {
    byte[] source = "local x = 1 ".repeat(190).getBytes(StandardCharsets.UTF_8);
    Heap heap = new Heap();
    LuaState state = new LuaState(heap);
    heap.setInterruptibleLimits(PLENTY, PLENTY);
    heap.spend(heap.gasLeft - 2000);

    long first = heap.gasUsed();
    state.load(source.clone(), ByteString.of("=chunk"), state.globals());
    long second = heap.gasUsed();
    state.load(source.clone(), ByteString.of("=chunk"), state.globals());

    assertTrue(second - first > source.length);
    assertEquals(second - first, heap.gasUsed() - second);
  }
}
