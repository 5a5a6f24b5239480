package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import org.luaj.vm2.LuaValue;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes bytecode that reads and writes registers and constants of one function. */
final class EmitterRegisters {
  static final String PACKAGE = "dev/holon/vm/lua/machine/";
  static final String FRAME = PACKAGE + "Frame";
  static final String STATE = PACKAGE + "LuaState";
  static final String UNBOXED = PACKAGE + "Unboxed";
  static final String STEPS = PACKAGE + "CompiledSteps";
  static final String NUMBERS = PACKAGE + "CompiledNumbers";
  static final String FALLBACKS = PACKAGE + "CompiledFallbacks";
  static final String VALUE = "org/luaj/vm2/LuaValue";
  static final String BOOLEAN = "org/luaj/vm2/LuaBoolean";
  static final String HEAP = "dev/holon/vm/lua/value/Heap";
  static final String TEXT = "dev/holon/vm/lua/value/ByteString";

  static final String FRAME_TYPE = "L" + FRAME + ";";
  static final String STATE_TYPE = "L" + STATE + ";";
  static final String VALUE_TYPE = "L" + VALUE + ";";
  static final String HEAP_TYPE = "L" + HEAP + ";";
  static final String TEXT_TYPE = "L" + TEXT + ";";

  /** Java variables of the generated method. */
  static final int STATE_VARIABLE = 1;

  static final int FRAME_VARIABLE = 2;
  static final int VALUES_VARIABLE = 3;
  static final int NUMBERS_VARIABLE = 4;
  static final int HEAP_VARIABLE = 5;
  static final int VALUE_SCRATCH = 6;
  static final int OUTCOME_SCRATCH = 7;
  static final int NUMBER_SCRATCH = 8;
  private static final int FIRST_REGISTER = 10;

  final MethodVisitor to;
  final Executable executable;
  final EmitterShared shared;

  /** Those given to registers so far: few, for compiled functions lie on the Java stack. */
  private final int[] variables;

  private int nextVariable = FIRST_REGISTER;
  private final String className;

  EmitterRegisters(MethodVisitor to, Executable executable, String className) {
    this.variables = new int[2 * executable.prototype.registerCount];
    this.shared = new EmitterShared(className);
    this.to = to;
    this.executable = executable;
    this.className = className;
  }

  /** The Java variable of a register that holds a number of a known type. */
  private int variable(int register, int type) {
    int place = 2 * register + (type == RegisterTypes.FLOAT ? 1 : 0);
    if (variables[place] == 0) {
      variables[place] = nextVariable;
      nextVariable += 2;
    }
    return variables[place];
  }

  static String numberClass(int type) {
    return "dev/holon/vm/lua/value/"
        + (type == RegisterTypes.INTEGER ? "IntegerNumber" : "FloatNumber");
  }

  void push(int value) {
    if (value >= -1 && value <= 5) {
      to.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      to.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      to.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      to.visitLdcInsn(value);
    }
  }

  void push(long value) {
    if (value == 0 || value == 1) {
      to.visitInsn(value == 0 ? Opcodes.LCONST_0 : Opcodes.LCONST_1);
    } else {
      to.visitLdcInsn(value);
    }
  }

  void push(double value) {
    to.visitLdcInsn(value);
  }

  void load(int variable) {
    to.visitVarInsn(Opcodes.ALOAD, variable);
  }

  void pushState() {
    load(STATE_VARIABLE);
  }

  void pushFrame() {
    load(FRAME_VARIABLE);
  }

  /** Both arrays of the frame. */
  void pushArrays() {
    load(VALUES_VARIABLE);
    load(NUMBERS_VARIABLE);
  }

  void call(String owner, String name, String descriptor) {
    to.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  void pushMark(int type) {
    to.visitFieldInsn(
        Opcodes.GETSTATIC,
        UNBOXED,
        type == RegisterTypes.INTEGER ? "INTEGER" : "FLOAT",
        "L" + UNBOXED + ";");
  }

  /** A constant of the function as an object. */
  void pushConstant(int index) {
    boolean isText = executable.prototype.constants[index] instanceof ByteString;
    to.visitFieldInsn(Opcodes.GETSTATIC, className, "k" + index, isText ? TEXT_TYPE : VALUE_TYPE);
  }

  /** What lies in the frame's array of values. */
  void pushStored(int register) {
    load(VALUES_VARIABLE);
    push(register);
    to.visitInsn(Opcodes.AALOAD);
  }

  private void pushStoredBits(int register) {
    load(NUMBERS_VARIABLE);
    push(register);
    to.visitInsn(Opcodes.LALOAD);
  }

  /** The number in a register of known type, as long or double. */
  void pushNumber(int register, int type) {
    to.visitVarInsn(
        type == RegisterTypes.INTEGER ? Opcodes.LLOAD : Opcodes.DLOAD, variable(register, type));
  }

  void popNumber(int register, int type) {
    to.visitVarInsn(
        type == RegisterTypes.INTEGER ? Opcodes.LSTORE : Opcodes.DSTORE, variable(register, type));
  }

  /** A constant number as long or double. */
  void pushConstantNumber(int index, int type) {
    long bits = executable.constantNumbers[index];
    if (type == RegisterTypes.INTEGER) {
      push(bits);
    } else {
      push(Double.longBitsToDouble(bits));
    }
  }

  /** The number of a register or constant of known type, as a double. */
  void pushReal(int operand, int type) {
    pushNumberOf(operand, type);
    if (type == RegisterTypes.INTEGER) {
      to.visitInsn(Opcodes.L2D);
    }
  }

  void pushNumberOf(int operand, int type) {
    if (operand > 0xff) {
      pushConstantNumber(operand & 0xff, type);
    } else {
      pushNumber(operand, type);
    }
  }

  /** The pair of value or mark, and bits, of a register or constant. */
  void pushPair(int operand, byte[] types) {
    if (operand > 0xff) {
      int index = operand & 0xff;
      LuaValue value = executable.constants[index];
      if (value instanceof Unboxed) {
        pushMark(value == Unboxed.INTEGER ? RegisterTypes.INTEGER : RegisterTypes.FLOAT);
        push(executable.constantNumbers[index]);
      } else {
        pushConstant(index);
        push(0L);
      }
      return;
    }
    int type = types[operand] & RegisterTypes.TYPE;
    if (type == RegisterTypes.ANY) {
      pushStored(operand);
      pushStoredBits(operand);
      return;
    }
    pushMark(type);
    pushNumber(operand, type);
    if (type == RegisterTypes.FLOAT) {
      call("java/lang/Double", "doubleToRawLongBits", "(D)J");
    }
  }

  /** A register or constant as an object. */
  void pushBoxed(int operand, byte[] types) {
    if (operand > 0xff) {
      pushConstant(operand & 0xff);
      return;
    }
    int type = types[operand] & RegisterTypes.TYPE;
    if (type == RegisterTypes.ANY) {
      pushArrays();
      push(operand);
      call(UNBOXED, "box", "([" + VALUE_TYPE + "[JI)" + VALUE_TYPE);
    } else {
      pushNumber(operand, type);
      String number = numberClass(type);
      String argument = type == RegisterTypes.INTEGER ? "J" : "D";
      call(number, "of", "(" + argument + ")L" + number + ";");
    }
  }

  /** Writes a Java variable into the frame. */
  void flush(int register, int type) {
    pushArrays();
    push(register);
    pushNumber(register, type);
    call(
        STEPS,
        "put",
        "([" + VALUE_TYPE + "[JI" + (type == RegisterTypes.INTEGER ? "J" : "D") + ")V");
  }

  /** Writes all Java variables that may be newer into the frame. */
  void flush(byte[] types) {
    flush(types, 0, types.length - 1);
  }

  void flushBut(byte[] types, int register) {
    shared.flush(this, types, 0, types.length - 1, register);
  }

  void flush(byte[] types, int from, int to) {
    shared.flush(this, types, from, to, -1);
  }

  /** Writes those that closures read into the frame, before their variables are closed. */
  void flushCaptured(byte[] types, boolean[] isCaptured) {
    for (int i = 0; i < types.length; i++) {
      if (isCaptured[i] && (types[i] & RegisterTypes.NEWER) != 0) {
        flush(i, types[i] & RegisterTypes.TYPE);
      }
    }
  }

  /** Writes what only the Java variables have but the code at the target expects in the frame. */
  void flushFor(byte[] types, byte[] target) {
    for (int i = 0; i < types.length; i++) {
      if (needsFlush(types[i], target[i])) {
        flush(i, types[i] & RegisterTypes.TYPE);
      }
    }
  }

  static boolean needsFlush(byte type, byte target) {
    return (type & RegisterTypes.NEWER) != 0 && (target & RegisterTypes.TYPE) == RegisterTypes.ANY;
  }

  /** Reads a register of known type from the frame, whose mark is right. */
  void reload(int register, int type) {
    pushStoredBits(register);
    if (type == RegisterTypes.FLOAT) {
      call("java/lang/Double", "longBitsToDouble", "(J)D");
    }
    popNumber(register, type);
  }

  /** Jumps unless the frame's register holds a number of the type. */
  void branchUnlessHeld(int register, int type, Label target) {
    pushArrays();
    push(register);
    String step = type == RegisterTypes.INTEGER ? "holdsInteger" : "holdsFloat";
    call(STEPS, step, "([" + VALUE_TYPE + "[JI)Z");
    to.visitJumpInsn(Opcodes.IFEQ, target);
  }

  /** The frame's arrays, which may have been replaced. */
  void reloadArrays() {
    pushFrame();
    to.visitFieldInsn(Opcodes.GETFIELD, FRAME, "values", "[" + VALUE_TYPE);
    to.visitVarInsn(Opcodes.ASTORE, VALUES_VARIABLE);
    pushFrame();
    to.visitFieldInsn(Opcodes.GETFIELD, FRAME, "numbers", "[J");
    to.visitVarInsn(Opcodes.ASTORE, NUMBERS_VARIABLE);
  }

  void setPc(int pc) {
    pushFrame();
    push(pc);
    to.visitFieldInsn(Opcodes.PUTFIELD, FRAME, "pc", "I");
  }

  /** Stores the object on the stack into a register. */
  void storeValue(int register) {
    to.visitVarInsn(Opcodes.ASTORE, VALUE_SCRATCH);
    load(VALUES_VARIABLE);
    push(register);
    load(VALUE_SCRATCH);
    to.visitInsn(Opcodes.AASTORE);
  }
}
