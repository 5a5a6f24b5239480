package dev.holon.vm.lua.library;

import static dev.holon.vm.lua.library.LibraryCalls.of;

import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import java.util.Random;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

/** Sorting, with orders that make sense and orders that do not, against the C implementation. */
class SortTest {
  private final LibraryCalls calls = new LibraryCalls(new TableLibrary());
  private final Random random = new Random(4);

  @Test
  void numbersAndTextsSortAsInTheReference() {
    for (int i = 0; i < 400; i++) {
      int kind = i % 3;
      LuaValue[] items = new LuaValue[random.nextInt(i % 20 == 0 ? 300 : 30)];
      for (int j = 0; j < items.length; j++) {
        int number = random.nextInt(200) - 100;
        items[j] = kind == 0 ? of((long) number) : kind == 1 ? of(number / 4.0) : of("s" + number);
      }
      calls.check("table.sort", calls.sequence(items));
    }

    calls.compare();
  }

  @Test
  void equalItemsEndWhereTheReferencePutsThem() {
    checkOrder("function(a, b) return a % 10 < b % 10 end", (a, b) -> a % 10 - b % 10);
  }

  @Test
  void reverseOrderEqualsTheReference() {
    checkOrder("function(a, b) return a > b end", (a, b) -> b - a);
  }

  @Test
  void orderThatIsNotStrictGivesTheSameResultOrError() {
    checkOrder("function(a, b) return a % 10 <= b % 10 end", (a, b) -> a % 10 - b % 10 - 1);
  }

  @Test
  void orderThatMakesNoSenseGivesTheSameResultOrError() {
    checkOrder(
        "function(a, b) return (a or 0) * 7 % 5 < (b or 0) * 3 % 7 end",
        (a, b) -> a * 7 % 5 - b * 3 % 7);
  }

  private void checkOrder(String lua, LongBinaryOperator compare) {
    NativeFunction order =
        NativeFunction.of(
            "order",
            call -> {
              boolean isNil = call.arg(1) == LuaValue.NIL || call.arg(2) == LuaValue.NIL;
              if (isNil && !lua.contains(" or ")) {
                throw call.error("nil");
              }
              call.give(compare.applyAsLong(number(call.arg(1)), number(call.arg(2))) < 0);
            });
    for (int i = 0; i < 400; i++) {
      LuaValue[] items = new LuaValue[random.nextInt(i % 10 == 0 ? 120 : 12)];
      StringBuilder literal = new StringBuilder("{");
      for (int j = 0; j < items.length; j++) {
        long number = random.nextInt(90);
        items[j] = of(number);
        literal.append(number).append(',');
      }
      Table table = calls.sequence(items);
      String guarded =
          lua.contains(" or ")
              ? lua
              : "function(a, b) if not a or not b then error('nil', 0) end return ("
                  + lua
                  + ")(a, b) end";
      calls.checkAs("table.sort, " + literal + "}, " + guarded, "table.sort", table, order);
    }
    calls.compare();
  }

  private static long number(LuaValue value) {
    return value instanceof IntegerNumber number ? number.value() : 0;
  }
}
