package dev.holon.vm.luaj;

import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The table functions. They work on the table itself, without metamethods. */
final class TableLibrary {
  private static final LuaString COUNT = LuaString.valueOf("n");

  private TableLibrary() {}

  static LuaTable create() {
    LuaTable library = new LuaTable();
    library.rawset("concat", Native.of(TableLibrary::concat));
    library.rawset("insert", Native.of(TableLibrary::insert));
    library.rawset("pack", Native.of(TableLibrary::pack));
    library.rawset("remove", Native.of(TableLibrary::remove));
    library.rawset("sort", Native.of(TableLibrary::sort));
    library.rawset("unpack", Native.of(TableLibrary::unpack));
    return library;
  }

  private static Varargs concat(Varargs arguments) {
    LuaTable table = arguments.checktable(1);
    LuaString separator = arguments.optstring(2, LuaValue.EMPTYSTRING);
    int from = arguments.optint(3, 1);
    int to = arguments.arg(4).isnil() ? table.rawlen() : arguments.checkint(4);
    Meter meter = LuajProcess.current().meter();
    TextBuilder result = new TextBuilder(meter);
    for (long i = from; i <= to; i++) {
      LuaValue value = table.rawget((int) i);
      if (!value.isstring()) {
        throw Failure.of(
            "invalid value (a " + value.typename() + ") at index " + i + " in table for 'concat'");
      }
      meter.charge(1);
      result.append(BaseLibrary.tostring(value));
      if (i < to) {
        result.append(separator);
      }
    }
    return result.finish();
  }

  private static Varargs insert(Varargs arguments) {
    LuaTable table = arguments.checktable(1);
    int last = table.rawlen() + 1;
    if (arguments.narg() == 2) {
      table.rawset(last, arguments.arg(2));
      return LuaValue.NONE;
    }
    if (arguments.narg() != 3) {
      throw Failure.of("wrong number of arguments to 'insert'");
    }
    int position = arguments.checkint(2);
    if (position < 1 || position > last) {
      throw Failure.ofArgument(2, "position out of bounds");
    }
    LuajProcess.current().meter().charge(last - position);
    for (int i = last; i > position; i--) {
      table.rawset(i, table.rawget(i - 1));
    }
    table.rawset(position, arguments.arg(3));
    return LuaValue.NONE;
  }

  private static Varargs pack(Varargs arguments) {
    LuaTable table = new LuaTable(arguments.narg(), 1);
    for (int i = 1; i <= arguments.narg(); i++) {
      table.rawset(i, arguments.arg(i));
    }
    table.rawset(COUNT, LuaValue.valueOf(arguments.narg()));
    return table;
  }

  private static Varargs remove(Varargs arguments) {
    LuaTable table = arguments.checktable(1);
    int length = table.rawlen();
    int position = arguments.optint(2, length);
    if (arguments.narg() > 1 && length + 1 != position && (position < 1 || position > length + 1)) {
      if (length != 0 || position != 0) {
        throw Failure.ofArgument(2, "position out of bounds");
      }
    }
    LuaValue removed = table.rawget(position);
    LuajProcess.current().meter().charge(Math.max(length - position, 0));
    for (int i = position; i < length; i++) {
      table.rawset(i, table.rawget(i + 1));
    }
    if (position >= 1 && position <= length) {
      table.rawset(length, LuaValue.NIL);
    }
    return removed;
  }

  /** A merge sort: stable, and an order function that contradicts itself does no harm. */
  private static Varargs sort(Varargs arguments) {
    LuaTable table = arguments.checktable(1);
    LuaValue order = arguments.arg(2);
    int length = table.rawlen();
    LuaValue[] values = new LuaValue[length];
    for (int i = 0; i < length; i++) {
      values[i] = table.rawget(i + 1);
    }
    if (!order.isnil()) {
      order.checkfunction();
    }
    LuaValue[] sorted = mergeSort(values, order, LuajProcess.current().meter());
    for (int i = 0; i < length; i++) {
      table.rawset(i + 1, sorted[i]);
    }
    return LuaValue.NONE;
  }

  /** The values in order; the array itself may be used as working space. */
  private static LuaValue[] mergeSort(LuaValue[] values, LuaValue order, Meter meter) {
    LuaValue[] from = values;
    LuaValue[] to = new LuaValue[values.length];
    for (int width = 1; width < values.length && width > 0; width *= 2) {
      meter.charge(values.length);
      for (int start = 0; start < values.length; start += 2 * width) {
        merge(from, to, start, width, order);
      }
      LuaValue[] spare = from;
      from = to;
      to = spare;
    }
    return from;
  }

  private static void merge(LuaValue[] from, LuaValue[] to, int start, int width, LuaValue order) {
    int middle = Math.min(start + width, from.length);
    int end = Math.min(middle + width, from.length);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean isRight = left == middle || (right < end && isBefore(from[right], from[left], order));
      to[i] = isRight ? from[right++] : from[left++];
    }
  }

  private static boolean isBefore(LuaValue a, LuaValue b, LuaValue order) {
    if (!order.isnil()) {
      return order.call(a, b).toboolean();
    }
    // LuaJ's own comparison takes bytes over 127 for negative.
    if (a instanceof LuaString left && b instanceof LuaString right) {
      return KeyOrder.compareBytes(left, right) < 0;
    }
    return a.lt_b(b);
  }

  private static Varargs unpack(Varargs arguments) {
    LuaTable table = arguments.checktable(1);
    int from = arguments.optint(2, 1);
    int to = arguments.arg(3).isnil() ? table.rawlen() : arguments.checkint(3);
    long count = Math.max((long) to - from + 1, 0);
    if (count > StringLibrary.RESULTS_MAX) {
      throw Failure.of("too many results to unpack");
    }
    LuaValue[] values = new LuaValue[(int) count];
    Arrays.setAll(values, i -> table.rawget(from + i));
    LuajProcess.current().meter().charge(count);
    return LuaValue.varargsOf(values);
  }
}
