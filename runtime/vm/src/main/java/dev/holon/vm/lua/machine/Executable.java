package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.code.Prototype;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.IntegerNumber;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * A compiled function as the interpreter wants it: constants in the form of registers, and
 * instructions specialised by the kinds of their operands, one for one with the prototype's. Shared
 * by all processes that run the code.
 */
final class Executable {
  /** {@link Opcode#GETTABLE} with a constant text as key. */
  static final int GET_FIELD = 47;

  /** {@link Opcode#GETTABUP} with a constant text as key. */
  static final int GET_GLOBAL = 48;

  /** {@link Opcode#SETTABLE} with a constant text as key. */
  static final int SET_FIELD = 49;

  /** Arithmetic with a constant as first, or no number as second operand. */
  static final int ARITHMETIC = 50;

  /** A comparison with a constant operand. */
  static final int EQUAL_CONSTANT = 51;

  static final int COMPARE_CONSTANT = 52;

  /** Arithmetic with a constant number as second operand: this plus the opcode. */
  static final int WITH_CONSTANT = 53 - Opcode.ADD;

  /** {@link Opcode#SHR} with a constant, in the place that powers leave free. */
  static final int SHIFT_RIGHT_CONSTANT = Opcode.POW + WITH_CONSTANT;

  private static final int REGISTERS_PER_GAS = 8;

  private static final LuaValue[] NO_VALUES = {};

  /** What frames of native functions have. */
  static final Executable NONE =
      new Executable(
          new Prototype(
              ByteString.of("=[Java]"),
              0,
              0,
              0,
              0,
              false,
              0,
              new int[0],
              NO_VALUES,
              new Prototype[0],
              new Prototype.UpvalueDescription[0],
              new int[0],
              new Prototype.LocalVariable[0]));

  final Prototype prototype;
  final int[] code;
  final LuaValue[] constants;
  final long[] constantNumbers;
  final int registerCount;
  final Executable[] children;
  final int upvalueCount;
  final int parameterCount;
  final int length;

  /** What entering costs: the way through the function at most once, and its registers. */
  final int entryGas;

  final boolean isVariadic;

  /** The chunk it is part of; none for what was not made from text. Set once, by the unit. */
  @Nullable CodeUnit unit;

  /** Bytes a frame of this function is charged for, without its variadic arguments. */
  final long frameBytes;

  /** How often it was entered and jumped back in: see {@link Tier}. */
  int heat;

  /** How often it was compiled. */
  int compilations;

  /** How often a frame did not fit what compiled code assumes. */
  int refusals;

  /** The instructions, and after them the parameters, about which nothing is assumed any more. */
  final boolean[] distrusted;

  /** Compiled code may assume what usually holds, and check it. */
  boolean isAssuming = true;

  /** The function as Java bytecode, once it is hot. */
  @Nullable CompiledCode compiled;

  /** The same, while calls of it can do without frames. */
  @Nullable CompiledCode leaf;

  /** How often a call without a frame was given up. */
  int leavesGivenUp;

  Executable(Prototype prototype) {
    this.prototype = prototype;
    this.code = prototype.code.clone();
    this.upvalueCount = prototype.upvalues.length;
    this.parameterCount = prototype.parameterCount;
    this.length = code.length;
    this.entryGas = length + prototype.registerCount / REGISTERS_PER_GAS;
    this.isVariadic = prototype.isVariadic;
    this.distrusted = new boolean[code.length + parameterCount];
    this.registerCount = prototype.registerCount;
    this.frameBytes = Frame.FRAME_BYTES + 16L * registerCount;
    this.constants = new LuaValue[prototype.constants.length];
    this.constantNumbers = new long[constants.length];
    for (int i = 0; i < constants.length; i++) {
      addConstant(i, prototype.constants[i]);
    }
    for (int i = 0; i < code.length; i++) {
      code[i] = specialised(code[i]);
    }
    this.children = new Executable[prototype.children.length];
    for (int i = 0; i < children.length; i++) {
      children[i] = new Executable(prototype.children[i]);
    }
  }

  private void addConstant(int index, LuaValue value) {
    if (value instanceof IntegerNumber integer) {
      constants[index] = Unboxed.INTEGER;
      constantNumbers[index] = integer.value();
    } else if (value instanceof FloatNumber number) {
      constants[index] = Unboxed.FLOAT;
      constantNumbers[index] = Double.doubleToRawLongBits(number.value());
    } else {
      constants[index] = value;
    }
  }

  private int specialised(int instruction) {
    int opcode = instruction & 0x3f;
    boolean isConstantB = instruction >>> 23 > 0xff;
    boolean isConstantC = (instruction >>> 14 & 0x100) != 0;
    int special =
        switch (opcode) {
          case Opcode.GETTABLE -> isText(instruction >>> 14) ? GET_FIELD : opcode;
          case Opcode.GETTABUP -> isText(instruction >>> 14) ? GET_GLOBAL : opcode;
          case Opcode.SETTABLE -> isText(instruction >>> 23) ? SET_FIELD : opcode;
          case Opcode.EQ -> isConstantB || isConstantC ? EQUAL_CONSTANT : opcode;
          case Opcode.LT, Opcode.LE -> isConstantB || isConstantC ? COMPARE_CONSTANT : opcode;
          default ->
              opcode >= Opcode.ADD && opcode <= Opcode.SHR
                  ? arithmetic(opcode, isConstantB, instruction >>> 14)
                  : opcode;
        };
    return (instruction & ~0x3f) | special;
  }

  private int arithmetic(int opcode, boolean isConstantB, int operandC) {
    boolean isConstantC = (operandC & 0x100) != 0;
    if (isConstantB || opcode == Opcode.POW) {
      return ARITHMETIC;
    }
    if (isConstantC) {
      boolean isNumber = prototype.constants[operandC & 0xff] instanceof LuaNumber;
      int fast = opcode == Opcode.SHR ? SHIFT_RIGHT_CONSTANT : opcode + WITH_CONSTANT;
      return isNumber ? fast : ARITHMETIC;
    }
    return opcode;
  }

  private boolean isText(int operand) {
    return (operand & 0x100) != 0 && prototype.constants[operand & 0xff] instanceof ByteString;
  }
}
