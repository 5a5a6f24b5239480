package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.Unboxed.FLOAT;
import static dev.holon.vm.lua.machine.Unboxed.INTEGER;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Elementary;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.RawEquality;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * Arithmetic and comparisons of numbers, for compiled code, where types are not known beforehand.
 * Operands are pairs of a value or mark, and bits. The opcode is a constant wherever these are
 * called from, so that what is left of them after inlining is small.
 */
final class CompiledNumbers {
  /** The outcome of a comparison that {@link CompiledFallbacks} decides. */
  static final int UNDECIDED = -1;

  /** The length from which comparing texts is not free. */
  private static final int FREE_LENGTH = 64;

  private CompiledNumbers() {}

  /** Into a register; false, with nothing done, when an operand is no number or it costs more. */
  static boolean arithmetic(
      int opcode, LuaValue[] r, long[] n, int a, LuaValue x, long xb, LuaValue y, long yb) {
    if (x == INTEGER && y == INTEGER && opcode != Opcode.DIV && opcode != Opcode.POW) {
      if (yb == 0 && (opcode == Opcode.MOD || opcode == Opcode.IDIV)) {
        return false;
      }
      CompiledSteps.put(r, n, a, integers(opcode, xb, yb));
      return true;
    }
    if (x == FLOAT && y == FLOAT && opcode < Opcode.BAND) {
      return reals(opcode, r, n, a, Double.longBitsToDouble(xb), Double.longBitsToDouble(yb));
    }
    return mixed(opcode, r, n, a, x, xb, y, yb);
  }

  private static boolean mixed(
      int opcode, LuaValue[] r, long[] n, int a, LuaValue x, long xb, LuaValue y, long yb) {
    if (isInteger(x) && isInteger(y) && opcode != Opcode.DIV && opcode != Opcode.POW) {
      long divisor = integer(y, yb);
      if (divisor == 0 && (opcode == Opcode.MOD || opcode == Opcode.IDIV)) {
        return false;
      }
      CompiledSteps.put(r, n, a, integers(opcode, integer(x, xb), divisor));
      return true;
    }
    if (opcode >= Opcode.BAND || !isNumber(x) || !isNumber(y)) {
      return false;
    }
    return reals(opcode, r, n, a, real(x, xb), real(y, yb));
  }

  /** What costs more than the instruction is left to who pays. */
  private static boolean reals(int opcode, LuaValue[] r, long[] n, int a, double x, double y) {
    if (opcode == Opcode.POW && Elementary.powerGas(y) > 0
        || opcode == Opcode.MOD && Elementary.remainderGas(x, y) > 0) {
      return false;
    }
    CompiledSteps.put(r, n, a, reals(opcode, x, y));
    return true;
  }

  static long integers(int opcode, long x, long y) {
    return switch (opcode) {
      case Opcode.ADD -> x + y;
      case Opcode.SUB -> x - y;
      case Opcode.MUL -> x * y;
      case Opcode.MOD -> Math.floorMod(x, y);
      case Opcode.IDIV -> Math.floorDiv(x, y);
      case Opcode.BAND -> x & y;
      case Opcode.BOR -> x | y;
      case Opcode.BXOR -> x ^ y;
      case Opcode.SHL -> Arithmetic.shiftLeft(x, y);
      default -> shiftRight(x, y);
    };
  }

  static long shiftRight(long value, long distance) {
    if (distance <= -64 || distance >= 64) {
      return 0;
    }
    return distance >= 0 ? value >>> distance : value << -distance;
  }

  static double reals(int opcode, double x, double y) {
    return switch (opcode) {
      case Opcode.ADD -> x + y;
      case Opcode.SUB -> x - y;
      case Opcode.MUL -> x * y;
      case Opcode.DIV -> x / y;
      case Opcode.MOD -> Arithmetic.modulo(x, y);
      case Opcode.POW -> Arithmetic.power(x, y);
      default -> Math.floor(x / y);
    };
  }

  static boolean isNumber(LuaValue x) {
    return x instanceof Unboxed || x instanceof LuaNumber;
  }

  static boolean isInteger(LuaValue x) {
    return x == INTEGER || x instanceof IntegerNumber;
  }

  /** The number in a pair that holds an integer. */
  static long integer(LuaValue x, long bits) {
    return x instanceof IntegerNumber number ? number.value() : bits;
  }

  /** The number in a pair that holds one. */
  static double real(LuaValue x, long bits) {
    if (x == FLOAT) {
      return Double.longBitsToDouble(bits);
    }
    return x instanceof FloatNumber number ? number.value() : (double) integer(x, bits);
  }

  /** 0, 1 or {@link #UNDECIDED}. Long texts are left to who pays for comparing them. */
  static int isEqual(LuaValue x, long xb, LuaValue y, long yb) {
    if (x instanceof ByteString left && y instanceof ByteString right) {
      return left.length() != right.length() ? 0 : areEqual(left, right);
    }
    if (x == y) {
      return x == INTEGER
          ? (xb == yb ? 1 : 0)
          : x != FLOAT || Double.longBitsToDouble(xb) == Double.longBitsToDouble(yb) ? 1 : 0;
    }
    if (x == LuaValue.NIL || y == LuaValue.NIL) {
      return 0;
    }
    if (x instanceof Table && y instanceof Table) {
      return UNDECIDED;
    }
    return RawEquality.areEqual(Unboxed.box(x, xb), Unboxed.box(y, yb)) ? 1 : 0;
  }

  private static int areEqual(ByteString x, ByteString y) {
    if (x.length() >= FREE_LENGTH) {
      return UNDECIDED;
    }
    return x.equals(y) ? 1 : 0;
  }

  static int isLess(LuaValue x, long xb, LuaValue y, long yb) {
    if (x == INTEGER && y == INTEGER) {
      return xb < yb ? 1 : 0;
    }
    if (x == FLOAT && y == FLOAT) {
      return Double.longBitsToDouble(xb) < Double.longBitsToDouble(yb) ? 1 : 0;
    }
    return isInteger(x) && isInteger(y) ? (integer(x, xb) < integer(y, yb) ? 1 : 0) : UNDECIDED;
  }

  static int isLessOrEqual(LuaValue x, long xb, LuaValue y, long yb) {
    if (x == INTEGER && y == INTEGER) {
      return xb <= yb ? 1 : 0;
    }
    if (x == FLOAT && y == FLOAT) {
      return Double.longBitsToDouble(xb) <= Double.longBitsToDouble(yb) ? 1 : 0;
    }
    return isInteger(x) && isInteger(y) ? (integer(x, xb) <= integer(y, yb) ? 1 : 0) : UNDECIDED;
  }
}
