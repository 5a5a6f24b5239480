package dev.holon.vm.lua.value;

import org.luaj.vm2.LuaValue;

/** Where a key belongs in a hash part, as the C implementation computes it (Lua 5.3). */
final class TableHash {
  private TableHash() {}

  /** The main position of a key among a power of two of nodes. */
  static int mainPosition(LuaValue key, int nodeCount) {
    if (key instanceof ByteString string) {
      return string.hash() & (nodeCount - 1);
    }
    if (key instanceof IntegerNumber number) {
      return (int) number.value() & (nodeCount - 1);
    }
    if (key instanceof FloatNumber number) {
      return ofFloat(number.value()) % ((nodeCount - 1) | 1);
    }
    if (key instanceof Identity object) {
      return Integer.remainderUnsigned(object.serial(), (nodeCount - 1) | 1);
    }
    return key == LuaValue.TRUE ? 1 & (nodeCount - 1) : 0;
  }

  /** From the mantissa, scaled to 31 bits, and the binary exponent; never negative. */
  static int ofFloat(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return 0;
    }
    int exponent = 0;
    double mantissa = value;
    if (value != 0) {
      exponent = Math.getExponent(value);
      if (exponent < Double.MIN_EXPONENT) {
        exponent = Math.getExponent(value * 0x1p60) - 60;
      }
      exponent++;
      mantissa = Math.scalb(value, -exponent);
    }
    int hash = exponent + (int) (long) (mantissa * 0x1p31);
    return hash >= 0 ? hash : ~hash;
  }

  /** The position of a size among the powers of two: the least n with 2^n not below it. */
  static int ceilLog2(int size) {
    return 32 - Integer.numberOfLeadingZeros(size - 1);
  }
}
