package dev.holon.vm.lua.library;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.Names;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.NumberReader;
import dev.holon.vm.lua.value.RawEquality;
import dev.holon.vm.lua.value.Table;
import java.util.List;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * The basic functions (Lua 5.3 manual §6.1) but those that reach files. {@code collectgarbage} only
 * tells the memory that the process is charged for; {@code print} is for whoever embeds the engine
 * to define.
 */
public final class BaseLibrary implements Library {
  private static final NativeFunction NEXT = NativeFunction.of("next", BaseLibrary::next);
  private static final NativeFunction IPAIRS_STEP =
      NativeFunction.of("ipairs/step", BaseLibrary::stepIpairs);
  private static final ByteString ASSERTION_FAILED = ByteString.of("assertion failed!");
  private static final ByteString VERSION = ByteString.of("Lua 5.3");
  private static final ByteString SOURCE_OF_READER = ByteString.of("=(load)");
  private static final ByteString ANY_MODE = ByteString.of("bt");
  private static final int BASE_MAX = 36;

  /** Java copies of a text, at most, on its way into a message. */
  private static final int COPIES_OF_TEXT = 8;

  private static final List<NativeFunction> FUNCTIONS =
      List.of(
          NativeFunction.of("assert", BaseLibrary::check),
          NativeFunction.of("collectgarbage", BaseLibrary::collectGarbage),
          NativeFunction.of("error", BaseLibrary::error),
          NativeFunction.of("getmetatable", BaseLibrary::getMetatable),
          NativeFunction.of("ipairs", BaseLibrary::ipairs),
          NativeFunction.of("load", BaseLibrary::load),
          NEXT,
          NativeFunction.of("pairs", BaseLibrary::pairs),
          NativeFunction.of("rawequal", BaseLibrary::rawEqual),
          NativeFunction.of("rawget", BaseLibrary::rawGet),
          NativeFunction.of("rawlen", BaseLibrary::rawLength),
          NativeFunction.of("rawset", BaseLibrary::rawSet),
          NativeFunction.of("select", BaseLibrary::select),
          NativeFunction.of("setmetatable", BaseLibrary::setMetatable),
          NativeFunction.of("tonumber", BaseLibrary::toNumber),
          NativeFunction.of("tostring", BaseLibrary::toText),
          NativeFunction.of("type", BaseLibrary::type));

  @Override
  public void open(LuaState state) {
    Table globals = state.globals();
    for (NativeFunction function : FUNCTIONS) {
      globals.store(state.heap(), ByteString.of(function.name()), function);
    }
    for (NativeFunction function : state.protectedCalls()) {
      globals.store(state.heap(), ByteString.of(function.name()), function);
    }
    globals.store(state.heap(), ByteString.of("_VERSION"), VERSION);
    globals.store(state.heap(), ByteString.of("_G"), globals);
    state.setSteps(NEXT, IPAIRS_STEP);
  }

  /** Functions that values of a process may hold though no library table has them. */
  static List<NativeFunction> unlistedFunctions() {
    return List.of(IPAIRS_STEP);
  }

  private static void check(Call call) {
    if (call.count() > 0 && call.isTruthy(1)) {
      for (int i = 1; i <= call.count(); i++) {
        call.give(call.arg(i));
      }
      return;
    }
    call.any(1);
    throw raised(call, call.isNone(2) ? ASSERTION_FAILED : call.arg(2), 1);
  }

  private static void collectGarbage(Call call) {
    ByteString named = call.string(1, ByteString.of("collect"));
    call.heap().allocate((long) COPIES_OF_TEXT * named.length());
    call.heap().spend(named.length() / Heap.BYTES_PER_GAS);
    String option = named.upToZero();
    switch (option) {
      case "count" -> call.give(call.heap().bytesUsed() / 1024.0);
      case "step" -> call.give(true);
      case "isrunning" -> call.give(true);
      case "collect", "stop", "restart", "setpause", "setstepmul" -> call.give(0L);
      default -> throw call.argumentError(1, "invalid option '" + option + "'");
    }
  }

  private static void error(Call call) {
    long level = call.integer(2, 1);
    LuaValue value = call.arg(1);
    throw raised(call, value, level);
  }

  /** An error of a value; a text gets the position of the code at the level in front. */
  private static ScriptError raised(Call call, LuaValue value, long level) {
    if (!(value instanceof ByteString text) || level <= 0) {
      return new ScriptError(value);
    }
    ByteBuilder joined = new ByteBuilder(call.heap());
    joined.append(ByteString.ofLatin1(call.state().positionOfLevel(level)));
    joined.append(text);
    return new ScriptError(joined.toByteString());
  }

  private static void getMetatable(Call call) {
    LuaValue value = call.any(1);
    Table metatable = call.state().metatable(value);
    if (metatable == null) {
      call.give(LuaValue.NIL);
      return;
    }
    LuaValue shown = metatable.fetch(Names.METATABLE);
    call.give(shown == LuaValue.NIL ? metatable : shown);
  }

  private static void setMetatable(Call call) {
    LuaValue metatable = call.arg(2);
    Table table = call.table(1);
    if (call.isNone(2) || !(metatable == LuaValue.NIL || metatable instanceof Table)) {
      throw call.argumentError(2, "nil or table expected");
    }
    if (call.state().metamethod(table, Names.METATABLE) != LuaValue.NIL) {
      throw call.error("cannot change a protected metatable");
    }
    table.setMetatable(call.heap(), metatable instanceof Table given ? given : null);
    call.give(table);
  }

  private static void ipairs(Call call) {
    LuaValue value = call.any(1);
    call.give(IPAIRS_STEP);
    call.give(value);
    call.give(0L);
  }

  private static void stepIpairs(Call call) {
    long index = call.integer(2) + 1;
    LuaValue value;
    if (call.arg(1) instanceof Table table && table.metatable() == null) {
      value = table.fetch(index);
    } else {
      value = call.state().index(call.arg(1), dev.holon.vm.lua.value.IntegerNumber.of(index));
    }
    if (value == LuaValue.NIL) {
      call.give(LuaValue.NIL);
    } else {
      call.give(index);
      call.give(value);
    }
  }

  private static void pairs(Call call) {
    LuaValue value = call.any(1);
    LuaValue metamethod = call.state().metamethod(value, Names.PAIRS);
    if (metamethod != LuaValue.NIL) {
      LuaValue[] results = call.state().call(metamethod, value);
      for (int i = 0; i < 3; i++) {
        call.give(i < results.length ? results[i] : LuaValue.NIL);
      }
      return;
    }
    call.give(NEXT);
    call.give(value);
    call.give(LuaValue.NIL);
  }

  private static void next(Call call) {
    Table table = call.table(1);
    int position = table.nextPosition(call.arg(2));
    if (position == -2) {
      throw call.state().errorWithoutPosition("invalid key to 'next'");
    }
    if (position == -1) {
      call.give(LuaValue.NIL);
    } else {
      call.give(table.keyAt(position));
      call.give(table.valueAt(position));
    }
  }

  private static void rawEqual(Call call) {
    LuaValue left = call.any(1);
    if (left instanceof ByteString text) {
      call.heap().spend(text.length() / Heap.BYTES_PER_GAS);
    }
    call.give(RawEquality.areEqual(left, call.any(2)));
  }

  private static void rawGet(Call call) {
    Table table = call.table(1);
    call.give(table.fetch(call.any(2)));
  }

  private static void rawLength(Call call) {
    switch (call.arg(1)) {
      case Table table -> call.give(table.border());
      case ByteString text -> call.give((long) text.length());
      default -> throw call.argumentError(1, "table or string expected");
    }
  }

  private static void rawSet(Call call) {
    Table table = call.table(1);
    LuaValue key = call.any(2);
    call.state().rawStore(table, key, call.any(3));
    call.give(table);
  }

  private static void select(Call call) {
    if (call.arg(1) instanceof ByteString text && text.length() > 0 && text.at(0) == '#') {
      call.give((long) call.count() - 1);
      return;
    }
    long index = call.integer(1);
    long first = index < 0 ? call.count() + index : Math.min(index, call.count());
    if (index == 0 || first < 1) {
      throw call.argumentError(1, "index out of range");
    }
    call.heap().spend(Math.max(0, call.count() - first) / 4);
    for (long i = first + 1; i <= call.count(); i++) {
      call.give(call.arg((int) i));
    }
  }

  private static void type(Call call) {
    call.give(TypeNames.of(call.any(1)));
  }

  private static void toText(Call call) {
    call.give(call.state().toText(call.any(1)));
  }

  private static void toNumber(Call call) {
    if (call.isNoneOrNil(2)) {
      LuaValue value = call.any(1);
      if (value instanceof LuaNumber) {
        call.give(value);
        return;
      }
      LuaNumber number = null;
      if (value instanceof ByteString text) {
        call.heap().spend(NumberReader.gasOf(text.length()));
        number = NumberReader.read(text.array(), 0, text.length());
      }
      call.give(number == null ? LuaValue.NIL : number);
      return;
    }
    long base = call.integer(2);
    if (!(call.arg(1) instanceof ByteString text)) {
      throw call.typeError(1, "string");
    }
    if (base < 2 || base > BASE_MAX) {
      throw call.argumentError(2, "base out of range");
    }
    call.heap().spend(text.length() / Heap.BYTES_PER_GAS);
    giveInBase(call, text, (int) base);
  }

  private static void giveInBase(Call call, ByteString text, int base) {
    int at = 0;
    int end = text.length();
    while (at < end && isSpace(text.at(at))) {
      at++;
    }
    while (end > at && isSpace(text.at(end - 1))) {
      end--;
    }
    boolean isNegative = at < end && text.at(at) == '-';
    if (at < end && (isNegative || text.at(at) == '+')) {
      at++;
    }
    long value = 0;
    boolean isNumber = at < end;
    for (; at < end && isNumber; at++) {
      int digit = text.at(at) < 0x80 ? Character.digit(text.at(at), BASE_MAX) : -1;
      isNumber = digit >= 0 && digit < base;
      value = value * base + digit;
    }
    if (isNumber) {
      call.give(isNegative ? -value : value);
    } else {
      call.give(LuaValue.NIL);
    }
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static void load(Call call) {
    LuaValue chunk = call.arg(1);
    ByteString source;
    ByteString name;
    ByteString mode = call.string(3, ANY_MODE);
    call.heap().allocate((long) COPIES_OF_TEXT * mode.length());
    call.heap().spend(mode.length() / Heap.BYTES_PER_GAS);
    if (!(chunk instanceof ByteString) && !(chunk instanceof LuaNumber)) {
      LuaFunction reader = call.function(1);
      name = call.string(2, SOURCE_OF_READER);
      ByteBuilder text = new ByteBuilder(call.heap());
      LuaValue problem = read(call, reader, text);
      if (problem != null) {
        call.give(LuaValue.NIL);
        call.give(problem);
        return;
      }
      source = text.toByteString();
    } else {
      source = call.string(1);
      name = call.string(2, source);
    }
    try {
      boolean isBinary = source.length() > 0 && source.at(0) == 0x1b;
      String modes = mode.upToZero();
      if (!isBinary && modes.indexOf('t') < 0) {
        String message = "attempt to load a text chunk (mode is '" + modes + "')";
        throw new CompileError(ByteString.ofLatin1(message));
      }
      LuaValue environment = call.count() >= 4 ? call.arg(4) : call.state().globals();
      call.give(call.state().load(source.array(), name, environment));
    } catch (CompileError e) {
      call.heap().allocateString(e.text().length());
      call.give(LuaValue.NIL);
      call.give(e.text());
    }
  }

  @org.jspecify.annotations.Nullable
  private static LuaValue read(Call call, LuaFunction reader, ByteBuilder text) {
    while (true) {
      call.heap().spend(1);
      LuaValue piece;
      try {
        piece = call.state().callForOne(reader);
      } catch (ScriptError e) {
        return e.value();
      }
      if (piece == LuaValue.NIL || (piece instanceof ByteString end && end.length() == 0)) {
        return null;
      }
      if (piece instanceof LuaNumber) {
        piece = call.state().toText(piece);
      }
      if (!(piece instanceof ByteString part)) {
        return call.error("reader function must return a string").value();
      }
      text.append(part);
    }
  }
}
