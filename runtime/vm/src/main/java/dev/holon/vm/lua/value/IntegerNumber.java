package dev.holon.vm.lua.value;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** An integer of Lua 5.3: 64 bits, two's complement (Lua 5.3 manual §2.1). */
public final class IntegerNumber extends LuaNumber {
  private static final int CACHED_MIN = -128;
  private static final int CACHED_MAX = 1023;
  private static final IntegerNumber[] CACHED = new IntegerNumber[CACHED_MAX - CACHED_MIN + 1];

  static {
    // LuaJ's number classes initialise only after LuaValue.
    LuaValue.NIL.type();
    for (int i = 0; i < CACHED.length; i++) {
      CACHED[i] = new IntegerNumber(CACHED_MIN + i);
    }
  }

  private final long value;

  private IntegerNumber(long value) {
    this.value = value;
  }

  public static IntegerNumber of(long value) {
    return value >= CACHED_MIN && value <= CACHED_MAX
        ? CACHED[(int) value - CACHED_MIN]
        : new IntegerNumber(value);
  }

  public long value() {
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
  public boolean islong() {
    return true;
  }

  @Override
  public long tolong() {
    return value;
  }

  @Override
  public int toint() {
    return (int) value;
  }

  @Override
  public double todouble() {
    return value;
  }

  @Override
  public String tojstring() {
    return Long.toString(value);
  }

  @Override
  public boolean raweq(LuaValue other) {
    return RawEquality.areEqual(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntegerNumber number && number.value == value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }
}
