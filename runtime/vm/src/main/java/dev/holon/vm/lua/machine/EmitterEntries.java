package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.FRAME_TYPE;

import dev.holon.vm.lua.code.Opcode;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes where a frame begins: at the function's start, after a call, or where a loop jumps back
 * to. What is known about registers there is checked and read from the frame.
 */
final class EmitterEntries {
  private static final String TIER = EmitterRegisters.PACKAGE + "Tier";
  private final EmitterFlow flow;
  private final boolean isEnteredAfterCalls;
  private final EmitterRegisters registers;
  private final MethodVisitor to;

  EmitterEntries(EmitterFlow flow, boolean isEnteredAfterCalls) {
    this.flow = flow;
    this.isEnteredAfterCalls = isEnteredAfterCalls;
    this.registers = flow.registers;
    this.to = registers.to;
  }

  void write() {
    List<Integer> places = places();
    int[] pcs = new int[places.size()];
    Label[] stubs = new Label[pcs.length];
    for (int i = 0; i < pcs.length; i++) {
      pcs[i] = places.get(i);
      stubs[i] = new Label();
    }
    Label start = new Label();
    Label refuse = new Label();
    Label refuseTypes = new Label();
    pushPc();
    to.visitJumpInsn(Opcodes.IFEQ, start);
    if (pcs.length > 0) {
      pushPc();
      to.visitLookupSwitchInsn(refuse, pcs, stubs);
    }
    to.visitLabel(refuse);
    to.visitInsn(Opcodes.ACONST_NULL);
    to.visitInsn(Opcodes.ARETURN);
    to.visitLabel(refuseTypes);
    registers.pushFrame();
    registers.call(TIER, "refused", "(" + FRAME_TYPE + ")V");
    to.visitInsn(Opcodes.ACONST_NULL);
    to.visitInsn(Opcodes.ARETURN);
    for (int i = 0; i < pcs.length; i++) {
      to.visitLabel(stubs[i]);
      begin(pcs[i], refuseTypes);
    }
    to.visitLabel(start);
    parameters();
    registers.pushState();
    registers.pushFrame();
    to.visitInsn(Opcodes.ICONST_0);
    registers.push(registers.executable.entryGas);
    to.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, EmitterRegisters.STATE, "pay", "(" + FRAME_TYPE + "II)V", false);
  }

  /** Checks what is assumed of parameters. */
  private void parameters() {
    byte[] types = flow.types.before(0);
    for (int i = 0; i < registers.executable.parameterCount; i++) {
      int type = types[i] & RegisterTypes.TYPE;
      if (type != RegisterTypes.ANY) {
        int parameter = i;
        Label other = new Label();
        registers.branchUnlessHeld(i, type, other);
        registers.reload(i, type);
        flow.unusually(
            () -> {
              to.visitLabel(other);
              registers.pushFrame();
              registers.push(parameter);
              registers.call(TIER, "refusedParameter", "(" + FRAME_TYPE + "I)V");
              to.visitInsn(Opcodes.ACONST_NULL);
              to.visitInsn(Opcodes.ARETURN);
            });
      }
    }
  }

  private void pushPc() {
    registers.pushFrame();
    to.visitFieldInsn(Opcodes.GETFIELD, EmitterRegisters.FRAME, "pc", "I");
  }

  private List<Integer> places() {
    List<Integer> places = new ArrayList<>();
    for (int pc = 1; pc < flow.code.length; pc++) {
      int before = flow.code[pc - 1] & 0x3f;
      boolean isAfterCall =
          before == Opcode.CALL || before == Opcode.TFORCALL || before == Opcode.TAILCALL;
      if (flow.types.isReached(pc)
          && ((isAfterCall && isEnteredAfterCalls) || flow.types.isJumpedBackTo[pc])) {
        places.add(pc);
      }
    }
    return places;
  }

  private void begin(int pc, Label refuse) {
    registers.shared.branchUnlessHeld(registers, flow.types.before(pc), refuse);
    to.visitJumpInsn(Opcodes.GOTO, flow.label(pc));
  }
}
