package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import org.luaj.vm2.LuaValue;

/** What the code of leaves is made of, besides {@link CompiledSteps}. */
final class LeafSteps {
  /** More than what a leaf's lookups can cost, so that gas does not end within one. */
  private static final int GAS_MIN = 10_000;

  private LeafSteps() {}

  /**
   * Pays for a function that is to run without a frame. False, with nothing paid, when a frame
   * might make a difference: for gas, memory or stack that may end, or a number of values that
   * needs more ado.
   */
  static boolean begin(
      Heap heap, Frame caller, int count, int wanted, int parameters, int gas, long frameBytes) {
    if (count < parameters
        || (wanted & ~1) != 0
        || heap.gasLeft < GAS_MIN
        || !heap.isRoomFor(frameBytes)
        || caller.base + caller.values.length > CompiledFallbacks.SLOTS_SAFE) {
      return false;
    }
    heap.gasLeft -= gas;
    return true;
  }

  /** Takes back what was paid since so much gas had been used. */
  static void giveBack(Heap heap, long gasUsed) {
    heap.gasLeft += heap.gasUsed() - gasUsed;
  }

  static long integer(LuaValue[] r, long[] n, int a) {
    return n[a];
  }

  static double real(LuaValue[] r, long[] n, int a) {
    return Double.longBitsToDouble(n[a]);
  }

  static boolean holdsInteger(Upvalue upvalue) {
    return CompiledNumbers.isInteger(upvalue.value());
  }

  static long integer(Upvalue upvalue) {
    return CompiledNumbers.integer(upvalue.value(), upvalue.bits());
  }

  static boolean holdsFloat(Upvalue upvalue) {
    LuaValue value = upvalue.value();
    return value == Unboxed.FLOAT || value instanceof FloatNumber;
  }

  static double real(Upvalue upvalue) {
    return CompiledNumbers.real(upvalue.value(), upvalue.bits());
  }

  static long integer(LuaValue number) {
    return ((IntegerNumber) number).value();
  }

  static double real(LuaValue number) {
    return number instanceof IntegerNumber integer
        ? (double) integer.value()
        : ((FloatNumber) number).value();
  }

  static long integers(long x, long y, int opcode) {
    return CompiledNumbers.integers(opcode, x, y);
  }

  static double reals(double x, double y, int opcode, Heap payer) {
    return switch (opcode) {
      case Opcode.MOD -> Arithmetic.modulo(x, y, payer);
      case Opcode.POW -> Arithmetic.power(x, y, payer);
      default -> CompiledNumbers.reals(opcode, x, y);
    };
  }

  static boolean isTruthy(LuaValue value) {
    return value != LuaValue.NIL && value != LuaValue.FALSE;
  }

  static LuaValue not(boolean truth) {
    return truth ? LuaValue.FALSE : LuaValue.TRUE;
  }

  static void put(LuaValue[] r, long[] n, int a, LuaValue value) {
    if (r[a] != value) {
      r[a] = value;
    }
  }
}
