package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.FALLBACKS;
import static dev.holon.vm.lua.machine.EmitterRegisters.FRAME_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.HEAP;
import static dev.holon.vm.lua.machine.EmitterRegisters.STATE_TYPE;

import java.util.ArrayDeque;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Where control goes in a generated method: jumps, unusual courses, places to leave at. */
final class EmitterFlow {
  final EmitterRegisters registers;
  final RegisterTypes types;
  final int[] code;

  /** Leaves with the frame that is on the stack. */
  final Label leaveWith = new Label();

  /** Leaves the frame to the interpreter at the pc that it states. */
  final Label abandon = new Label();

  private final Label[] labels;
  private final MethodVisitor to;
  private final ArrayDeque<Runnable> unusual = new ArrayDeque<>();

  EmitterFlow(EmitterRegisters registers, RegisterTypes types) {
    this.registers = registers;
    this.types = types;
    this.to = registers.to;
    this.code = registers.executable.prototype.code;
    this.labels = new Label[code.length + 1];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
  }

  Label label(int pc) {
    return labels[pc];
  }

  /** Has code written behind all usual code. */
  void unusually(Runnable writer) {
    unusual.add(writer);
  }

  void writeUnusual() {
    while (!unusual.isEmpty()) {
      unusual.remove().run();
    }
    to.visitLabel(abandon);
    registers.pushFrame();
    registers.call(FALLBACKS, "abandoned", "(" + FRAME_TYPE + ")" + FRAME_TYPE);
    to.visitLabel(leaveWith);
    to.visitInsn(Opcodes.ARETURN);
  }

  /** Leaves with the frame on the stack unless it is the one that runs. */
  void leaveIfOther() {
    to.visitInsn(Opcodes.DUP);
    registers.pushFrame();
    to.visitJumpInsn(Opcodes.IF_ACMPNE, leaveWith);
    to.visitInsn(Opcodes.POP);
  }

  /**
   * The unusual course of an instruction: all of it as the interpreter does it.
   *
   * @param register where the result goes; -1 for none
   * @param after the types after the instruction
   */
  void fallback(Label start, Label done, String name, int pc, int register, byte[] after) {
    byte[] before = types.before(pc);
    unusually(
        () -> {
          to.visitLabel(start);
          callFallback(name, pc, before);
          if (register >= 0) {
            takeResult(register, after);
          }
          to.visitJumpInsn(Opcodes.GOTO, done);
        });
  }

  void callFallback(String name, int pc, byte[] before) {
    registers.flush(before);
    registers.pushState();
    registers.pushFrame();
    registers.push(pc + 1);
    registers.call(FALLBACKS, name, "(" + STATE_TYPE + FRAME_TYPE + "I)" + FRAME_TYPE);
    leaveIfOther();
  }

  /**
   * Reads a result that the frame got into its Java variable, if the register's type is known, and
   * leaves if it is another.
   *
   * @param unsaved the types whose Java variables may still be newer than the frame
   */
  void takeResult(int pc, int register, byte[] unsaved, byte[] after) {
    int type = after[register] & RegisterTypes.TYPE;
    if (type == RegisterTypes.ANY) {
      return;
    }
    Label other = new Label();
    registers.branchUnlessHeld(register, type, other);
    registers.reload(register, type);
    unusually(() -> leaveAfter(other, pc, register, unsaved));
  }

  /** Leaves to the interpreter after an instruction whose result is in the frame. */
  void leaveAfter(Label start, int pc, int register, byte[] unsaved) {
    to.visitLabel(start);
    registers.flushBut(unsaved, register);
    registers.setPc(pc + 1);
    to.visitJumpInsn(Opcodes.GOTO, abandon);
  }

  private void takeResult(int register, byte[] after) {
    int type = after[register] & RegisterTypes.TYPE;
    if (type != RegisterTypes.ANY) {
      registers.branchUnlessHeld(register, type, abandon);
      registers.reload(register, type);
    }
  }

  /** Goes to another instruction, or falls through to it. */
  void go(int pc, int target, byte[] after) {
    registers.flushFor(after, types.before(target));
    if (target != pc + 1) {
      to.visitJumpInsn(Opcodes.GOTO, labels[target]);
    }
  }

  /** Branches, when the int on the stack is 0 or is not, to an instruction further on. */
  void branch(int opcode, int target, byte[] after) {
    byte[] expected = types.before(target);
    boolean isFlushNeeded = false;
    for (int i = 0; i < after.length; i++) {
      isFlushNeeded |= EmitterRegisters.needsFlush(after[i], expected[i]);
    }
    if (!isFlushNeeded) {
      to.visitJumpInsn(opcode, labels[target]);
      return;
    }
    Label edge = new Label();
    to.visitJumpInsn(opcode, edge);
    unusually(
        () -> {
          to.visitLabel(edge);
          registers.flushFor(after, expected);
          to.visitJumpInsn(Opcodes.GOTO, labels[target]);
        });
  }

  /** Jumps; when backwards, pays for the distance as the interpreter does. */
  void jump(int pc, byte[] after) {
    int distance = (code[pc] >>> 14) - 131071;
    int target = pc + 1 + distance;
    if (distance < 0) {
      pay(distance, target, after);
    }
    go(pc, target, after);
  }

  private void pay(int distance, int target, byte[] after) {
    Label safePoint = new Label();
    Label paid = new Label();
    registers.load(EmitterRegisters.HEAP_VARIABLE);
    to.visitInsn(Opcodes.DUP);
    to.visitFieldInsn(Opcodes.GETFIELD, HEAP, "gasLeft", "J");
    registers.push((long) distance);
    to.visitInsn(Opcodes.LADD);
    to.visitInsn(Opcodes.DUP2_X1);
    to.visitFieldInsn(Opcodes.PUTFIELD, HEAP, "gasLeft", "J");
    to.visitInsn(Opcodes.LCONST_0);
    to.visitInsn(Opcodes.LCMP);
    to.visitJumpInsn(Opcodes.IFLT, safePoint);
    registers.load(EmitterRegisters.HEAP_VARIABLE);
    to.visitFieldInsn(Opcodes.GETFIELD, HEAP, "isCollectionDue", "Z");
    to.visitJumpInsn(Opcodes.IFNE, safePoint);
    to.visitLabel(paid);
    unusually(
        () -> {
          to.visitLabel(safePoint);
          registers.flush(after);
          registers.pushState();
          registers.pushFrame();
          registers.push(target);
          to.visitMethodInsn(
              Opcodes.INVOKEVIRTUAL,
              EmitterRegisters.STATE,
              "atSafePoint",
              "(" + FRAME_TYPE + "I)V",
              false);
          to.visitJumpInsn(Opcodes.GOTO, paid);
        });
  }
}
