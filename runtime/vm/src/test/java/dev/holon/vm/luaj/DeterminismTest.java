package dev.holon.vm.luaj;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.protocol.Value;
import dev.holon.vm.EvalOutcome;
import dev.holon.vm.Messages;
import dev.holon.vm.Vm;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import org.junit.jupiter.api.Test;

/** What stock LuaJ answers differently from run to run is the same here, on every machine. */
class DeterminismTest {
  private static final String PROGRAM =
      """
      local kept = {}
      function handle()
        local out = {}
        local function put(...)
          local parts = table.pack(...)
          for i = 1, parts.n do parts[i] = tostring(parts[i]) end
          out[#out + 1] = table.concat(parts, " ")
        end
        local mixed = { 10, 20, [3.5] = "x", [-1] = "m", b = 1, a = 2, ["\\255"] = 3, [true] = 4, [false] = 5, [100] = 6 }
        for k, v in pairs(mixed) do put(k == "\\255" and "byte" or k, v) end
        local k, v = next(mixed)
        while k ~= nil do v = k; k = next(mixed, k) end
        put("last", v)
        for key in pairs(mixed) do mixed[key] = nil end
        put("left", next(mixed))
        put(kept, print, kept, {}, function() end)
        put(math.random(), math.random(10), math.random(5, 6))
        math.randomseed(42)
        put(math.random(1000000))
        put(collectgarbage("count"), os.clock(), os.date("%c"))
        put(1e15, 2^63, 1e100, 123456.789, 5 % 3.5)
        return { Output = table.concat(out, "\\n") }
      end
      """;

  private static final String GOLDEN =
      """
      1 10
      2 20
      -1 m
      3.5 x
      100 6
      a 2
      b 1
      byte 3
      false 5
      true 4
      last true
      left nil
      table: 0x00000001 function: 0x00000002 table: 0x00000001 table: 0x00000003 function: 0x00000004
      0.19598180491249 2 6
      677624
      1024 1700000000.123 Tue Nov 14 22:13:20 2023
      1000000000000000 9.2233720368548e+18 1e+100 123456.789 1.5
      """;

  private static EvalOutcome run() {
    try {
      Vm vm =
          new LuajEngine()
              .boot(
                  Messages.module(LuajEngine.FORMAT, PROGRAM),
                  Messages.process(),
                  VmLimits.DEFAULT);
      return vm.evaluate(Messages.message(Messages.OWNER, ""));
    } catch (VmBootException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(EvalOutcome outcome) {
    Value value = outcome.toResult().errorValue().orElseGet(() -> outcome.toResult().output());
    return value instanceof Value.Text text ? text.value().toUtf8() : value.toString();
  }

  @Test
  void twoMachinesAnswerAlikeToTheLastUnitOfGas() {
    assertEquals(run(), run());
  }

  @Test
  void answersAreThoseOfEarlierRuns() {
    assertEquals(GOLDEN, text(run()) + "\n");
  }
}
