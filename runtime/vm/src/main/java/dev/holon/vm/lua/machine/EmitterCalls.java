package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.FALLBACKS;
import static dev.holon.vm.lua.machine.EmitterRegisters.FRAME_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.STATE_TYPE;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes calls and returns. */
final class EmitterCalls {
  /** Types when everything is in the frame. */
  private static final byte[] NOTHING = {};

  private final EmitterFlow flow;
  private final EmitterRegisters registers;
  private final MethodVisitor to;

  EmitterCalls(EmitterFlow flow) {
    this.flow = flow;
    this.registers = flow.registers;
    this.to = registers.to;
  }

  void call(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int count = (i >>> 23) - 1;
    int wanted = (i >>> 14 & 0x1ff) - 1;
    begin(pc, before);
    registers.push(i >>> 6 & 0xff);
    if (count >= 0) {
      registers.push(count);
      registers.push(wanted);
      invoke("call", "III");
    } else {
      registers.push(wanted);
      invoke("callOpen", "II");
    }
    flow.leaveIfOther();
    if (wanted < 0) {
      registers.reloadArrays();
    } else {
      flow.takeResult(pc, i >>> 6 & 0xff, NOTHING, after);
    }
  }

  private void begin(int pc, byte[] before) {
    registers.flush(before);
    registers.setPc(pc + 1);
    registers.pushState();
    registers.pushFrame();
  }

  private void invoke(String name, String operands) {
    registers.call(FALLBACKS, name, "(" + STATE_TYPE + FRAME_TYPE + operands + ")" + FRAME_TYPE);
  }

  /** A call in place of the frame; of a native function, whose results a RETURN passes on. */
  void tailCall(int pc, byte[] before) {
    int i = flow.code[pc];
    begin(pc, before);
    registers.push(i >>> 6 & 0xff);
    registers.push(i >>> 23);
    invoke("tailCall", "II");
    flow.leaveIfOther();
    registers.reloadArrays();
  }

  void leave(int pc, byte[] before) {
    int i = flow.code[pc];
    int a = i >>> 6 & 0xff;
    int operand = i >>> 23;
    if (operand == 2) {
      registers.flushCaptured(before, flow.types.isCaptured);
      registers.pushState();
      registers.pushFrame();
      registers.push(a);
      registers.pushPair(a, before);
      invoke("leaveWith", "I" + EmitterRegisters.VALUE_TYPE + "J");
      to.visitInsn(Opcodes.ARETURN);
      return;
    }
    int last = operand == 0 ? before.length - 1 : a + operand - 2;
    registers.flush(before, a, last);
    registers.flushCaptured(before, flow.types.isCaptured);
    registers.pushState();
    registers.pushFrame();
    registers.push(a);
    registers.push(operand);
    invoke("leave", "II");
    to.visitInsn(Opcodes.ARETURN);
  }

  void genericLoop(int pc, byte[] before) {
    int i = flow.code[pc];
    begin(pc, before);
    registers.push(i >>> 6 & 0xff);
    registers.push(i >>> 14 & 0x1ff);
    invoke("forCall", "II");
    flow.leaveIfOther();
  }

  void spread(int pc, byte[] before) {
    int i = flow.code[pc];
    int wanted = (i >>> 23) - 1;
    begin(pc, before);
    registers.push(i >>> 6 & 0xff);
    registers.push(wanted);
    registers.call(FALLBACKS, "spread", "(" + STATE_TYPE + FRAME_TYPE + "II)V");
    if (wanted < 0) {
      registers.reloadArrays();
    }
  }
}
