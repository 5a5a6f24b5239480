package dev.holon.vm.luaj;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Turns Lua values into {@link Value}s and counts their bytes. A table with values from 1 to n and
 * no other key is a list, and so is an empty one; any other table is a map with its keys as text,
 * in {@link KeyOrder}.
 */
final class ValueReader {
  /** Tables within tables; a table that contains itself ends here. */
  static final int DEPTH_MAX = 64;

  private static final long EXACT_INTEGER_MAX = 1L << 53;
  private static final int BYTES_PER_VALUE = 8;

  private final long bytesMax;
  private long bytes;

  ValueReader(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * A value of any JSON type.
   *
   * @throws Unreadable when it holds a function, a number that is not finite, or nests too deep
   * @throws Trap.OutOfMemory when all that this reader read is larger than its limit
   */
  Value read(LuaValue value) {
    return read(value, 0);
  }

  /** A text's bytes; numbers and booleans as {@code tostring} writes them. */
  Bytes bytesOf(LuaValue value) {
    LuaString text = BaseLibrary.tostring(value);
    take(text.length());
    return Bytes.of(ByteBuffer.wrap(text.m_bytes, text.m_offset, text.m_length));
  }

  /** A text; bytes that are not UTF-8 read as U+FFFD. */
  String textOf(LuaValue value) {
    LuaString text = BaseLibrary.tostring(value);
    take(text.length());
    return text.tojstring();
  }

  private Value read(LuaValue value, int depth) {
    take(BYTES_PER_VALUE);
    return switch (value.type()) {
      case LuaValue.TNIL -> Value.NULL;
      case LuaValue.TBOOLEAN -> new Value.Bool(value.toboolean());
      case LuaValue.TNUMBER -> number(value.todouble());
      case LuaValue.TSTRING -> new Value.Text(bytesOf(value));
      case LuaValue.TTABLE -> table((LuaTable) value, depth + 1);
      default -> throw new Unreadable("a " + value.typename() + " cannot leave the process");
    };
  }

  private Value table(LuaTable table, int depth) {
    if (depth > DEPTH_MAX) {
      throw new Unreadable("tables nest deeper than " + DEPTH_MAX);
    }
    int border = KeyOrder.border(table);
    LuaValue[] beyond = KeyOrder.keysBeyond(table, border);
    return beyond.length == 0 ? list(table, border, depth) : map(table, border, beyond, depth);
  }

  private Value list(LuaTable table, int length, int depth) {
    List<Value> items = new ArrayList<>(length);
    for (int i = 1; i <= length; i++) {
      items.add(read(table.rawget(i), depth));
    }
    return new Value.ListOf(items);
  }

  private Value map(LuaTable table, int border, LuaValue[] beyond, int depth) {
    List<Value.Entry> entries = new ArrayList<>(border + beyond.length);
    for (int i = 1; i <= border; i++) {
      entries.add(new Value.Entry(Integer.toString(i), read(table.rawget(i), depth)));
    }
    for (LuaValue key : beyond) {
      entries.add(new Value.Entry(textOf(key), read(table.rawget(key), depth)));
    }
    return new Value.MapOf(entries);
  }

  private static Value number(double value) {
    if (!NumberText.isFinite(value)) {
      throw new Unreadable("the number " + NumberText.of(value) + " cannot leave the process");
    }
    boolean isInteger = value == Math.rint(value) && Math.abs(value) <= EXACT_INTEGER_MAX;
    return isInteger ? new Value.Int((long) value) : new Value.Float(value);
  }

  /** Counts one element of a list, whatever it holds. */
  void element() {
    take(BYTES_PER_VALUE);
  }

  private void take(long count) {
    bytes += count;
    if (bytes > bytesMax) {
      throw new Trap.OutOfMemory("output", bytesMax);
    }
  }

  /** A value that has no form outside the process. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }
}
