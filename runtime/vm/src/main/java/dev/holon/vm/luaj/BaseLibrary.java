package dev.holon.vm.luaj;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The basic functions. */
final class BaseLibrary {
  private static final LuaValue PAIRS = LuaString.valueOf("__pairs");

  /** A constant: how much memory the Java machine uses is none of a process's business. */
  private static final int GARBAGE_COUNT_KIBIBYTES = 1024;

  private static final LuaFunction NEXT =
      Native.of(
          arguments ->
              LuajProcess.current().traversals().next(arguments.checktable(1), arguments.arg(2)));

  private static final LuaFunction NEXT_INDEX =
      Native.of(
          arguments -> {
            int index = arguments.checkint(2) + 1;
            LuaValue value = arguments.arg1().get(LuaValue.valueOf(index));
            return value.isnil()
                ? LuaValue.NIL
                : LuaValue.varargsOf(LuaValue.valueOf(index), value);
          });

  private static final LuaFunction PROTECTED_CALL = Native.of(BaseLibrary::protectedCall);
  private static final LuaFunction ERROR = Native.of(BaseLibrary::error);
  private static final LuaFunction TOSTRING =
      Native.of(arguments -> tostring(arguments.checkvalue(1)));

  private BaseLibrary() {}

  static void install(Globals globals) {
    globals.rawset("_G", globals);
    globals.rawset("_VERSION", LuaString.valueOf("Lua 5.2"));
    globals.rawset("assert", Native.of(BaseLibrary::assertion));
    globals.rawset("collectgarbage", Native.of(BaseLibrary::collectGarbage));
    globals.rawset("error", ERROR);
    globals.rawset("getmetatable", Native.of(BaseLibrary::metatable));
    globals.rawset(
        "ipairs", Native.of(a -> LuaValue.varargsOf(NEXT_INDEX, a.checkvalue(1), LuaValue.ZERO)));
    globals.rawset("load", Native.of(CodeLoader::load));
    globals.rawset("next", NEXT);
    globals.rawset("pairs", Native.of(BaseLibrary::pairs));
    globals.rawset("pcall", PROTECTED_CALL);
    globals.rawset("print", Native.of(arguments -> LuaValue.NONE));
    globals.rawset(
        "rawequal", Native.of(a -> LuaValue.valueOf(a.checkvalue(1).raweq(a.checkvalue(2)))));
    globals.rawset("rawget", Native.of(a -> a.checktable(1).rawget(a.arg(2))));
    globals.rawset("rawlen", Native.of(a -> LuaValue.valueOf(a.arg1().rawlen())));
    globals.rawset("rawset", Native.of(BaseLibrary::rawSet));
    globals.rawset("select", Native.of(BaseLibrary::select));
    globals.rawset("setmetatable", Native.of(BaseLibrary::setMetatable));
    globals.rawset("tonumber", Native.of(BaseLibrary::tonumber));
    globals.rawset("tostring", TOSTRING);
    globals.rawset("type", Native.of(a -> LuaString.valueOf(a.checkvalue(1).typename())));
    globals.rawset("xpcall", Native.of(BaseLibrary::protectedCallWithHandler));
  }

  /** A value's text: by its {@code __tostring}, else the same on every machine. */
  static LuaString tostring(LuaValue value) {
    if (value instanceof LuaString text) {
      return text;
    }
    if (value.type() == LuaValue.TNUMBER) {
      return LuaString.valueOf(NumberText.of(value));
    }
    LuaValue method = value.metatag(LuaValue.TOSTRING);
    if (!method.isnil()) {
      if (method.call(value) instanceof LuaString text) {
        return text;
      }
      throw Failure.of("'__tostring' must return a string");
    }
    return switch (value.type()) {
      case LuaValue.TTABLE, LuaValue.TFUNCTION ->
          LuaString.valueOf(
              "%s: 0x%08x".formatted(value.typename(), LuajProcess.current().serialOf(value)));
      default -> LuaString.valueOf(value.tojstring());
    };
  }

  private static Varargs assertion(Varargs arguments) {
    if (arguments.checkvalue(1).toboolean()) {
      return arguments;
    }
    throw new ScriptError(
        arguments.narg() > 1 ? arguments.arg(2) : LuaString.valueOf("assertion failed!"));
  }

  private static Varargs collectGarbage(Varargs arguments) {
    return "count".equals(arguments.optjstring(1, "collect"))
        ? LuaValue.valueOf(GARBAGE_COUNT_KIBIBYTES)
        : LuaValue.ZERO;
  }

  private static Varargs error(Varargs arguments) {
    LuaValue value = arguments.arg1();
    if (value instanceof LuaString text) {
      String position = LuajProcess.current().meter().position(arguments.optint(2, 1));
      throw new ScriptError(position.isEmpty() ? text : LuaString.valueOf(position).concat(text));
    }
    throw new ScriptError(value);
  }

  private static Varargs metatable(Varargs arguments) {
    LuaValue metatable = metatableOf(arguments.checkvalue(1));
    if (metatable == null) {
      return LuaValue.NIL;
    }
    LuaValue shown = metatable.rawget(LuaValue.METATABLE);
    return shown.isnil() ? metatable : shown;
  }

  private static @Nullable LuaValue metatableOf(LuaValue value) {
    return value.getmetatable();
  }

  private static Varargs setMetatable(Varargs arguments) {
    LuaTable table = arguments.checktable(1);
    LuaValue metatable = arguments.checkvalue(2);
    LuaValue before = metatableOf(table);
    if (before != null && !before.rawget(LuaValue.METATABLE).isnil()) {
      throw Failure.of("cannot change a protected metatable");
    }
    TableStore.setMetatable(table, metatable.isnil() ? null : metatable.checktable());
    return table;
  }

  private static Varargs pairs(Varargs arguments) {
    LuaValue value = arguments.checkvalue(1);
    LuaValue method = value.metatag(PAIRS);
    if (!method.isnil()) {
      Varargs results = method.invoke(value);
      return LuaValue.varargsOf(results.arg(1), results.arg(2), results.arg(3));
    }
    LuaTable table = value.checktable();
    return LuaValue.varargsOf(
        Traversal.of(table, LuajProcess.current().meter()), table, LuaValue.NIL);
  }

  private static Varargs protectedCall(Varargs arguments) {
    LuaValue function = arguments.checkvalue(1);
    try {
      return LuaValue.varargsOf(LuaValue.TRUE, function.invoke(arguments.subargs(2)));
    } catch (RuntimeException e) {
      return LuaValue.varargsOf(LuaValue.FALSE, ErrorValue.of(e));
    }
  }

  private static Varargs protectedCallWithHandler(Varargs arguments) {
    LuaValue function = arguments.checkvalue(1);
    LuaValue handler = arguments.checkvalue(2);
    try {
      return LuaValue.varargsOf(LuaValue.TRUE, function.invoke(arguments.subargs(3)));
    } catch (RuntimeException e) {
      return LuaValue.varargsOf(LuaValue.FALSE, handled(handler, ErrorValue.of(e)));
    }
  }

  private static Varargs handled(LuaValue handler, LuaValue error) {
    try {
      return handler.invoke(error);
    } catch (RuntimeException e) {
      return ErrorValue.of(e);
    }
  }

  private static Varargs rawSet(Varargs arguments) {
    LuaTable table = arguments.checktable(1);
    LuaValue key = arguments.checkvalue(2);
    if (!key.isvalidkey()) {
      throw Failure.of("table index is " + (key.isnil() ? "nil" : "NaN"));
    }
    TableStore.put(table, key, arguments.checkvalue(3));
    return table;
  }

  private static Varargs select(Varargs arguments) {
    int count = arguments.narg() - 1;
    if (arguments.arg1() instanceof LuaString text
        && text.length() == 1
        && text.luaByte(0) == '#') {
      return LuaValue.valueOf(count);
    }
    int index = arguments.checkint(1);
    if (index == 0 || index < -count) {
      throw Failure.ofArgument(1, "index out of range");
    }
    return arguments.subargs(index < 0 ? count + index + 2 : index + 1);
  }

  private static Varargs tonumber(Varargs arguments) {
    LuaValue value = arguments.checkvalue(1);
    if (!arguments.arg(2).isnil()) {
      int base = arguments.checkint(2);
      if (base < 2 || base > 36) {
        throw Failure.ofArgument(2, "base out of range");
      }
      return NumberReader.read(arguments.checkstring(1), base);
    }
    if (value.type() == LuaValue.TNUMBER) {
      return value;
    }
    return value instanceof LuaString text ? NumberReader.read(text) : LuaValue.NIL;
  }
}
