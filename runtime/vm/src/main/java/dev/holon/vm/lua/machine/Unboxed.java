package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.IntegerNumber;
import org.luaj.vm2.LuaValue;

/**
 * Marks a register whose number lies in the frame's array of numbers instead of in an object.
 * Registers come in pairs: a value, or one of the two marks, and 64 bits. Marks never leave the
 * frames, upvalues and calls they live in.
 */
final class Unboxed extends LuaValue {
  /** The bits are an integer. */
  static final Unboxed INTEGER = new Unboxed("integer");

  /** The bits are those of a double. */
  static final Unboxed FLOAT = new Unboxed("float");

  private final String name;

  private Unboxed(String name) {
    this.name = name;
  }

  /** The value of a register. */
  static LuaValue box(LuaValue value, long bits) {
    if (value == INTEGER) {
      return IntegerNumber.of(bits);
    }
    return value == FLOAT ? FloatNumber.of(Double.longBitsToDouble(bits)) : value;
  }

  static LuaValue box(LuaValue[] values, long[] numbers, int index) {
    LuaValue value = values[index];
    return value instanceof Unboxed ? box(value, numbers[index]) : value;
  }

  /** What a register holds for a value; its bits are {@link #bits}. */
  static LuaValue mark(LuaValue value) {
    if (value instanceof IntegerNumber) {
      return INTEGER;
    }
    return value instanceof FloatNumber ? FLOAT : value;
  }

  static long bits(LuaValue value) {
    if (value instanceof IntegerNumber integer) {
      return integer.value();
    }
    return value instanceof FloatNumber number ? Double.doubleToRawLongBits(number.value()) : 0;
  }

  @Override
  public int type() {
    return TNUMBER;
  }

  @Override
  public String typename() {
    return name;
  }
}
