package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.NUMBERS;
import static dev.holon.vm.lua.machine.EmitterRegisters.STEPS;
import static dev.holon.vm.lua.machine.EmitterRegisters.VALUE_TYPE;
import static dev.holon.vm.lua.machine.RegisterTypes.ANY;
import static dev.holon.vm.lua.machine.RegisterTypes.FLOAT;
import static dev.holon.vm.lua.machine.RegisterTypes.INTEGER;

import dev.holon.vm.lua.code.Opcode;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes arithmetic instructions: directly where types are known, else by a step that looks. */
final class EmitterArithmetic {
  private static final String ARRAYS = "[" + VALUE_TYPE + "[J";
  private final EmitterFlow flow;
  private final EmitterRegisters registers;
  private final RegisterTypes known;
  private final MethodVisitor to;

  EmitterArithmetic(EmitterFlow flow) {
    this.flow = flow;
    this.registers = flow.registers;
    this.known = flow.types;
    this.to = registers.to;
  }

  void binary(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int opcode = i & 0x3f;
    int a = i >>> 6 & 0xff;
    int b = i >>> 23;
    int c = i >>> 14 & 0x1ff;
    int x = known.ofOperand(b, before);
    int y = known.ofOperand(c, before);
    boolean isDivision = opcode == Opcode.DIV || opcode == Opcode.POW;
    boolean areIntegers = x == INTEGER && y == INTEGER;
    if (areIntegers && !isDivision) {
      integers(pc, opcode, a, b, c, after);
    } else if (x != ANY && y != ANY && opcode < Opcode.BAND) {
      registers.pushReal(b, x);
      registers.pushReal(c, y);
      real(opcode);
      store(a, FLOAT, after);
    } else {
      general(pc, opcode, a, b, c, before, after);
    }
  }

  private void integers(int pc, int opcode, int a, int b, int c, byte[] after) {
    Label done = new Label();
    if (opcode == Opcode.MOD || opcode == Opcode.IDIV) {
      boolean isSafe = c > 0xff && registers.executable.constantNumbers[c & 0xff] != 0;
      if (!isSafe) {
        Label zero = new Label();
        registers.pushNumberOf(c, INTEGER);
        to.visitInsn(Opcodes.LCONST_0);
        to.visitInsn(Opcodes.LCMP);
        to.visitJumpInsn(Opcodes.IFEQ, zero);
        flow.fallback(zero, done, "arithmetic", pc, a, after);
      }
    }
    registers.pushNumberOf(b, INTEGER);
    boolean isShift = opcode == Opcode.SHL || opcode == Opcode.SHR;
    if (isShift && c > 0xff) {
      shiftByConstant(opcode, registers.executable.constantNumbers[c & 0xff]);
    } else {
      registers.pushNumberOf(c, INTEGER);
      integer(opcode);
    }
    store(a, INTEGER, after);
    to.visitLabel(done);
  }

  private void shiftByConstant(int opcode, long distance) {
    if (distance <= -64 || distance >= 64) {
      to.visitInsn(Opcodes.POP2);
      to.visitInsn(Opcodes.LCONST_0);
      return;
    }
    boolean isLeft = opcode == Opcode.SHL == distance >= 0;
    registers.push((int) Math.abs(distance));
    to.visitInsn(isLeft ? Opcodes.LSHL : Opcodes.LUSHR);
  }

  private void integer(int opcode) {
    switch (opcode) {
      case Opcode.ADD -> to.visitInsn(Opcodes.LADD);
      case Opcode.SUB -> to.visitInsn(Opcodes.LSUB);
      case Opcode.MUL -> to.visitInsn(Opcodes.LMUL);
      case Opcode.BAND -> to.visitInsn(Opcodes.LAND);
      case Opcode.BOR -> to.visitInsn(Opcodes.LOR);
      case Opcode.BXOR -> to.visitInsn(Opcodes.LXOR);
      case Opcode.MOD -> registers.call("java/lang/Math", "floorMod", "(JJ)J");
      case Opcode.IDIV -> registers.call("java/lang/Math", "floorDiv", "(JJ)J");
      case Opcode.SHL ->
          registers.call(EmitterRegisters.PACKAGE + "Arithmetic", "shiftLeft", "(JJ)J");
      default -> registers.call(NUMBERS, "shiftRight", "(JJ)J");
    }
  }

  private void real(int opcode) {
    switch (opcode) {
      case Opcode.ADD -> to.visitInsn(Opcodes.DADD);
      case Opcode.SUB -> to.visitInsn(Opcodes.DSUB);
      case Opcode.MUL -> to.visitInsn(Opcodes.DMUL);
      case Opcode.DIV -> to.visitInsn(Opcodes.DDIV);
      case Opcode.MOD -> paid("modulo");
      case Opcode.POW -> paid("power");
      default -> {
        to.visitInsn(Opcodes.DDIV);
        registers.call("java/lang/Math", "floor", "(D)D");
      }
    }
  }

  private void paid(String operation) {
    registers.load(EmitterRegisters.HEAP_VARIABLE);
    registers.call(
        EmitterRegisters.PACKAGE + "Arithmetic",
        operation,
        "(DD" + EmitterRegisters.HEAP_TYPE + ")D");
  }

  /** Keeps the number on the stack as the value of a register. */
  private void store(int a, int type, byte[] after) {
    if ((after[a] & RegisterTypes.TYPE) == type) {
      registers.popNumber(a, type);
      return;
    }
    registers.popNumber(a, type);
    registers.flush(a, type);
  }

  private void general(int pc, int opcode, int a, int b, int c, byte[] before, byte[] after) {
    Label slow = new Label();
    Label done = new Label();
    registers.push(opcode);
    registers.pushArrays();
    registers.push(a);
    registers.pushPair(b, before);
    registers.pushPair(c, before);
    registers.call(
        NUMBERS, "arithmetic", "(I" + ARRAYS + "I" + VALUE_TYPE + "J" + VALUE_TYPE + "J)Z");
    to.visitJumpInsn(Opcodes.IFEQ, slow);
    flow.takeResult(pc, a, before, after);
    to.visitLabel(done);
    flow.fallback(slow, done, "arithmetic", pc, a, after);
  }

  /** Minus and bitwise not. */
  void unary(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int a = i >>> 6 & 0xff;
    int b = i >>> 23;
    int type = before[b] & RegisterTypes.TYPE;
    boolean isMinus = (i & 0x3f) == Opcode.UNM;
    if (type == INTEGER) {
      registers.pushNumber(b, INTEGER);
      if (isMinus) {
        to.visitInsn(Opcodes.LNEG);
      } else {
        registers.push(-1L);
        to.visitInsn(Opcodes.LXOR);
      }
      store(a, INTEGER, after);
    } else if (type == FLOAT && isMinus) {
      registers.pushNumber(b, FLOAT);
      to.visitInsn(Opcodes.DNEG);
      store(a, FLOAT, after);
    } else {
      always("unary", pc, a, before, after);
    }
  }

  /** An instruction that has no quick step. */
  private void always(String fallback, int pc, int a, byte[] before, byte[] after) {
    Label done = new Label();
    flow.callFallback(fallback, pc, before);
    int type = after[a] & RegisterTypes.TYPE;
    if (type != ANY) {
      registers.branchUnlessHeld(a, type, flow.abandon);
      registers.reload(a, type);
    }
    to.visitLabel(done);
  }

  void not(int pc, byte[] before) {
    int i = flow.code[pc];
    int a = i >>> 6 & 0xff;
    int b = i >>> 23;
    if ((before[b] & RegisterTypes.TYPE) != ANY) {
      to.visitFieldInsn(
          Opcodes.GETSTATIC, EmitterRegisters.VALUE, "FALSE", "L" + EmitterRegisters.BOOLEAN + ";");
      registers.storeValue(a);
      return;
    }
    registers.load(EmitterRegisters.VALUES_VARIABLE);
    registers.push(a);
    registers.push(b);
    registers.call(STEPS, "not", "([" + VALUE_TYPE + "II)V");
  }

  void length(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int a = i >>> 6 & 0xff;
    int b = i >>> 23;
    if ((before[b] & RegisterTypes.TYPE) != ANY) {
      always("length", pc, a, before, after);
      return;
    }
    Label slow = new Label();
    Label done = new Label();
    registers.pushStored(b);
    registers.call(STEPS, "length", "(" + VALUE_TYPE + ")J");
    to.visitInsn(Opcodes.DUP2);
    to.visitVarInsn(Opcodes.LSTORE, EmitterRegisters.NUMBER_SCRATCH);
    to.visitInsn(Opcodes.LCONST_0);
    to.visitInsn(Opcodes.LCMP);
    to.visitJumpInsn(Opcodes.IFLT, slow);
    to.visitVarInsn(Opcodes.LLOAD, EmitterRegisters.NUMBER_SCRATCH);
    store(a, INTEGER, after);
    to.visitLabel(done);
    flow.fallback(slow, done, "length", pc, a, after);
  }
}
