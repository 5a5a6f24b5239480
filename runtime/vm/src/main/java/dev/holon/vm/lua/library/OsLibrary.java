package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaValue;

/**
 * What a process may know of the library {@code os} (Lua 5.3 manual §6.9): dates, in UTC and in the
 * C locale. The current time is the message's. Files, programs and the environment are absent.
 */
public final class OsLibrary implements Library {
  /** {@code os.clock} counts gas: as if a second of processor time were so much. */
  private static final double GAS_PER_SECOND = 1e8;

  private static final ByteString DEFAULT_FORMAT = ByteString.of("%c");

  private static final ByteString SECOND = ByteString.of("sec");
  private static final ByteString MINUTE = ByteString.of("min");
  private static final ByteString HOUR = ByteString.of("hour");
  private static final ByteString DAY = ByteString.of("day");
  private static final ByteString MONTH = ByteString.of("month");
  private static final ByteString YEAR = ByteString.of("year");
  private static final ByteString WEEKDAY = ByteString.of("wday");
  private static final ByteString YEAR_DAY = ByteString.of("yday");
  private static final ByteString IS_SUMMER_TIME = ByteString.of("isdst");

  private static final ByteString NAME = ByteString.of("os");

  private static final FunctionTable FUNCTIONS =
      new FunctionTable(
          NativeFunction.of("os.clock", OsLibrary::clock),
          NativeFunction.of("os.date", OsLibrary::date),
          NativeFunction.of(
              "os.difftime", call -> call.give((double) time(call, 1) - (double) time(call, 2))),
          NativeFunction.of("os.time", OsLibrary::time));

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table library = FUNCTIONS.toTable(heap, 0);
    state.globals().store(heap, NAME, library);
  }

  private static long time(Call call, int index) {
    return call.integer(index);
  }

  private static void clock(Call call) {
    call.give(call.heap().gasUsed() / GAS_PER_SECOND);
  }

  private static long now(Call call) {
    return Math.floorDiv(call.state().timestampMillis(), 1000L);
  }

  private static void time(Call call) {
    if (call.isNoneOrNil(1)) {
      call.give(now(call));
      return;
    }
    Table fields = call.table(1);
    long second = field(call, fields, SECOND, 0, 0);
    long minute = field(call, fields, MINUTE, 0, 0);
    long hour = field(call, fields, HOUR, 12, 0);
    long day = field(call, fields, DAY, -1, 0);
    long month = field(call, fields, MONTH, -1, 1);
    long year = field(call, fields, YEAR, -1, 1900);
    call.state().index(fields, IS_SUMMER_TIME);
    long time =
        DateText.daysBefore(1900 + year + Math.floorDiv(month, 12L), Math.floorMod(month, 12))
                * DateText.SECONDS_PER_DAY
            + (day - 1) * DateText.SECONDS_PER_DAY
            + hour * 3600
            + minute * 60
            + second;
    DateText date = DateText.of(time);
    // The C implementation cannot tell this one from its mark of failure.
    if (time == -1 || !date.isRepresentable()) {
      throw call.error("time result cannot be represented in this installation");
    }
    setFields(call, fields, date);
    call.give(time);
  }

  private static long field(Call call, Table fields, ByteString name, int otherwise, int base) {
    LuaValue value = call.state().index(fields, name);
    IntegerNumber number = MathLibrary.integerOf(value, call.heap());
    if (number == null) {
      if (value != LuaValue.NIL) {
        throw call.error("field '" + name + "' is not an integer");
      }
      if (otherwise < 0) {
        throw call.error("field '" + name + "' missing in date table");
      }
      return otherwise;
    }
    if (Math.abs(number.value()) > Integer.MAX_VALUE / 2 || number.value() == Long.MIN_VALUE) {
      throw call.error("field '" + name + "' is out-of-bound");
    }
    return number.value() - base;
  }

  private static void setFields(Call call, Table fields, DateText date) {
    set(call, fields, SECOND, IntegerNumber.of(date.second()));
    set(call, fields, MINUTE, IntegerNumber.of(date.minute()));
    set(call, fields, HOUR, IntegerNumber.of(date.hour()));
    set(call, fields, DAY, IntegerNumber.of(date.day()));
    set(call, fields, MONTH, IntegerNumber.of(date.month() + 1L));
    set(call, fields, YEAR, IntegerNumber.of(date.year()));
    set(call, fields, WEEKDAY, IntegerNumber.of(date.weekday() + 1L));
    set(call, fields, YEAR_DAY, IntegerNumber.of(date.yearDay() + 1L));
    set(call, fields, IS_SUMMER_TIME, LuaBoolean.FALSE);
  }

  private static void set(Call call, Table fields, ByteString name, LuaValue value) {
    call.state().setIndex(fields, name, value);
  }

  private static void date(Call call) {
    ByteString format = call.string(1, DEFAULT_FORMAT);
    long time = call.isNoneOrNil(2) ? now(call) : call.integer(2);
    boolean isMarked = format.length() > 0 && format.at(0) == '!';
    DateText date = DateText.of(time);
    if (!date.isRepresentable()) {
      throw call.error("time result cannot be represented in this installation");
    }
    int start = isMarked ? 1 : 0;
    if (isTableFormat(format, start)) {
      Table fields = new Table(call.heap(), 0, 9);
      setFields(call, fields, date);
      call.give(fields);
      return;
    }
    ByteBuilder text = new ByteBuilder(call.heap());
    int i = start;
    while (i < format.length()) {
      int c = format.at(i++);
      if (c != '%') {
        text.append(c);
        continue;
      }
      int length = DateText.conversionLength(format, i);
      if (length == 0) {
        throw call.argumentError(1, "invalid conversion specifier '%" + cText(format, i) + "'");
      }
      call.heap().spend(2);
      text.append(date.convert((char) format.at(i + length - 1), isMarked ? "GMT" : "UTC"));
      i += length;
    }
    call.give(text.toByteString());
  }

  private static boolean isTableFormat(ByteString format, int start) {
    return format.length() >= start + 2
        && format.at(start) == '*'
        && format.at(start + 1) == 't'
        && (format.length() == start + 2 || format.at(start + 2) == 0);
  }

  /** The text up to a zero byte, as C sees it. */
  private static String cText(ByteString format, int from) {
    return format.slice(from, format.length()).upToZero();
  }
}
