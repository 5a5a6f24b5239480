package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Elementary;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberReader;
import dev.holon.vm.lua.value.Table;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * The library {@code math} (Lua 5.3 manual §6.7), with the functions that version 5.3 keeps for
 * older code. Results do not depend on the machine.
 */
public final class MathLibrary implements Library {
  private static final double DEGREES = 180.0 / Math.PI;
  private static final double RADIANS = Math.PI / 180.0;

  private static final int ELEMENTARY_GAS = 20;

  private static final ByteString INTEGER = ByteString.of("integer");
  private static final ByteString FLOAT = ByteString.of("float");

  private static final ByteString ATAN2 = ByteString.of("atan2");
  private static final ByteString ATAN = ByteString.of("atan");
  private static final ByteString PI = ByteString.of("pi");
  private static final ByteString HUGE = ByteString.of("huge");
  private static final ByteString MAX_INTEGER = ByteString.of("maxinteger");
  private static final ByteString MIN_INTEGER = ByteString.of("mininteger");
  private static final ByteString NAME = ByteString.of("math");

  private static final FunctionTable FUNCTIONS =
      new FunctionTable(
          NativeFunction.of("math.abs", MathLibrary::abs),
          NativeFunction.of("math.ceil", MathLibrary::ceil),
          NativeFunction.of("math.floor", MathLibrary::floor),
          NativeFunction.of("math.fmod", MathLibrary::fmod),
          NativeFunction.of("math.modf", MathLibrary::modf),
          NativeFunction.of("math.max", MathLibrary::max),
          NativeFunction.of("math.min", MathLibrary::min),
          NativeFunction.of("math.tointeger", MathLibrary::toInteger),
          NativeFunction.of("math.type", MathLibrary::type),
          NativeFunction.of(
              "math.ult",
              call -> call.give(Long.compareUnsigned(call.integer(1), call.integer(2)) < 0)),
          NativeFunction.of("math.random", MathLibrary::random),
          NativeFunction.of("math.randomseed", MathLibrary::randomSeed),
          NativeFunction.of("math.log", MathLibrary::log),
          NativeFunction.of("math.atan", MathLibrary::atan),
          NativeFunction.of("math.pow", MathLibrary::pow),
          NativeFunction.of("math.frexp", MathLibrary::frexp),
          NativeFunction.of("math.ldexp", MathLibrary::ldexp),
          ofOne("math.deg", x -> x * DEGREES),
          ofOne("math.rad", x -> x * RADIANS),
          ofOne("math.sqrt", StrictMath::sqrt),
          ofOne("math.exp", Elementary::exp),
          ofOne("math.log10", Elementary::log10),
          ofOne("math.sin", Elementary::sin),
          ofOne("math.cos", Elementary::cos),
          ofOne("math.tan", Elementary::tan),
          ofOne("math.asin", Elementary::asin),
          ofOne("math.acos", Elementary::acos),
          ofOne("math.sinh", Elementary::sinh),
          ofOne("math.cosh", Elementary::cosh),
          ofOne("math.tanh", StrictMath::tanh));

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table library = FUNCTIONS.toTable(heap, 5);
    library.store(heap, ATAN2, library.fetch(ATAN));
    library.store(heap, PI, FloatNumber.of(Math.PI));
    library.store(heap, HUGE, FloatNumber.of(Double.POSITIVE_INFINITY));
    library.store(heap, MAX_INTEGER, IntegerNumber.of(Long.MAX_VALUE));
    library.store(heap, MIN_INTEGER, IntegerNumber.of(Long.MIN_VALUE));
    state.globals().store(heap, NAME, library);
  }

  private static NativeFunction ofOne(String name, DoubleUnaryOperator operator) {
    return NativeFunction.of(
        name,
        call -> {
          call.heap().spend(ELEMENTARY_GAS);
          call.give(operator.applyAsDouble(call.real(1)));
        });
  }

  private static void abs(Call call) {
    if (call.arg(1) instanceof IntegerNumber number) {
      call.give(number.value() < 0 ? -number.value() : number.value());
    } else {
      call.give(Math.abs(call.real(1)));
    }
  }

  private static void floor(Call call) {
    if (call.arg(1) instanceof IntegerNumber number) {
      call.give((LuaValue) number);
    } else {
      giveWhole(call, Math.floor(call.real(1)));
    }
  }

  private static void ceil(Call call) {
    if (call.arg(1) instanceof IntegerNumber number) {
      call.give((LuaValue) number);
    } else {
      giveWhole(call, Math.ceil(call.real(1)));
    }
  }

  /** An integer when it fits, else the float. */
  private static void giveWhole(Call call, double whole) {
    if (whole >= -0x1p63 && whole < 0x1p63) {
      call.give((long) whole);
    } else {
      call.give(whole);
    }
  }

  private static void fmod(Call call) {
    if (call.arg(1) instanceof IntegerNumber left && call.arg(2) instanceof IntegerNumber right) {
      if (right.value() == 0) {
        throw call.argumentError(2, "zero");
      }
      call.give(right.value() == -1 ? 0L : left.value() % right.value());
    } else {
      // The C implementation checks the second argument first.
      double divisor = call.real(2);
      double dividend = call.real(1);
      call.heap().spend(Elementary.remainderGas(dividend, divisor));
      call.give(dividend % divisor);
    }
  }

  private static void modf(Call call) {
    if (call.arg(1) instanceof IntegerNumber number) {
      call.give((LuaValue) number);
      call.give(0.0);
      return;
    }
    double value = call.real(1);
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    giveWhole(call, whole);
    call.give(value == whole ? 0.0 : value - whole);
  }

  private static void max(Call call) {
    LuaValue largest = call.any(1);
    for (int i = 2; i <= call.count(); i++) {
      largest = call.state().isLess(largest, call.arg(i)) ? call.arg(i) : largest;
    }
    call.give(largest);
  }

  private static void min(Call call) {
    LuaValue smallest = call.any(1);
    for (int i = 2; i <= call.count(); i++) {
      smallest = call.state().isLess(call.arg(i), smallest) ? call.arg(i) : smallest;
    }
    call.give(smallest);
  }

  private static void toInteger(Call call) {
    IntegerNumber integer = integerOf(call.any(1), call.heap());
    call.give(integer == null ? LuaValue.NIL : integer);
  }

  /** A value as an integer, if it is or reads as a number that is one exactly; else null. */
  static @Nullable IntegerNumber integerOf(LuaValue value, Heap payer) {
    LuaValue number = value;
    if (value instanceof ByteString text) {
      payer.spend(NumberReader.gasOf(text.length()));
      number = NumberReader.read(text.array(), 0, text.length());
    }
    if (number instanceof FloatNumber real && isWhole(real.value())) {
      return IntegerNumber.of((long) real.value());
    }
    return number instanceof IntegerNumber integer ? integer : null;
  }

  private static boolean isWhole(double value) {
    return Math.rint(value) == value && value >= -0x1p63 && value < 0x1p63;
  }

  private static void type(Call call) {
    LuaValue value = call.any(1);
    call.give(
        value instanceof IntegerNumber
            ? INTEGER
            : value instanceof FloatNumber ? FLOAT : LuaValue.NIL);
  }

  private static void random(Call call) {
    double random = call.state().random().nextReal();
    if (call.count() == 0) {
      call.give(random);
      return;
    }
    if (call.count() > 2) {
      throw call.error("wrong number of arguments");
    }
    long low = call.count() == 1 ? 1 : call.integer(1);
    long high = call.integer(call.count());
    if (low > high) {
      throw call.argumentError(1, "interval is empty");
    }
    if (low < 0 && high > Long.MAX_VALUE + low) {
      throw call.argumentError(1, "interval too large");
    }
    call.give((long) (random * ((double) (high - low) + 1.0)) + low);
  }

  private static void randomSeed(Call call) {
    LuaNumber seed = call.number(1);
    call.state()
        .random()
        .seed(
            seed instanceof IntegerNumber integer
                ? integer.value()
                : isWhole(seed.todouble())
                    ? (long) seed.todouble()
                    : Double.doubleToLongBits(seed.todouble()));
  }

  private static void pow(Call call) {
    call.heap().spend(2 * ELEMENTARY_GAS);
    call.give(Elementary.pow(call.real(1), call.real(2)));
  }

  private static void log(Call call) {
    call.heap().spend(ELEMENTARY_GAS);
    double value = call.real(1);
    if (call.isNoneOrNil(2)) {
      call.give(Elementary.log(value));
      return;
    }
    double base = call.real(2);
    if (base == 2.0) {
      call.give(Elementary.log2(value));
    } else if (base == 10.0) {
      call.give(Elementary.log10(value));
    } else {
      call.give(Elementary.log(value) / Elementary.log(base));
    }
  }

  private static void atan(Call call) {
    call.heap().spend(2 * ELEMENTARY_GAS);
    double y = call.real(1);
    call.give(Elementary.atan2(y, call.isNoneOrNil(2) ? 1.0 : call.real(2)));
  }

  private static void frexp(Call call) {
    double value = call.real(1);
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      call.give(value);
      call.give(0L);
      return;
    }
    int exponent = Math.getExponent(value);
    if (exponent < Double.MIN_EXPONENT) {
      exponent = Math.getExponent(value * 0x1p60) - 60;
    }
    call.give(Math.scalb(value, -exponent - 1));
    call.give(exponent + 1L);
  }

  private static void ldexp(Call call) {
    double value = call.real(1);
    // The C implementation passes 32 bits of the exponent on.
    call.give(Math.scalb(value, (int) call.integer(2)));
  }
}
