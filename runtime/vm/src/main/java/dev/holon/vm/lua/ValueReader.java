package dev.holon.vm.lua;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Value;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.Trap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaValue;

/**
 * Turns Lua values into {@link Value}s and counts their bytes. A table with values from 1 to n and
 * no other key is a list, and so is an empty one; any other table is a map in the table's own
 * order, its keys as text. Metamethods are not asked.
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
    ByteString text = text(value);
    take(text.length());
    return Bytes.of(ByteBuffer.wrap(text.array()));
  }

  /** A text; bytes that are not UTF-8 read as U+FFFD. */
  String textOf(LuaValue value) {
    ByteString text = text(value);
    take(text.length());
    return text.tojstring();
  }

  private static ByteString text(LuaValue value) {
    return switch (value) {
      case ByteString text -> text;
      case IntegerNumber integer -> ByteString.of(NumberText.of(integer.value()));
      case FloatNumber number -> ByteString.of(NumberText.of(number.value()));
      default -> {
        if (value.type() != LuaValue.TBOOLEAN) {
          throw new Unreadable("a " + value.typename() + " is no text");
        }
        yield ByteString.of(value == LuaValue.TRUE ? "true" : "false");
      }
    };
  }

  private Value read(LuaValue value, int depth) {
    take(BYTES_PER_VALUE);
    return switch (value) {
      case ByteString text -> new Value.Text(bytesOf(text));
      case IntegerNumber integer -> new Value.Int(integer.value());
      case FloatNumber number -> number(number.value());
      case Table table -> table(table, depth + 1);
      default ->
          switch (value.type()) {
            case LuaValue.TNIL -> Value.NULL;
            case LuaValue.TBOOLEAN -> new Value.Bool(value == LuaValue.TRUE);
            default -> throw new Unreadable("a " + value.typename() + " cannot leave the process");
          };
    };
  }

  private Value table(Table table, int depth) {
    if (depth > DEPTH_MAX) {
      throw new Unreadable("tables nest deeper than " + DEPTH_MAX);
    }
    long border = table.border();
    return isList(table, border) ? list(table, border, depth) : map(table, depth);
  }

  private static boolean isList(Table table, long border) {
    long count = 0;
    int position = table.nextPosition(LuaValue.NIL);
    while (position >= 0) {
      LuaValue key = table.keyAt(position);
      if (!(key instanceof IntegerNumber index) || index.value() < 1 || index.value() > border) {
        return false;
      }
      count++;
      position = table.positionFrom(position + 1);
    }
    return count == border;
  }

  private Value list(Table table, long length, int depth) {
    List<Value> items = new ArrayList<>();
    for (long i = 1; i <= length; i++) {
      items.add(read(table.fetch(i), depth));
    }
    return new Value.ListOf(items);
  }

  private Value map(Table table, int depth) {
    List<Value.Entry> entries = new ArrayList<>();
    int position = table.nextPosition(LuaValue.NIL);
    while (position >= 0) {
      String key = textOf(table.keyAt(position));
      entries.add(new Value.Entry(key, read(table.valueAt(position), depth)));
      position = table.positionFrom(position + 1);
    }
    return new Value.MapOf(entries);
  }

  private static Value number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
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
