package dev.holon.vm.lua.library;

import static dev.holon.vm.lua.library.LibraryCalls.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.Trap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

class TableLibraryTest {
  private final LibraryCalls calls = new LibraryCalls(new TableLibrary());

  @Test
  void resultsAndErrorsEqualTheReference() {
    calls.check("table.concat");
    calls.check("table.concat", calls.sequence(of(1), of(2.5), of("x"), of(1e15)), of(", "));
    calls.check("table.concat", calls.sequence(LuaValue.TRUE));
    calls.check("table.concat", calls.sequence(), of(""), of(1L << 40), of(1L << 40));
    calls.check("table.concat", calls.sequence(of("a"), of("b"), of("c")), of(7), of(2), of("3"));
    calls.check("table.concat", calls.sequence(of("a")), of("x"), of(2), of(1));
    calls.check("table.insert", of("x"), of(1));
    calls.check("table.insert", calls.sequence());
    calls.check("table.insert", calls.sequence(), of(1), of(2), of(3));
    calls.check("table.unpack", calls.sequence(), of(1), of(1e7));
    calls.check("table.unpack", calls.sequence(of(1)), of(Long.MIN_VALUE), of(Long.MAX_VALUE));
    calls.check("table.unpack", calls.sequence(of(1), of(2)), of(Long.MAX_VALUE));
    calls.check("table.move", calls.sequence(of(1)), of(1), of(2));
    calls.check("table.move", calls.sequence(), of(Long.MIN_VALUE), of(0), of(1));
    calls.check("table.move", calls.sequence(), of(1), of(10), of(Long.MAX_VALUE - 2));
    calls.check("table.move", calls.sequence(), of(1), of(2), of(3), of(4));
    calls.check("table.pack");
    calls.check("table.pack", of(1), of("a"), LuaValue.FALSE);
    calls.check("table.sort", calls.sequence(of(2), of(1)), of(5));
    calls.check("table.sort", LuaValue.NIL);

    calls.compare();
  }

  @Test
  void randomCallsEqualTheReference() {
    Random random = new Random(9);
    for (int i = 0; i < 3000; i++) {
      LuaValue[] items = new LuaValue[random.nextInt(9)];
      for (int j = 0; j < items.length; j++) {
        items[j] = of(j * 10L);
      }
      Table table = calls.sequence(items);
      switch (random.nextInt(5)) {
        case 0 -> calls.check("table.insert", table, small(random), of("new"));
        case 1 -> calls.check("table.remove", table, small(random));
        case 2 -> calls.check("table.remove", table);
        case 3 -> calls.check("table.move", table, small(random), small(random), small(random));
        default -> calls.check("table.unpack", table, small(random), small(random));
      }
    }

    calls.compare();
  }

  @Test
  void packCountsItsArguments() {
    Call call = new Call(calls.state(), calls.function("table.pack"), LuaValue.NIL, LuaValue.NIL);
    call.function().body().run(call);

    assertEquals(of(2), ((Table) call.result(0)).fetch(ByteString.of("n")));
  }

  @Test
  void longRangesCostGas() {
    calls.heap().setLimits(10_000, 1 << 20);

    assertThrows(
        Trap.OutOfGas.class,
        () -> calls.check("table.move", calls.sequence(), of(1), of(1L << 40), of(1L << 41)));
  }

  private static LuaValue small(Random random) {
    return of(random.nextInt(14) - 2L);
  }
}
