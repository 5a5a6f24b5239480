package dev.holon.vm.luaj;

import java.util.function.DoubleUnaryOperator;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The mathematical functions, from {@code StrictMath}: the same last bit on every machine. */
final class MathLibrary {
  private MathLibrary() {}

  static LuaTable create() {
    LuaTable library = new LuaTable();
    library.rawset("abs", of(Math::abs));
    library.rawset("acos", of(StrictMath::acos));
    library.rawset("asin", of(StrictMath::asin));
    library.rawset(
        "atan", Native.of(a -> number(StrictMath.atan2(a.checkdouble(1), a.optdouble(2, 1)))));
    library.rawset(
        "atan2", Native.of(a -> number(StrictMath.atan2(a.checkdouble(1), a.checkdouble(2)))));
    library.rawset("ceil", of(Math::ceil));
    library.rawset("cos", of(StrictMath::cos));
    library.rawset("cosh", of(StrictMath::cosh));
    library.rawset("deg", of(x -> x * (180 / Math.PI)));
    library.rawset("exp", of(StrictMath::exp));
    library.rawset("floor", of(Math::floor));
    library.rawset("fmod", Native.of(a -> number(a.checkdouble(1) % a.checkdouble(2))));
    library.rawset("huge", LuaValue.valueOf(Double.POSITIVE_INFINITY));
    library.rawset("log", Native.of(MathLibrary::log));
    library.rawset("max", Native.of(a -> extreme(a, 1)));
    library.rawset("min", Native.of(a -> extreme(a, -1)));
    library.rawset("modf", Native.of(MathLibrary::parts));
    library.rawset("pi", LuaValue.valueOf(Math.PI));
    library.rawset(
        "pow", Native.of(a -> number(StrictMath.pow(a.checkdouble(1), a.checkdouble(2)))));
    library.rawset("rad", of(x -> x * (Math.PI / 180)));
    library.rawset("random", Native.of(MathLibrary::random));
    library.rawset("randomseed", Native.of(MathLibrary::seed));
    library.rawset("sin", of(StrictMath::sin));
    library.rawset("sinh", of(StrictMath::sinh));
    library.rawset("sqrt", of(StrictMath::sqrt));
    library.rawset("tan", of(StrictMath::tan));
    library.rawset("tanh", of(StrictMath::tanh));
    return library;
  }

  private static LuaFunction of(DoubleUnaryOperator operator) {
    return Native.of(arguments -> number(operator.applyAsDouble(arguments.checkdouble(1))));
  }

  private static LuaValue number(double value) {
    return LuaValue.valueOf(value);
  }

  private static Varargs log(Varargs arguments) {
    double x = arguments.checkdouble(1);
    if (arguments.arg(2).isnil()) {
      return number(StrictMath.log(x));
    }
    double base = arguments.checkdouble(2);
    return number(base == 10 ? StrictMath.log10(x) : StrictMath.log(x) / StrictMath.log(base));
  }

  /** The largest argument with sign 1, the smallest with sign -1. */
  private static Varargs extreme(Varargs arguments, int sign) {
    double result = arguments.checkdouble(1);
    for (int i = 2; i <= arguments.narg(); i++) {
      double next = arguments.checkdouble(i);
      if (sign * next > sign * result) {
        result = next;
      }
    }
    return number(result);
  }

  private static Varargs parts(Varargs arguments) {
    double x = arguments.checkdouble(1);
    double whole = x > 0 ? Math.floor(x) : Math.ceil(x);
    return LuaValue.varargsOf(number(whole), number(Double.isInfinite(x) ? 0 : x - whole));
  }

  private static Varargs random(Varargs arguments) {
    double next = LuajProcess.current().random().next();
    if (arguments.narg() == 0) {
      return number(next);
    }
    double low = arguments.narg() == 1 ? 1 : Math.floor(arguments.checkdouble(1));
    double high = Math.floor(arguments.checkdouble(arguments.narg() == 1 ? 1 : 2));
    if (!(low <= high)) {
      throw Failure.ofArgument(Math.min(arguments.narg(), 2), "interval is empty");
    }
    return number(low + Math.floor(next * (high - low + 1)));
  }

  private static Varargs seed(Varargs arguments) {
    LuajProcess.current().random().seed(arguments.checkdouble(1));
    return LuaValue.NONE;
  }
}
