package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.Unboxed.FLOAT;
import static dev.holon.vm.lua.machine.Unboxed.INTEGER;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * The usual course of instructions, for compiled code. A method that cannot finish has done nothing
 * and says so, with null or false; then {@link CompiledFallbacks} does the instruction.
 */
final class CompiledSteps {
  /** Tables that a field is looked for in, each the {@code __index} of the one before. */
  private static final int INHERITED_MAX = 8;

  private CompiledSteps() {}

  static void put(LuaValue[] r, long[] n, int a, long value) {
    n[a] = value;
    if (r[a] != INTEGER) {
      r[a] = INTEGER;
    }
  }

  static void put(LuaValue[] r, long[] n, int a, double value) {
    n[a] = Double.doubleToRawLongBits(value);
    if (r[a] != FLOAT) {
      r[a] = FLOAT;
    }
  }

  /** Whether a register holds an integer, which then is unboxed. */
  static boolean holdsInteger(LuaValue[] r, long[] n, int a) {
    LuaValue v = r[a];
    if (v == INTEGER) {
      return true;
    }
    if (v instanceof IntegerNumber number) {
      n[a] = number.value();
      r[a] = INTEGER;
      return true;
    }
    return false;
  }

  static boolean holdsFloat(LuaValue[] r, long[] n, int a) {
    LuaValue v = r[a];
    if (v == FLOAT) {
      return true;
    }
    if (v instanceof FloatNumber number) {
      n[a] = Double.doubleToRawLongBits(number.value());
      r[a] = FLOAT;
      return true;
    }
    return false;
  }

  static void move(LuaValue[] r, long[] n, int a, int b) {
    LuaValue v = r[b];
    n[a] = n[b];
    if (r[a] != v) {
      r[a] = v;
    }
  }

  static void fillNil(LuaValue[] r, int from, int to) {
    for (int i = from; i <= to; i++) {
      r[i] = LuaValue.NIL;
    }
  }

  static boolean isTruthy(LuaValue[] r, int a) {
    LuaValue v = r[a];
    return v != LuaValue.NIL && v != LuaValue.FALSE;
  }

  static void not(LuaValue[] r, int a, int b) {
    r[a] = isTruthy(r, b) ? LuaValue.FALSE : LuaValue.TRUE;
  }

  static void load(Frame f, LuaValue[] r, long[] n, int a, int index) {
    Upvalue u = f.upvalues[index];
    Frame open = u.frame;
    LuaValue v;
    if (open == null) {
      v = u.closedValue;
      n[a] = u.closedBits;
    } else {
      v = open.values[u.index];
      n[a] = open.numbers[u.index];
    }
    r[a] = v;
  }

  static void store(LuaState state, Heap heap, Frame f, int index, LuaValue v, long bits) {
    f.upvalues[index].assign(state, heap, v, bits);
  }

  static @Nullable LuaValue global(Heap heap, Frame f, int index, ByteString key) {
    return field(heap, f.upvalues[index].value(), key);
  }

  /** A field of a table, or of the table that its metatable names under {@code __index}. */
  static @Nullable LuaValue field(Heap heap, LuaValue value, ByteString key) {
    if (value instanceof Table table) {
      LuaValue found = table.fetch(key);
      if (found != LuaValue.NIL) {
        return found;
      }
      Table metatable = table.metatable();
      return metatable == null ? found : inherited(heap, metatable, key);
    }
    return null;
  }

  private static @Nullable LuaValue inherited(Heap heap, Table metatable, ByteString key) {
    Table above = metatable;
    for (int steps = 1; steps <= INHERITED_MAX; steps++) {
      LuaValue index = above.fetch(Names.INDEX);
      LuaValue found = index;
      if (index instanceof Table parent) {
        found = parent.fetch(key);
        above = parent.metatable();
      } else if (index != LuaValue.NIL) {
        return null;
      }
      if (found != LuaValue.NIL || above == null || index == LuaValue.NIL) {
        heap.spend(index == LuaValue.NIL ? steps - 1 : steps);
        return found;
      }
    }
    return null;
  }

  /** A method of texts. */
  private static @Nullable LuaValue ofTexts(LuaState state, LuaValue text, ByteString key) {
    if (state.metamethod(text, Names.INDEX) instanceof Table methods) {
      LuaValue found = methods.fetch(key);
      if (found != LuaValue.NIL) {
        state.heap().spend(1);
        return found;
      }
    }
    return null;
  }

  static @Nullable LuaValue element(LuaValue value, long key) {
    if (value instanceof Table table) {
      LuaValue found = table.fetch(key);
      if (found != LuaValue.NIL || table.metatable() == null) {
        return found;
      }
    }
    return null;
  }

  static @Nullable LuaValue element(LuaValue value, LuaValue key, long bits) {
    if (value instanceof Table table) {
      LuaValue found =
          key == INTEGER
              ? table.fetch(bits)
              : key instanceof ByteString text
                  ? table.fetch(text)
                  : table.fetch(Unboxed.box(key, bits));
      if (found != LuaValue.NIL || table.metatable() == null) {
        return found;
      }
    }
    return null;
  }

  static boolean setField(Heap heap, LuaValue value, ByteString key, LuaValue item) {
    if (value instanceof Table table
        && (table.metatable() == null || table.fetch(key) != LuaValue.NIL)) {
      table.store(heap, key, item);
      return true;
    }
    return false;
  }

  static boolean setElement(Heap heap, LuaValue value, long key, LuaValue item) {
    if (value instanceof Table table
        && (table.metatable() == null || table.fetch(key) != LuaValue.NIL)) {
      table.store(heap, key, item);
      return true;
    }
    return false;
  }

  static boolean setElement(Heap heap, LuaValue value, LuaValue key, long bits, LuaValue item) {
    if (key == INTEGER) {
      return setElement(heap, value, bits, item);
    }
    return key instanceof ByteString text && setField(heap, value, text, item);
  }

  static boolean self(LuaState state, LuaValue[] r, long[] n, int a, int b, ByteString key) {
    LuaValue self = r[b];
    LuaValue found =
        self instanceof ByteString ? ofTexts(state, self, key) : field(state.heap(), self, key);
    if (found == null) {
      return false;
    }
    n[a + 1] = n[b];
    r[a + 1] = self;
    r[a] = found;
    return true;
  }

  /** The border of a table without metatable or length of a text; -1 when there is more to it. */
  static long length(LuaValue value) {
    if (value instanceof Table table) {
      return table.metatable() == null ? table.border() : -1;
    }
    return value instanceof ByteString text ? text.length() : -1;
  }

  /** Ends an iteration of a numeric loop whose variables are in the frame; false at its end. */
  static boolean loop(LuaValue[] r, long[] n, int a) {
    if (r[a] == INTEGER) {
      long step = n[a + 2];
      long at = n[a] + step;
      long limit = n[a + 1];
      if (step > 0 ? at > limit : limit > at) {
        return false;
      }
      n[a] = at;
      put(r, n, a + 3, at);
      return true;
    }
    double step = Double.longBitsToDouble(n[a + 2]);
    double at = Double.longBitsToDouble(n[a]) + step;
    double limit = Double.longBitsToDouble(n[a + 1]);
    if (step > 0 ? at <= limit : limit <= at) {
      n[a] = Double.doubleToRawLongBits(at);
      put(r, n, a + 3, at);
      return true;
    }
    return false;
  }

  /** Whether a loop of integers goes on. */
  static boolean isWithin(long at, long limit, long step) {
    return step > 0 ? at <= limit : limit <= at;
  }

  static boolean isWithin(double at, double limit, double step) {
    return step > 0 ? at <= limit : limit <= at;
  }

  /** Takes over the control variable of a generic loop; false at its end. */
  static boolean nextIteration(LuaValue[] r, long[] n, int a) {
    LuaValue v = r[a + 1];
    if (v == LuaValue.NIL) {
      return false;
    }
    n[a] = n[a + 1];
    r[a] = v;
    return true;
  }
}
