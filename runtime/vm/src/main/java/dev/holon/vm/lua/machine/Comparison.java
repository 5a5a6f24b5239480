package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.RawEquality;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * Comparisons with metamethods (Lua 5.3 manual §3.4.4). A method that returns the frame it got has
 * left the outcome in {@link #isTrue}; any other frame is that of a metamethod, whose result
 * decides.
 */
final class Comparison {
  private static final int BYTES_COMPARED_PER_GAS = 64;

  private final LuaState state;
  private final Calls calls;

  /** Of the last comparison. */
  boolean isTrue;

  Comparison(LuaState state, Calls calls) {
    this.state = state;
    this.calls = calls;
  }

  /** The instruction's operand A says which outcome goes on. */
  Frame equal(Frame frame, LuaValue x, LuaValue y, int wanted) {
    LuaValue metamethod = equalityHandler(x, y);
    if (metamethod == LuaValue.NIL) {
      isTrue = areEqual(x, y);
      return frame;
    }
    return calls.metamethod(frame, Frame.TO_TEST, 0, wanted, metamethod, x, y);
  }

  /** Pays by content alone, so that it does not matter whether two texts are one object. */
  private boolean areEqual(LuaValue x, LuaValue y) {
    if (x instanceof ByteString left
        && y instanceof ByteString right
        && left.length() == right.length()) {
      state.heap().spend(left.length() / BYTES_COMPARED_PER_GAS);
    }
    return RawEquality.areEqual(x, y);
  }

  /** What decides on the equality of two values; nil when they are equal or not by themselves. */
  private LuaValue equalityHandler(LuaValue x, LuaValue y) {
    if (x == y || !(x instanceof Table left) || !(y instanceof Table right)) {
      return LuaValue.NIL;
    }
    Table metatable = left.metatable();
    LuaValue handler = metatable == null ? LuaValue.NIL : metatable.fetch(Names.EQUAL);
    if (handler != LuaValue.NIL) {
      return handler;
    }
    metatable = right.metatable();
    return metatable == null ? LuaValue.NIL : metatable.fetch(Names.EQUAL);
  }

  Frame less(Frame frame, LuaValue x, LuaValue y, int wanted) {
    if (isOrdered(x, y)) {
      isTrue = isLess(x, y);
      return frame;
    }
    LuaValue handler = handler(x, y, Names.LESS);
    if (handler == LuaValue.NIL) {
      throw state.errors().comparison(x, y, true);
    }
    return calls.metamethod(frame, Frame.TO_TEST, 0, wanted, handler, x, y);
  }

  Frame lessOrEqual(Frame frame, LuaValue x, LuaValue y, int wanted) {
    if (isOrdered(x, y)) {
      isTrue = isLessOrEqual(x, y);
      return frame;
    }
    LuaValue handler = handler(x, y, Names.LESS_OR_EQUAL);
    if (handler != LuaValue.NIL) {
      return calls.metamethod(frame, Frame.TO_TEST, 0, wanted, handler, x, y);
    }
    handler = handler(y, x, Names.LESS);
    if (handler == LuaValue.NIL) {
      throw state.errors().comparison(x, y, true);
    }
    return calls.metamethod(frame, Frame.TO_NEGATED_TEST, 0, wanted, handler, y, x);
  }

  /** For Java code. */
  boolean isEqualInJava(LuaValue x, LuaValue y) {
    LuaValue handler = equalityHandler(x, y);
    return handler == LuaValue.NIL ? areEqual(x, y) : isTruthy(state.callForOne(handler, x, y));
  }

  /** For Java code. */
  boolean isLessInJava(LuaValue x, LuaValue y) {
    if (isOrdered(x, y)) {
      return isLess(x, y);
    }
    LuaValue handler = handler(x, y, Names.LESS);
    if (handler == LuaValue.NIL) {
      throw state.errors().comparison(x, y, false);
    }
    return isTruthy(state.callForOne(handler, x, y));
  }

  private LuaValue handler(LuaValue x, LuaValue y, ByteString event) {
    LuaValue handler = state.metamethod(x, event);
    return handler == LuaValue.NIL ? state.metamethod(y, event) : handler;
  }

  private static boolean isTruthy(LuaValue value) {
    return value != LuaValue.NIL && value != LuaValue.FALSE;
  }

  private static boolean isOrdered(LuaValue x, LuaValue y) {
    return x instanceof LuaNumber
        ? y instanceof LuaNumber
        : x instanceof ByteString && y instanceof ByteString;
  }

  private boolean isLess(LuaValue x, LuaValue y) {
    if (x instanceof ByteString left && y instanceof ByteString right) {
      state.heap().spend(Math.min(left.length(), right.length()) / BYTES_COMPARED_PER_GAS);
      return left.order(right) < 0;
    }
    if (x instanceof IntegerNumber left) {
      return y instanceof IntegerNumber right
          ? left.value() < right.value()
          : isLess(left.value(), ((FloatNumber) y).value());
    }
    double left = ((FloatNumber) x).value();
    if (y instanceof FloatNumber right) {
      return left < right.value();
    }
    // Neither less nor equal the other way round: only NaN is neither.
    return !Double.isNaN(left) && !isLessOrEqual(((IntegerNumber) y).value(), left);
  }

  private boolean isLessOrEqual(LuaValue x, LuaValue y) {
    if (x instanceof ByteString left && y instanceof ByteString right) {
      state.heap().spend(Math.min(left.length(), right.length()) / BYTES_COMPARED_PER_GAS);
      return left.order(right) <= 0;
    }
    if (x instanceof IntegerNumber left) {
      return y instanceof IntegerNumber right
          ? left.value() <= right.value()
          : isLessOrEqual(left.value(), ((FloatNumber) y).value());
    }
    double left = ((FloatNumber) x).value();
    if (y instanceof FloatNumber right) {
      return left <= right.value();
    }
    return !Double.isNaN(left) && !isLess(((IntegerNumber) y).value(), left);
  }

  /** Exact, although the integer may have no float of its value. */
  private static boolean isLess(long x, double y) {
    if (y >= 0x1p63) {
      return true;
    }
    // The float is beyond the integers or not a number, or its ceiling is an integer.
    return y > -0x1p63 && x < (long) Math.ceil(y);
  }

  private static boolean isLessOrEqual(long x, double y) {
    if (y >= 0x1p63) {
      return true;
    }
    return y >= -0x1p63 && x <= (long) Math.floor(y);
  }
}
