package dev.holon.vm.luaj;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.MathLib;

/**
 * What LuaJ keeps once for the whole Java machine, set so that no process sees another: the
 * metatable of strings looks into the table of the process that runs, and {@code ^} computes the
 * same everywhere.
 */
final class StringMethods {
  private static final LuaTable METATABLE = createMetatable();
  private static final MathLib POWER = new StrictPower();

  private StringMethods() {}

  /** Puts both in place, whoever changed them before. */
  static void install() {
    LuaString.s_metatable = METATABLE;
    MathLib.MATHLIB = POWER;
  }

  private static LuaTable createMetatable() {
    LuaTable metatable = new LuaTable();
    metatable.rawset(
        LuaValue.INDEX,
        Native.of(arguments -> LuajProcess.current().strings().get(arguments.arg(2))));
    metatable.rawset(LuaValue.METATABLE, LuaValue.FALSE);
    return metatable;
  }

  /**
   * {@code Math.pow} may differ in its last bit between machines; {@code StrictMath.pow} does not.
   */
  private static final class StrictPower extends MathLib {
    @Override
    public double dpow_lib(double a, double b) {
      return StrictMath.pow(a, b);
    }
  }
}
