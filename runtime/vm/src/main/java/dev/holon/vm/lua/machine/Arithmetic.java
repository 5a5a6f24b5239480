package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.Unboxed.FLOAT;
import static dev.holon.vm.lua.machine.Unboxed.INTEGER;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Elementary;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberReader;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** Arithmetic and bitwise instructions (Lua 5.3 manual §3.4.1 to §3.4.3). */
final class Arithmetic {
  private final LuaState state;
  private final Calls calls;

  Arithmetic(LuaState state, Calls calls) {
    this.state = state;
    this.calls = calls;
  }

  /** On two operands in arrays of registers or constants. Returns the frame to go on with. */
  Frame run(
      Frame frame,
      int opcode,
      int register,
      LuaValue[] values1,
      long[] numbers1,
      int index1,
      LuaValue[] values2,
      long[] numbers2,
      int index2) {
    LuaValue x = values1[index1];
    LuaValue y = values2[index2];
    long xBits = numbers1[index1];
    long yBits = numbers2[index2];
    if (x instanceof IntegerNumber integer) {
      x = INTEGER;
      xBits = integer.value();
    } else if (x instanceof FloatNumber number) {
      x = FLOAT;
      xBits = Double.doubleToRawLongBits(number.value());
    }
    if (y instanceof IntegerNumber integer) {
      y = INTEGER;
      yBits = integer.value();
    } else if (y instanceof FloatNumber number) {
      y = FLOAT;
      yBits = Double.doubleToRawLongBits(number.value());
    }
    if (x == INTEGER && y == INTEGER) {
      return integers(frame, opcode, register, xBits, yBits);
    }
    if (opcode < Opcode.BAND && x instanceof Unboxed && y instanceof Unboxed) {
      return floats(
          frame,
          opcode,
          register,
          x == FLOAT ? Double.longBitsToDouble(xBits) : xBits,
          y == FLOAT ? Double.longBitsToDouble(yBits) : yBits);
    }
    return converted(frame, opcode, register, Unboxed.box(x, xBits), Unboxed.box(y, yBits));
  }

  /** On two operands of an instruction, registers or constants. */
  Frame general(Frame frame, int opcode, int register, int operand1, int operand2) {
    Executable code = frame.code;
    return run(
        frame,
        opcode,
        register,
        operand1 > 0xff ? code.constants : frame.values,
        operand1 > 0xff ? code.constantNumbers : frame.numbers,
        operand1 & 0xff,
        operand2 > 0xff ? code.constants : frame.values,
        operand2 > 0xff ? code.constantNumbers : frame.numbers,
        operand2 & 0xff);
  }

  /** Minus and bitwise not. */
  Frame unary(Frame frame, int opcode, int register, int operand) {
    LuaValue value = frame.values[operand];
    long bits = frame.numbers[operand];
    if (value == INTEGER) {
      return integer(frame, register, opcode == Opcode.UNM ? -bits : ~bits);
    }
    if (value == FLOAT && opcode == Opcode.UNM) {
      return real(frame, register, -Double.longBitsToDouble(bits));
    }
    LuaValue boxed = Unboxed.box(value, bits);
    payForReading(boxed);
    if (opcode == Opcode.UNM) {
      LuaNumber number = number(boxed);
      if (number instanceof IntegerNumber integer && boxed instanceof IntegerNumber) {
        return integer(frame, register, -integer.value());
      }
      if (number != null) {
        return real(frame, register, -number.todouble());
      }
    } else {
      Long integer = integer(boxed);
      if (integer != null) {
        return integer(frame, register, ~integer);
      }
    }
    return metamethod(frame, opcode, register, boxed, boxed);
  }

  private Frame integers(Frame frame, int opcode, int register, long x, long y) {
    if (opcode == Opcode.DIV || opcode == Opcode.POW) {
      return floats(frame, opcode, register, (double) x, (double) y);
    }
    long result =
        switch (opcode) {
          case Opcode.ADD -> x + y;
          case Opcode.SUB -> x - y;
          case Opcode.MUL -> x * y;
          case Opcode.MOD -> modulo(x, y);
          case Opcode.IDIV -> floorDivide(x, y);
          case Opcode.BAND -> x & y;
          case Opcode.BOR -> x | y;
          case Opcode.BXOR -> x ^ y;
          case Opcode.SHL -> shiftLeft(x, y);
          case Opcode.SHR -> shiftLeft(x, y == Long.MIN_VALUE ? Long.MAX_VALUE : -y);
          default -> throw new IllegalStateException("opcode " + opcode);
        };
    return integer(frame, register, result);
  }

  private Frame floats(Frame frame, int opcode, int register, double x, double y) {
    double result =
        switch (opcode) {
          case Opcode.ADD -> x + y;
          case Opcode.SUB -> x - y;
          case Opcode.MUL -> x * y;
          case Opcode.DIV -> x / y;
          case Opcode.POW -> power(x, y, state.heap());
          case Opcode.MOD -> modulo(x, y, state.heap());
          case Opcode.IDIV -> Math.floor(x / y);
          default -> throw new IllegalStateException("opcode " + opcode);
        };
    return real(frame, register, result);
  }

  /** Texts that read as numbers count as such; then metamethods are asked. */
  private Frame converted(Frame frame, int opcode, int register, LuaValue x, LuaValue y) {
    payForReading(x);
    payForReading(y);
    if (opcode >= Opcode.BAND) {
      Long xInteger = integer(x);
      Long yInteger = integer(y);
      if (xInteger != null && yInteger != null) {
        return integers(frame, opcode, register, xInteger, yInteger);
      }
    } else {
      LuaNumber xNumber = number(x);
      LuaNumber yNumber = number(y);
      if (xNumber != null && yNumber != null) {
        return floats(frame, opcode, register, xNumber.todouble(), yNumber.todouble());
      }
    }
    return metamethod(frame, opcode, register, x, y);
  }

  /** Reading a text as a number takes time by its length. */
  private void payForReading(LuaValue value) {
    if (value instanceof ByteString text) {
      state.heap().spend(NumberReader.gasOf(text.length()));
    }
  }

  private Frame metamethod(Frame frame, int opcode, int register, LuaValue x, LuaValue y) {
    ByteString event = Names.ofArithmetic(opcode);
    LuaValue function = state.metamethod(x, event);
    if (function == LuaValue.NIL) {
      function = state.metamethod(y, event);
    }
    if (function == LuaValue.NIL) {
      throw state.errors().arithmetic(frame, opcode, x, y);
    }
    return calls.metamethod(frame, Frame.TO_REGISTERS, register, 1, function, x, y);
  }

  /** Makes the values of a numeric loop all integers or all floats, one step before the first. */
  void prepareLoop(Frame frame, int register) {
    LuaValue start = frame.boxed(register);
    LuaValue limit = frame.boxed(register + 1);
    LuaValue step = frame.boxed(register + 2);
    if (start instanceof IntegerNumber from && step instanceof IntegerNumber by) {
      payForReading(limit);
      LuaNumber bound = number(limit);
      if (bound != null) {
        prepareIntegerLoop(frame, register, from.value(), bound, by.value());
        return;
      }
    }
    double limitNumber = loopNumber(limit, "limit");
    double stepNumber = loopNumber(step, "step");
    double startNumber = loopNumber(start, "initial");
    real(frame, register + 1, limitNumber);
    real(frame, register + 2, stepNumber);
    real(frame, register, startNumber - stepNumber);
  }

  private static void prepareIntegerLoop(
      Frame frame, int register, long from, LuaNumber limit, long step) {
    long start = from;
    long bound;
    if (limit instanceof IntegerNumber integer) {
      bound = integer.value();
    } else {
      double number = limit.todouble();
      double clipped = step < 0 ? Math.ceil(number) : Math.floor(number);
      if (clipped >= -0x1p63 && clipped < 0x1p63) {
        bound = (long) clipped;
      } else if (number > 0) {
        bound = Long.MAX_VALUE;
        start = step < 0 ? 0 : from;
      } else {
        bound = Long.MIN_VALUE;
        start = step >= 0 ? 0 : from;
      }
    }
    integer(frame, register + 1, bound);
    integer(frame, register + 2, step);
    integer(frame, register, start - step);
  }

  private double loopNumber(LuaValue value, String what) {
    payForReading(value);
    LuaNumber number = number(value);
    if (number == null) {
      String name = what.equals("initial") ? "initial value" : what;
      throw state.errors().positioned("'for' " + name + " must be a number");
    }
    return number.todouble();
  }

  /** Takes a loop of floats one step on; false when that is past its limit. */
  static boolean isFloatLoopOn(long[] numbers, int register, double step) {
    double at = Double.longBitsToDouble(numbers[register]) + step;
    double limit = Double.longBitsToDouble(numbers[register + 1]);
    boolean isOn = step > 0 ? at <= limit : limit <= at;
    if (!isOn) {
      return false;
    }
    numbers[register] = Double.doubleToRawLongBits(at);
    numbers[register + 3] = numbers[register];
    return true;
  }

  private static Frame integer(Frame frame, int register, long value) {
    frame.numbers[register] = value;
    if (frame.values[register] != INTEGER) {
      frame.values[register] = INTEGER;
    }
    return frame;
  }

  private static Frame real(Frame frame, int register, double value) {
    frame.numbers[register] = Double.doubleToRawLongBits(value);
    if (frame.values[register] != FLOAT) {
      frame.values[register] = FLOAT;
    }
    return frame;
  }

  /** A number, or what a text reads as; null for anything else. */
  static @Nullable LuaNumber number(LuaValue value) {
    if (value instanceof LuaNumber number) {
      return number;
    }
    return value instanceof ByteString text
        ? NumberReader.read(text.array(), 0, text.length())
        : null;
  }

  /** A value as an integer if it is one exactly; null else. */
  static @Nullable Long integer(LuaValue value) {
    LuaNumber number = number(value);
    if (number instanceof IntegerNumber integer) {
      return integer.value();
    }
    if (number instanceof FloatNumber real) {
      double exact = real.value();
      return isInteger(exact) ? Long.valueOf((long) exact) : null;
    }
    return null;
  }

  static boolean isInteger(double number) {
    return Math.rint(number) == number && number >= -0x1p63 && number < 0x1p63;
  }

  long modulo(long x, long y) {
    if (y == 0) {
      throw state.errors().positioned("attempt to perform 'n%0'");
    }
    return Math.floorMod(x, y);
  }

  static double modulo(double x, double y, Heap payer) {
    payer.spend(Elementary.remainderGas(x, y));
    return modulo(x, y);
  }

  /** Where {@link Elementary#remainderGas} is none. */
  static double modulo(double x, double y) {
    double remainder = x % y;
    return remainder * y < 0 ? remainder + y : remainder;
  }

  long floorDivide(long x, long y) {
    if (y == 0) {
      throw state.errors().positioned("attempt to divide by zero");
    }
    return Math.floorDiv(x, y);
  }

  /** Logical shift; a negative distance shifts right. */
  static long shiftLeft(long value, long distance) {
    if (distance <= -64 || distance >= 64) {
      return 0;
    }
    return distance >= 0 ? value << distance : value >>> -distance;
  }

  static double power(double x, double y, Heap payer) {
    payer.spend(Elementary.powerGas(y));
    return power(x, y);
  }

  /** Where {@link Elementary#powerGas} is none. */
  static double power(double x, double y) {
    return y == 2 ? x * x : Elementary.pow(x, y);
  }
}
