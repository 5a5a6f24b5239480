package dev.holon.vm.lua.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

/** Tables after random histories iterate, and have the border, as in the C implementation. */
class TableOrderTest {
  private static final int HISTORIES = 1500;

  private final Heap heap = new Heap();
  private final StringBuilder script = new StringBuilder();
  private final List<String> ours = new ArrayList<>();

  TableOrderTest() {
    heap.setLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    script.append("local function show(t) local o = {} for k in pairs(t) do ");
    script.append("o[#o + 1] = type(k) == 'number' and string.format('%a', k) or tostring(k) end ");
    script.append("print(#t .. ' ' .. table.concat(o, ' ')) end\nlocal t\n");
  }

  @Test
  void orderAndBorderEqualThoseOfTheReference() {
    Random random = new Random(5);
    for (int i = 0; i < HISTORIES; i++) {
      history(random);
    }

    assertEquals(ReferenceLua.lines(script.toString()), ours);
  }

  @Test
  void orderSurvivesRollbackAtAnyPoint() {
    Random random = new Random(6);
    for (int i = 0; i < 300; i++) {
      historyWithRollbacks(random);
    }

    assertEquals(ReferenceLua.lines(script.toString()), ours);
  }

  private void history(Random random) {
    Table table = start(random);
    int kind = random.nextInt(5);
    int steps = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 40);
    for (int i = 0; i < steps; i++) {
      step(random, table, kind);
    }
    show(table);
  }

  private void historyWithRollbacks(Random random) {
    Table table = start(random);
    int kind = random.nextInt(5);
    for (int round = 0; round < 6; round++) {
      heap.begin();
      for (int i = random.nextInt(15); i > 0; i--) {
        LuaValue key = key(random, kind);
        table.store(heap, key, random.nextInt(3) == 0 ? LuaValue.NIL : LuaValue.TRUE);
      }
      heap.rollback();
      heap.begin();
      for (int i = random.nextInt(15); i > 0; i--) {
        step(random, table, kind);
      }
      heap.commit();
      show(table);
    }
  }

  private Table start(Random random) {
    int array = random.nextInt(3) == 0 ? random.nextInt(9) : 0;
    Table table = new Table(heap, array, 0);
    script.append("t = {");
    for (int i = 1; i <= array; i++) {
      table.store(heap, i, LuaValue.TRUE);
      script.append("1,");
    }
    script.append("}\n");
    return table;
  }

  private void step(Random random, Table table, int kind) {
    LuaValue key = key(random, kind);
    boolean isDeletion = random.nextInt(3) == 0;
    table.store(heap, key, isDeletion ? LuaValue.NIL : LuaValue.TRUE);
    script.append("t[").append(text(key)).append("]=").append(isDeletion ? "nil\n" : "1\n");
    if (random.nextInt(10) == 0) {
      show(table);
    }
  }

  private static LuaValue key(Random random, int kind) {
    switch (kind) {
      case 0:
        return IntegerNumber.of(1 + random.nextInt(40));
      case 1:
        return IntegerNumber.of(random.nextInt(100) - 50);
      case 2:
        return FloatNumber.of((random.nextInt(400) - 200) / 4.0);
      case 3:
        return random.nextBoolean()
            ? IntegerNumber.of(1L << random.nextInt(64))
            : FloatNumber.of(Math.scalb(random.nextInt(5) - 2.5, random.nextInt(2098) - 1074));
      default:
        return switch (random.nextInt(8)) {
          case 0 -> LuaValue.TRUE;
          case 1 -> LuaValue.FALSE;
          case 2 -> FloatNumber.of(Double.POSITIVE_INFINITY);
          case 3 -> FloatNumber.of(-random.nextInt(3));
          default -> IntegerNumber.of(random.nextInt(20));
        };
    }
  }

  private static String text(LuaValue key) {
    if (key instanceof IntegerNumber number) {
      return number.value() == Long.MIN_VALUE ? "math.mininteger" : Long.toString(number.value());
    }
    if (key instanceof FloatNumber number) {
      return Double.isInfinite(number.value()) ? "1/0" : Double.toHexString(number.value());
    }
    return key == LuaValue.TRUE ? "true" : "false";
  }

  private void show(Table table) {
    script.append("show(t)\n");
    StringBuilder line = new StringBuilder().append(table.border()).append(' ');
    int count = 0;
    int position = table.nextPosition(LuaValue.NIL);
    while (position >= 0) {
      LuaValue key = table.keyAt(position);
      line.append(count++ == 0 ? "" : " ");
      line.append(
          key instanceof IntegerNumber n
              ? NumberText.hexadecimal(n.value(), -1, false)
              : key instanceof FloatNumber n
                  ? NumberText.hexadecimal(n.value(), -1, false)
                  : text(key));
      position = table.nextPosition(key);
    }
    ours.add(line.toString());
  }
}
