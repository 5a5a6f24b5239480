package dev.holon.vm.luaj;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The string functions. Letters are those of ASCII; other bytes pass unchanged. */
final class StringLibrary {
  /** Values one call may return. */
  static final int RESULTS_MAX = 8_000;

  private StringLibrary() {}

  static void install(LuaTable strings) {
    strings.rawset("byte", Native.of(StringLibrary::bytes));
    strings.rawset("char", Native.of(StringLibrary::characters));
    strings.rawset("find", Native.of(PatternLibrary::find));
    strings.rawset("format", Native.of(StringFormat::format));
    strings.rawset("gmatch", Native.of(PatternLibrary::iterate));
    strings.rawset("gsub", Native.of(PatternLibrary::replace));
    strings.rawset("len", Native.of(a -> LuaValue.valueOf(a.checkstring(1).length())));
    strings.rawset("lower", Native.of(a -> mapped(a.checkstring(1), StringLibrary::lower)));
    strings.rawset("match", Native.of(PatternLibrary::match));
    strings.rawset("rep", Native.of(StringLibrary::repeat));
    strings.rawset("reverse", Native.of(StringLibrary::reverse));
    strings.rawset("sub", Native.of(StringLibrary::slice));
    strings.rawset("upper", Native.of(a -> mapped(a.checkstring(1), StringLibrary::upper)));
  }

  @FunctionalInterface
  private interface ByteMap {
    int apply(int c);
  }

  private static int lower(int c) {
    return CharacterClass.isUpper(c) ? c + 32 : c;
  }

  private static int upper(int c) {
    return CharacterClass.isLower(c) ? c - 32 : c;
  }

  private static LuaString mapped(LuaString text, ByteMap map) {
    byte[] result = newBytes(text.length());
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) map.apply(text.luaByte(i));
    }
    return LuaString.valueUsing(result);
  }

  private static Varargs bytes(Varargs arguments) {
    LuaString text = arguments.checkstring(1);
    int start = position(arguments.optint(2, 1), text.length());
    int from = Math.max(start, 1);
    int to = Math.min(position(arguments.optint(3, start), text.length()), text.length());
    if (to - from >= RESULTS_MAX) {
      throw Failure.of("string slice too long");
    }
    LuaValue[] values = new LuaValue[Math.max(to - from + 1, 0)];
    for (int i = 0; i < values.length; i++) {
      values[i] = LuaValue.valueOf(text.luaByte(from - 1 + i));
    }
    return LuaValue.varargsOf(values);
  }

  private static Varargs characters(Varargs arguments) {
    byte[] result = newBytes(arguments.narg());
    for (int i = 0; i < result.length; i++) {
      int c = arguments.checkint(i + 1);
      if (c < 0 || c > 255) {
        throw Failure.ofArgument(i + 1, "value out of range");
      }
      result[i] = (byte) c;
    }
    return LuaString.valueUsing(result);
  }

  private static Varargs repeat(Varargs arguments) {
    LuaString text = arguments.checkstring(1);
    LuaString separator = arguments.optstring(3, LuaValue.EMPTYSTRING);
    long count = Math.max(arguments.checklong(2), 0);
    if (count == 0 || text.length() + separator.length() == 0) {
      return LuaValue.EMPTYSTRING;
    }
    long unit = (long) text.length() + separator.length();
    byte[] result =
        newBytes(
            count > Integer.MAX_VALUE ? Long.MAX_VALUE / 2 : count * unit - separator.length());
    for (int offset = 0; offset < result.length; offset += (int) unit) {
      text.copyInto(0, result, offset, text.length());
      if (offset + unit < result.length) {
        separator.copyInto(0, result, offset + text.length(), separator.length());
      }
    }
    return LuaString.valueUsing(result);
  }

  private static Varargs reverse(Varargs arguments) {
    LuaString text = arguments.checkstring(1);
    byte[] result = newBytes(text.length());
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) text.luaByte(result.length - 1 - i);
    }
    return LuaString.valueUsing(result);
  }

  private static Varargs slice(Varargs arguments) {
    LuaString text = arguments.checkstring(1);
    int from = Math.max(position(arguments.checkint(2), text.length()), 1);
    int to = Math.min(position(arguments.optint(3, -1), text.length()), text.length());
    return from > to ? LuaValue.EMPTYSTRING : text.substring(from - 1, to);
  }

  /** Positions count from 1; negative ones from the end. */
  private static int position(int position, int length) {
    return position >= 0 ? position : length + position + 1;
  }

  private static byte[] newBytes(long size) {
    LuajProcess.current().meter().allocate(size);
    return new byte[Math.toIntExact(size)];
  }
}
