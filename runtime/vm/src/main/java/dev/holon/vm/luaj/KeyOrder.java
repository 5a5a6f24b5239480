package dev.holon.vm.luaj;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The order in which a table's keys are visited: 1 to n, then other numbers, then strings by their
 * bytes, then false and true. LuaJ's own order depends on identity hashes, which differ from one
 * machine to the next.
 */
final class KeyOrder {
  private static final Comparator<LuaValue> COMPARATOR =
      Comparator.comparingInt(KeyOrder::rank).thenComparing(KeyOrder::compareWithinRank);

  private KeyOrder() {}

  /** The last index of the run of values from 1 on; 0 when there is none at 1. */
  static int border(LuaTable table) {
    int border = 0;
    while (!table.rawget(border + 1).isnil()) {
      border++;
    }
    return border;
  }

  /**
   * The keys that are not 1 to {@code border}, in order.
   *
   * @throws ScriptError when a table or function is a key: those have no order
   */
  static LuaValue[] keysBeyond(LuaTable table, int border) {
    List<LuaValue> keys = new ArrayList<>();
    for (Varargs entry = table.next(LuaValue.NIL);
        !entry.arg1().isnil();
        entry = table.next(entry.arg1())) {
      LuaValue key = entry.arg1();
      if (key.isinttype() && key.toint() >= 1 && key.toint() <= border) {
        continue;
      }
      requireOrdered(key);
      keys.add(key);
    }
    LuaValue[] sorted = keys.toArray(new LuaValue[0]);
    Arrays.sort(sorted, COMPARATOR);
    return sorted;
  }

  /** Compares texts as unsigned bytes. */
  static int compareBytes(LuaString a, LuaString b) {
    return Arrays.compareUnsigned(
        a.m_bytes,
        a.m_offset,
        a.m_offset + a.m_length,
        b.m_bytes,
        b.m_offset,
        b.m_offset + b.m_length);
  }

  private static void requireOrdered(LuaValue key) {
    int type = key.type();
    if (type != LuaValue.TNUMBER && type != LuaValue.TSTRING && type != LuaValue.TBOOLEAN) {
      throw Failure.of(
          "cannot traverse a table that has a "
              + key.typename()
              + " as key: engine luaj-5.2 has no order for it");
    }
  }

  private static int rank(LuaValue key) {
    return switch (key.type()) {
      case LuaValue.TNUMBER -> 0;
      case LuaValue.TSTRING -> 1;
      default -> 2;
    };
  }

  private static int compareWithinRank(LuaValue a, LuaValue b) {
    return switch (a.type()) {
      case LuaValue.TNUMBER -> Double.compare(a.todouble(), b.todouble());
      case LuaValue.TSTRING -> compareBytes((LuaString) a, (LuaString) b);
      default -> Boolean.compare(a.toboolean(), b.toboolean());
    };
  }
}
