package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.FALLBACKS;
import static dev.holon.vm.lua.machine.EmitterRegisters.FRAME_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.NUMBERS;
import static dev.holon.vm.lua.machine.EmitterRegisters.OUTCOME_SCRATCH;
import static dev.holon.vm.lua.machine.EmitterRegisters.STATE_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.STEPS;
import static dev.holon.vm.lua.machine.EmitterRegisters.VALUE_TYPE;
import static dev.holon.vm.lua.machine.RegisterTypes.ANY;
import static dev.holon.vm.lua.machine.RegisterTypes.INTEGER;

import dev.holon.vm.lua.code.Opcode;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes comparisons, tests and loops. */
final class EmitterBranches {
  private final EmitterFlow flow;
  private final EmitterRegisters registers;
  private final RegisterTypes known;
  private final MethodVisitor to;

  EmitterBranches(EmitterFlow flow) {
    this.flow = flow;
    this.registers = flow.registers;
    this.known = flow.types;
    this.to = registers.to;
  }

  /** EQ, LT and LE: skip the next instruction unless the outcome is that of operand A. */
  void comparison(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int opcode = i & 0x3f;
    boolean isWanted = (i >>> 6 & 0xff) != 0;
    int b = i >>> 23;
    int c = i >>> 14 & 0x1ff;
    int x = known.ofOperand(b, before);
    int y = known.ofOperand(c, before);
    if (x != ANY && x == y) {
      registers.pushNumberOf(b, x);
      registers.pushNumberOf(c, x);
      flow.branch(known(opcode, x, isWanted), pc + 2, after);
      return;
    }
    Label undecided = new Label();
    Label decided = new Label();
    registers.pushPair(b, before);
    registers.pushPair(c, before);
    String step =
        switch (opcode) {
          case Opcode.EQ -> "isEqual";
          case Opcode.LT -> "isLess";
          default -> "isLessOrEqual";
        };
    registers.call(NUMBERS, step, "(" + VALUE_TYPE + "J" + VALUE_TYPE + "J)I");
    to.visitVarInsn(Opcodes.ISTORE, OUTCOME_SCRATCH);
    to.visitVarInsn(Opcodes.ILOAD, OUTCOME_SCRATCH);
    to.visitJumpInsn(Opcodes.IFLT, undecided);
    to.visitLabel(decided);
    to.visitVarInsn(Opcodes.ILOAD, OUTCOME_SCRATCH);
    flow.branch(isWanted ? Opcodes.IFEQ : Opcodes.IFNE, pc + 2, after);
    flow.unusually(
        () -> {
          to.visitLabel(undecided);
          flow.callFallback("comparison", pc, before);
          registers.pushState();
          registers.call(FALLBACKS, "outcome", "(" + STATE_TYPE + ")Z");
          to.visitVarInsn(Opcodes.ISTORE, OUTCOME_SCRATCH);
          to.visitJumpInsn(Opcodes.GOTO, decided);
        });
  }

  /** Compares two numbers on the stack; the branch is for the outcome that is not wanted. */
  private int known(int opcode, int type, boolean isWanted) {
    if (type == INTEGER) {
      to.visitInsn(Opcodes.LCMP);
    } else {
      // What is not a number makes every comparison false.
      to.visitInsn(Opcodes.DCMPG);
    }
    return switch (opcode) {
      case Opcode.EQ -> isWanted ? Opcodes.IFNE : Opcodes.IFEQ;
      case Opcode.LT -> isWanted ? Opcodes.IFGE : Opcodes.IFLT;
      default -> isWanted ? Opcodes.IFGT : Opcodes.IFLE;
    };
  }

  void test(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    boolean isWanted = (i >>> 14 & 0x1ff) != 0;
    int a = i >>> 6 & 0xff;
    if ((before[a] & RegisterTypes.TYPE) != ANY) {
      if (!isWanted) {
        flow.go(pc, pc + 2, after);
      }
      return;
    }
    pushTruth(a);
    flow.branch(isWanted ? Opcodes.IFEQ : Opcodes.IFNE, pc + 2, after);
  }

  private void pushTruth(int register) {
    registers.load(EmitterRegisters.VALUES_VARIABLE);
    registers.push(register);
    registers.call(STEPS, "isTruthy", "([" + VALUE_TYPE + "I)Z");
  }

  /** The first half of TESTSET; a move follows where it goes on. False when it never does. */
  boolean testSet(int pc, byte[] before) {
    int i = flow.code[pc];
    boolean isWanted = (i >>> 14 & 0x1ff) != 0;
    int b = i >>> 23;
    if ((before[b] & RegisterTypes.TYPE) != ANY) {
      if (!isWanted) {
        flow.go(pc, pc + 2, before);
      }
      return isWanted;
    }
    pushTruth(b);
    flow.branch(isWanted ? Opcodes.IFEQ : Opcodes.IFNE, pc + 2, before);
    return true;
  }

  void prepareLoop(int pc, byte[] before, byte[] after) {
    int a = flow.code[pc] >>> 6 & 0xff;
    int target = pc + 1 + (flow.code[pc] >>> 14) - 131071;
    if (RegisterTypes.isIntegerLoop(before, a)) {
      registers.pushNumber(a, INTEGER);
      registers.pushNumber(a + 2, INTEGER);
      to.visitInsn(Opcodes.LSUB);
      registers.popNumber(a, INTEGER);
      flow.go(pc, target, after);
      return;
    }
    registers.flush(before);
    registers.setPc(pc + 1);
    registers.pushState();
    registers.pushFrame();
    registers.push(a);
    registers.call(FALLBACKS, "prepareLoop", "(" + STATE_TYPE + FRAME_TYPE + "I)V");
    int type = after[a] & RegisterTypes.TYPE;
    if (type != ANY) {
      registers.setPc(target);
      registers.branchUnlessHeld(a, type, flow.abandon);
      for (int i = a; i < a + 3; i++) {
        registers.reload(i, type);
      }
    }
    flow.go(pc, target, after);
  }

  void loop(int pc, byte[] before, byte[] after) {
    int a = flow.code[pc] >>> 6 & 0xff;
    int type = before[a] & RegisterTypes.TYPE;
    if (type == ANY) {
      registers.pushArrays();
      registers.push(a);
      registers.call(STEPS, "loop", "([" + VALUE_TYPE + "[JI)Z");
      flow.branch(Opcodes.IFEQ, pc + 1, before);
    } else {
      knownLoop(pc, a, type, before, after);
    }
    flow.jump(pc, after);
  }

  private void knownLoop(int pc, int a, int type, byte[] before, byte[] after) {
    boolean isInteger = type == INTEGER;
    registers.pushNumber(a, type);
    registers.pushNumber(a + 2, type);
    to.visitInsn(isInteger ? Opcodes.LADD : Opcodes.DADD);
    int scratch = EmitterRegisters.NUMBER_SCRATCH;
    to.visitVarInsn(isInteger ? Opcodes.LSTORE : Opcodes.DSTORE, scratch);
    to.visitVarInsn(isInteger ? Opcodes.LLOAD : Opcodes.DLOAD, scratch);
    registers.pushNumber(a + 1, type);
    int step = isInteger ? constantStep(pc, a) : 0;
    if (step != 0) {
      to.visitInsn(Opcodes.LCMP);
      flow.branch(step > 0 ? Opcodes.IFGT : Opcodes.IFLT, pc + 1, before);
    } else {
      registers.pushNumber(a + 2, type);
      registers.call(STEPS, "isWithin", isInteger ? "(JJJ)Z" : "(DDD)Z");
      flow.branch(Opcodes.IFEQ, pc + 1, before);
    }
    to.visitVarInsn(isInteger ? Opcodes.LLOAD : Opcodes.DLOAD, scratch);
    to.visitInsn(Opcodes.DUP2);
    registers.popNumber(a, type);
    registers.popNumber(a + 3, type);
    if ((after[a + 3] & RegisterTypes.TYPE) == ANY) {
      registers.flush(a + 3, type);
    }
  }

  /** The sign of a loop's step when it is a constant; 0 when it is unknown. */
  private int constantStep(int pc, int a) {
    int prepare = pc + (flow.code[pc] >>> 14) - 131071;
    if (prepare < 1 || known.isJumpTarget[prepare]) {
      return 0;
    }
    int i = flow.code[prepare - 1];
    boolean isLoad =
        (flow.code[prepare] & 0x3f) == Opcode.FORPREP
            && (i & 0x3f) == Opcode.LOADK
            && (i >>> 6 & 0xff) == a + 2
            && known.ofConstant(i >>> 14) == INTEGER;
    return isLoad ? Long.signum(registers.executable.constantNumbers[i >>> 14]) : 0;
  }

  void genericLoop(int pc, byte[] before, byte[] after) {
    registers.pushArrays();
    registers.push(flow.code[pc] >>> 6 & 0xff);
    registers.call(STEPS, "nextIteration", "([" + VALUE_TYPE + "[JI)Z");
    flow.branch(Opcodes.IFEQ, pc + 1, before);
    flow.jump(pc, after);
  }
}
