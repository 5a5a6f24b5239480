package dev.holon.vm.lua.value;

import org.luaj.vm2.LuaValue;

/** Lua's primitive equality: no metamethods (Lua 5.3 manual §3.4.4). */
public final class RawEquality {
  private RawEquality() {}

  public static boolean areEqual(LuaValue a, LuaValue b) {
    if (a == b) {
      return !(a instanceof FloatNumber number) || !Double.isNaN(number.value());
    }
    if (a instanceof ByteString string) {
      return string.equals(b);
    }
    if (a instanceof IntegerNumber left) {
      return b instanceof IntegerNumber right
          ? left.value() == right.value()
          : b instanceof FloatNumber number && isSame(left.value(), number.value());
    }
    if (a instanceof FloatNumber left) {
      return b instanceof FloatNumber right
          ? left.value() == right.value()
          : b instanceof IntegerNumber number && isSame(number.value(), left.value());
    }
    return false;
  }

  /** Mathematical equality: a float beyond 2^53 equals one integer only. */
  static boolean isSame(long integer, double number) {
    return (double) integer == number && number != 0x1p63 && (long) number == integer;
  }
}
