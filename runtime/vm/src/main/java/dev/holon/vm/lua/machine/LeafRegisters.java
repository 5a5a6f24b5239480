package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.HEAP_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.VALUE_TYPE;
import static dev.holon.vm.lua.machine.RegisterTypes.ANY;
import static dev.holon.vm.lua.machine.RegisterTypes.FLOAT;
import static dev.holon.vm.lua.machine.RegisterTypes.INTEGER;

import dev.holon.vm.lua.value.ByteString;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes how a leaf uses its registers, which are all Java variables: each has one for an object,
 * one for an integer, one for a float, and types say which is meant.
 */
final class LeafRegisters {
  private static final int STATE = 1;
  private static final int CALLER = 2;
  private static final int UPVALUES = 3;
  private static final int PLACE = 4;
  private static final int COUNT = 5;
  private static final int WANTED = 6;
  private static final int HEAP = 7;
  private static final int VALUES = 8;
  private static final int NUMBERS = 9;
  private static final int SCRATCH = 10;
  private static final int GAS = 11;
  private static final int FIRST_REGISTER = 13;
  private static final int SLOTS_PER_REGISTER = 5;
  private static final String STEPS = EmitterRegisters.PACKAGE + "LeafSteps";
  private static final String ARRAYS = "[" + VALUE_TYPE + "[JI";

  private final MethodVisitor to;
  private final Executable executable;
  private final String className;
  private final Label givenUp = new Label();

  LeafRegisters(MethodVisitor to, Executable executable, String className) {
    this.to = to;
    this.executable = executable;
    this.className = className;
  }

  private static int object(int register) {
    return FIRST_REGISTER + SLOTS_PER_REGISTER * register;
  }

  private static int number(int register, int type) {
    return object(register) + (type == INTEGER ? 1 : 3);
  }

  void call(String owner, String name, String descriptor, boolean isVirtual) {
    int opcode = isVirtual ? Opcodes.INVOKEVIRTUAL : Opcodes.INVOKESTATIC;
    to.visitMethodInsn(opcode, owner, name, descriptor, false);
  }

  /** Takes gas for the function; answers at once that it cannot begin when it might not do. */
  void begin() {
    to.visitVarInsn(Opcodes.ALOAD, STATE);
    call(EmitterRegisters.STATE, "heap", "()" + HEAP_TYPE, true);
    to.visitVarInsn(Opcodes.ASTORE, HEAP);
    pushHeap();
    call(EmitterRegisters.HEAP, "gasUsed", "()J", true);
    to.visitVarInsn(Opcodes.LSTORE, GAS);
    pushHeap();
    to.visitVarInsn(Opcodes.ALOAD, CALLER);
    to.visitVarInsn(Opcodes.ILOAD, COUNT);
    to.visitVarInsn(Opcodes.ILOAD, WANTED);
    to.visitLdcInsn(executable.parameterCount);
    to.visitLdcInsn(executable.entryGas);
    to.visitLdcInsn(executable.frameBytes);
    String descriptor = "(" + HEAP_TYPE + EmitterRegisters.FRAME_TYPE + "IIIIJ)Z";
    call(STEPS, "begin", descriptor, false);
    Label begun = new Label();
    to.visitJumpInsn(Opcodes.IFNE, begun);
    leaveWith(CompiledCode.LEAF_NOT_BEGUN);
    to.visitLabel(begun);
    field("values", "[" + VALUE_TYPE, VALUES);
    field("numbers", "[J", NUMBERS);
    for (int i = 0; i < executable.registerCount; i++) {
      to.visitInsn(Opcodes.ACONST_NULL);
      to.visitVarInsn(Opcodes.ASTORE, object(i));
      to.visitInsn(Opcodes.LCONST_0);
      to.visitVarInsn(Opcodes.LSTORE, number(i, INTEGER));
      to.visitInsn(Opcodes.DCONST_0);
      to.visitVarInsn(Opcodes.DSTORE, number(i, FLOAT));
    }
  }

  private void field(String name, String type, int variable) {
    to.visitVarInsn(Opcodes.ALOAD, CALLER);
    to.visitFieldInsn(Opcodes.GETFIELD, EmitterRegisters.FRAME, name, type);
    to.visitVarInsn(Opcodes.ASTORE, variable);
  }

  private void leaveWith(int outcome) {
    to.visitLdcInsn(outcome);
    to.visitInsn(Opcodes.IRETURN);
  }

  /** After the last instruction. */
  void end() {
    to.visitLabel(givenUp);
    pushHeap();
    to.visitVarInsn(Opcodes.LLOAD, GAS);
    call(STEPS, "giveBack", "(" + HEAP_TYPE + "J)V", false);
    leaveWith(CompiledCode.LEAF_GIVEN_UP);
    to.visitMaxs(0, 0);
    to.visitEnd();
  }

  /** Nothing may be on the stack. */
  void giveUp() {
    to.visitJumpInsn(Opcodes.GOTO, givenUp);
  }

  /** Unless the truth on the stack, and nothing else, says otherwise. */
  void giveUpUnless() {
    to.visitJumpInsn(Opcodes.IFEQ, givenUp);
  }

  void takeArgument(int parameter, int type) {
    pushArgument(parameter);
    if (type == ANY) {
      call(EmitterRegisters.UNBOXED, "box", "(" + ARRAYS + ")" + VALUE_TYPE, false);
      setObject(parameter);
      return;
    }
    String holds = type == INTEGER ? "holdsInteger" : "holdsFloat";
    call(EmitterRegisters.STEPS, holds, "(" + ARRAYS + ")Z", false);
    giveUpUnless();
    pushArgument(parameter);
    String name = type == INTEGER ? "integer" : "real";
    call(STEPS, name, "(" + ARRAYS + ")" + (type == INTEGER ? "J" : "D"), false);
    setNumber(parameter, type);
  }

  private void pushArgument(int parameter) {
    to.visitVarInsn(Opcodes.ALOAD, VALUES);
    to.visitVarInsn(Opcodes.ALOAD, NUMBERS);
    to.visitVarInsn(Opcodes.ILOAD, PLACE);
    to.visitLdcInsn(1 + parameter);
    to.visitInsn(Opcodes.IADD);
  }

  void pushHeap() {
    to.visitVarInsn(Opcodes.ALOAD, HEAP);
  }

  void pushUpvalue(int index) {
    to.visitVarInsn(Opcodes.ALOAD, UPVALUES);
    to.visitLdcInsn(index);
    to.visitInsn(Opcodes.AALOAD);
  }

  void pushNil() {
    to.visitFieldInsn(
        Opcodes.GETSTATIC, EmitterRegisters.VALUE, "NIL", EmitterRegisters.VALUE_TYPE);
  }

  void pushBoolean(boolean value) {
    String type = "L" + EmitterRegisters.BOOLEAN + ";";
    to.visitFieldInsn(Opcodes.GETSTATIC, EmitterRegisters.VALUE, value ? "TRUE" : "FALSE", type);
  }

  void pushObject(int register) {
    to.visitVarInsn(Opcodes.ALOAD, object(register));
  }

  void setObject(int register) {
    to.visitVarInsn(Opcodes.ASTORE, object(register));
  }

  void setNumber(int register, int type) {
    to.visitVarInsn(type == INTEGER ? Opcodes.LSTORE : Opcodes.DSTORE, number(register, type));
  }

  /** A constant of the function as an object. */
  void pushConstant(int index) {
    boolean isText = executable.prototype.constants[index] instanceof ByteString;
    String type = isText ? EmitterRegisters.TEXT_TYPE : VALUE_TYPE;
    to.visitFieldInsn(Opcodes.GETSTATIC, className, "k" + index, type);
  }

  void setConstant(int register, int index, int type) {
    if (type == ANY) {
      pushConstant(index);
      setObject(register);
    } else {
      pushConstantNumber(index, type);
      setNumber(register, type);
    }
  }

  private void pushConstantNumber(int index, int type) {
    long bits = executable.constantNumbers[index];
    if (type == INTEGER) {
      to.visitLdcInsn(bits);
    } else {
      to.visitLdcInsn(Double.longBitsToDouble(bits));
    }
  }

  /** The number of a register or constant of known type, as another type. */
  void pushNumber(int operand, int type, int as) {
    if (operand > 0xff) {
      pushConstantNumber(operand & 0xff, type);
    } else {
      to.visitVarInsn(type == INTEGER ? Opcodes.LLOAD : Opcodes.DLOAD, number(operand, type));
    }
    if (type != as) {
      to.visitInsn(Opcodes.L2D);
    }
  }

  /**
   * Gives up unless an object can be an operand of arithmetic with such a result.
   *
   * @param isExact it must be of that very type
   */
  void check(int register, int result, boolean isExact) {
    pushObject(register);
    boolean isAnyNumber = result == FLOAT && !isExact;
    to.visitTypeInsn(
        Opcodes.INSTANCEOF,
        isAnyNumber ? "org/luaj/vm2/LuaNumber" : EmitterRegisters.numberClass(result));
    giveUpUnless();
  }

  /** An operand of arithmetic, checked, as the type of the result. */
  void pushOperand(int operand, int type, int result) {
    if (type != ANY) {
      pushNumber(operand, type, result);
      return;
    }
    pushObject(operand);
    String name = result == INTEGER ? "integer" : "real";
    call(STEPS, name, "(" + VALUE_TYPE + ")" + (result == INTEGER ? "J" : "D"), false);
  }

  /** The pair of value or mark, and bits, of a register or constant. */
  void pushPair(int operand, int type) {
    if (type == ANY) {
      if (operand > 0xff) {
        pushConstant(operand & 0xff);
      } else {
        pushObject(operand);
      }
      to.visitInsn(Opcodes.LCONST_0);
      return;
    }
    String mark = type == INTEGER ? "INTEGER" : "FLOAT";
    String markType = "L" + EmitterRegisters.UNBOXED + ";";
    to.visitFieldInsn(Opcodes.GETSTATIC, EmitterRegisters.UNBOXED, mark, markType);
    pushNumber(operand, type, type);
    if (type == FLOAT) {
      call("java/lang/Double", "doubleToRawLongBits", "(D)J", false);
    }
  }

  void pushTruth(int register, int type) {
    if (type == ANY) {
      pushObject(register);
      call(STEPS, "isTruthy", "(" + VALUE_TYPE + ")Z", false);
    } else {
      to.visitInsn(Opcodes.ICONST_1);
    }
  }

  /** Keeps what was found in a table, on the stack, if it is of the type; null gives up. */
  void setFound(int register, int type) {
    to.visitVarInsn(Opcodes.ASTORE, SCRATCH);
    to.visitVarInsn(Opcodes.ALOAD, SCRATCH);
    if (type == ANY) {
      to.visitJumpInsn(Opcodes.IFNULL, givenUp);
      to.visitVarInsn(Opcodes.ALOAD, SCRATCH);
      setObject(register);
      return;
    }
    String number = EmitterRegisters.numberClass(type);
    to.visitTypeInsn(Opcodes.INSTANCEOF, number);
    giveUpUnless();
    to.visitVarInsn(Opcodes.ALOAD, SCRATCH);
    to.visitTypeInsn(Opcodes.CHECKCAST, number);
    call(number, "value", type == INTEGER ? "()J" : "()D", true);
    setNumber(register, type);
  }

  /** What one register holds into another, which then is of the same type. */
  void copy(int from, int type, int to) {
    if (type == ANY) {
      pushObject(from);
      setObject(to);
    } else {
      pushNumber(from, type, type);
      setNumber(to, type);
    }
  }

  /** Numbers that are objects further on become objects. */
  void convert(byte[] types, byte[] target) {
    for (int i = 0; i < executable.registerCount; i++) {
      int type = types[i] & RegisterTypes.TYPE;
      if (type != ANY && (target[i] & RegisterTypes.TYPE) == ANY) {
        pushNumber(i, type, type);
        String number = EmitterRegisters.numberClass(type);
        call(number, "of", "(" + (type == INTEGER ? "J" : "D") + ")L" + number + ";", false);
        setObject(i);
      }
    }
  }

  /** Ends the function with the value of a register, or with none when that is negative. */
  void leave(int register, int type) {
    Label left = new Label();
    to.visitVarInsn(Opcodes.ILOAD, WANTED);
    to.visitJumpInsn(Opcodes.IFEQ, left);
    to.visitVarInsn(Opcodes.ALOAD, VALUES);
    to.visitVarInsn(Opcodes.ALOAD, NUMBERS);
    to.visitVarInsn(Opcodes.ILOAD, PLACE);
    if (register < 0 || type == ANY) {
      if (register < 0) {
        pushNil();
      } else {
        pushObject(register);
      }
      call(STEPS, "put", "(" + ARRAYS + VALUE_TYPE + ")V", false);
    } else {
      pushNumber(register, type, type);
      String put = "(" + ARRAYS + (type == INTEGER ? "J" : "D") + ")V";
      call(EmitterRegisters.STEPS, "put", put, false);
    }
    to.visitLabel(left);
    leaveWith(CompiledCode.LEAF_DONE);
  }
}
