package dev.holon.vm.lua.value;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** A float of Lua 5.3: IEEE 754 double. Every NaN is the same NaN. */
public final class FloatNumber extends LuaNumber {
  static {
    LuaValue.NIL.type();
  }

  private final double value;

  private FloatNumber(double value) {
    this.value = value;
  }

  public static FloatNumber of(double value) {
    return new FloatNumber(Double.isNaN(value) ? Double.NaN : value);
  }

  public double value() {
    return value;
  }

  @Override
  public int type() {
    return TNUMBER;
  }

  @Override
  public String typename() {
    return "number";
  }

  @Override
  public boolean isnumber() {
    return true;
  }

  @Override
  public double todouble() {
    return value;
  }

  @Override
  public long tolong() {
    return (long) value;
  }

  @Override
  public int toint() {
    return (int) (long) value;
  }

  @Override
  public String tojstring() {
    return NumberText.of(value);
  }

  @Override
  public boolean raweq(LuaValue other) {
    return RawEquality.areEqual(this, other);
  }

  /** Equality of bits, unlike Lua's: for Java collections. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FloatNumber number
        && Double.doubleToLongBits(number.value) == Double.doubleToLongBits(value);
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value);
  }
}
