package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.FALLBACKS;
import static dev.holon.vm.lua.machine.EmitterRegisters.FRAME_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.HEAP;
import static dev.holon.vm.lua.machine.EmitterRegisters.HEAP_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.HEAP_VARIABLE;
import static dev.holon.vm.lua.machine.EmitterRegisters.STATE_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.STEPS;
import static dev.holon.vm.lua.machine.EmitterRegisters.TEXT_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.VALUE_SCRATCH;
import static dev.holon.vm.lua.machine.EmitterRegisters.VALUE_TYPE;
import static dev.holon.vm.lua.machine.RegisterTypes.ANY;
import static dev.holon.vm.lua.machine.RegisterTypes.INTEGER;

import dev.holon.vm.lua.code.Instruction;
import dev.holon.vm.lua.value.ByteString;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the instructions on tables, captured variables and functions. */
final class EmitterTables {
  private static final String TABLE = "dev/holon/vm/lua/value/Table";
  private final EmitterFlow flow;
  private final EmitterRegisters registers;
  private final RegisterTypes known;
  private final MethodVisitor to;

  EmitterTables(EmitterFlow flow) {
    this.flow = flow;
    this.registers = flow.registers;
    this.known = flow.types;
    this.to = registers.to;
  }

  private boolean isText(int operand) {
    return operand > 0xff
        && registers.executable.prototype.constants[operand & 0xff] instanceof ByteString;
  }

  /** What lies in a register, its mark if it is a number. */
  private void pushValueOrMark(int register, byte[] types) {
    int type = types[register] & RegisterTypes.TYPE;
    if (type == ANY) {
      registers.pushStored(register);
    } else {
      registers.pushMark(type);
    }
  }

  void getUpvalue(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    registers.pushFrame();
    registers.pushArrays();
    registers.push(i >>> 6 & 0xff);
    registers.push(i >>> 23);
    registers.call(STEPS, "load", "(" + FRAME_TYPE + "[" + VALUE_TYPE + "[JII)V");
    flow.takeResult(pc, i >>> 6 & 0xff, before, after);
  }

  void setUpvalue(int pc, byte[] before) {
    int i = flow.code[pc];
    registers.pushState();
    registers.load(HEAP_VARIABLE);
    registers.pushFrame();
    registers.push(i >>> 23);
    registers.pushPair(i >>> 6 & 0xff, before);
    registers.call(
        STEPS, "store", "(" + STATE_TYPE + HEAP_TYPE + FRAME_TYPE + "I" + VALUE_TYPE + "J)V");
  }

  /** GETTABUP. */
  void getGlobal(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int key = i >>> 14 & 0x1ff;
    if (!isText(key)) {
      flow.callFallback("get", pc, before);
      flow.takeResult(pc, i >>> 6 & 0xff, new byte[0], after);
      return;
    }
    registers.load(HEAP_VARIABLE);
    registers.pushFrame();
    registers.push(i >>> 23);
    registers.pushConstant(key & 0xff);
    registers.call(
        STEPS, "global", "(" + HEAP_TYPE + FRAME_TYPE + "I" + TEXT_TYPE + ")" + VALUE_TYPE);
    storeUnlessNull(pc, before, after);
  }

  void get(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int key = i >>> 14 & 0x1ff;
    if (isText(key)) {
      registers.load(HEAP_VARIABLE);
      pushValueOrMark(i >>> 23, before);
      registers.pushConstant(key & 0xff);
      registers.call(STEPS, "field", "(" + HEAP_TYPE + VALUE_TYPE + TEXT_TYPE + ")" + VALUE_TYPE);
    } else {
      pushValueOrMark(i >>> 23, before);
      if (known.ofOperand(key, before) == INTEGER) {
        registers.pushNumberOf(key, INTEGER);
        registers.call(STEPS, "element", "(" + VALUE_TYPE + "J)" + VALUE_TYPE);
      } else {
        registers.pushPair(key, before);
        registers.call(STEPS, "element", "(" + VALUE_TYPE + VALUE_TYPE + "J)" + VALUE_TYPE);
      }
    }
    storeUnlessNull(pc, before, after);
  }

  private void storeUnlessNull(int pc, byte[] before, byte[] after) {
    Label slow = new Label();
    Label done = new Label();
    int a = flow.code[pc] >>> 6 & 0xff;
    to.visitVarInsn(Opcodes.ASTORE, VALUE_SCRATCH);
    registers.load(VALUE_SCRATCH);
    to.visitJumpInsn(Opcodes.IFNULL, slow);
    int type = after[a] & RegisterTypes.TYPE;
    if (type == ANY) {
      registers.load(VALUE_SCRATCH);
      registers.storeValue(a);
    } else {
      unbox(pc, a, type, before);
    }
    to.visitLabel(done);
    flow.fallback(slow, done, "get", pc, a, after);
  }

  /** Takes the number of a known type out of its object. */
  private void unbox(int pc, int a, int type, byte[] before) {
    Label other = new Label();
    String number = EmitterRegisters.numberClass(type);
    registers.load(VALUE_SCRATCH);
    to.visitTypeInsn(Opcodes.INSTANCEOF, number);
    to.visitJumpInsn(Opcodes.IFEQ, other);
    registers.load(VALUE_SCRATCH);
    to.visitTypeInsn(Opcodes.CHECKCAST, number);
    to.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, number, "value", type == INTEGER ? "()J" : "()D", false);
    registers.popNumber(a, type);
    flow.unusually(
        () -> {
          Label stored = new Label();
          to.visitLabel(other);
          registers.load(VALUE_SCRATCH);
          registers.storeValue(a);
          flow.leaveAfter(stored, pc, a, before);
        });
  }

  void set(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int key = i >>> 23;
    int item = i >>> 14 & 0x1ff;
    registers.setPc(pc + 1);
    registers.load(HEAP_VARIABLE);
    pushValueOrMark(i >>> 6 & 0xff, before);
    if (isText(key)) {
      registers.pushConstant(key & 0xff);
      registers.pushBoxed(item, before);
      registers.call(
          STEPS, "setField", "(" + HEAP_TYPE + VALUE_TYPE + TEXT_TYPE + VALUE_TYPE + ")Z");
    } else if (known.ofOperand(key, before) == INTEGER) {
      registers.pushNumberOf(key, INTEGER);
      registers.pushBoxed(item, before);
      registers.call(STEPS, "setElement", "(" + HEAP_TYPE + VALUE_TYPE + "J" + VALUE_TYPE + ")Z");
    } else {
      registers.pushPair(key, before);
      registers.pushBoxed(item, before);
      registers.call(
          STEPS, "setElement", "(" + HEAP_TYPE + VALUE_TYPE + VALUE_TYPE + "J" + VALUE_TYPE + ")Z");
    }
    Label slow = new Label();
    Label done = new Label();
    to.visitJumpInsn(Opcodes.IFEQ, slow);
    to.visitLabel(done);
    flow.fallback(slow, done, "set", pc, -1, after);
  }

  void self(int pc, byte[] before, byte[] after) {
    int i = flow.code[pc];
    int key = i >>> 14 & 0x1ff;
    if (!isText(key) || (before[i >>> 23] & RegisterTypes.TYPE) != ANY) {
      flow.callFallback("get", pc, before);
      return;
    }
    registers.pushState();
    registers.pushArrays();
    registers.push(i >>> 6 & 0xff);
    registers.push(i >>> 23);
    registers.pushConstant(key & 0xff);
    registers.call(STEPS, "self", "(" + STATE_TYPE + "[" + VALUE_TYPE + "[JII" + TEXT_TYPE + ")Z");
    Label slow = new Label();
    Label done = new Label();
    to.visitJumpInsn(Opcodes.IFEQ, slow);
    to.visitLabel(done);
    flow.fallback(slow, done, "get", pc, -1, after);
  }

  void newTable(int pc) {
    int i = flow.code[pc];
    registers.setPc(pc + 1);
    to.visitTypeInsn(Opcodes.NEW, TABLE);
    to.visitInsn(Opcodes.DUP);
    registers.load(HEAP_VARIABLE);
    registers.push(Instruction.sizeOf(i >>> 23));
    registers.push(Instruction.sizeOf(i >>> 14 & 0x1ff));
    to.visitMethodInsn(Opcodes.INVOKESPECIAL, TABLE, "<init>", "(L" + HEAP + ";II)V", false);
    registers.storeValue(i >>> 6 & 0xff);
  }

  void setList(int pc, byte[] before) {
    int i = flow.code[pc];
    int block = i >>> 14 & 0x1ff;
    registers.flush(before);
    registers.setPc(pc + 1);
    registers.pushState();
    registers.pushFrame();
    registers.push(i >>> 6 & 0xff);
    registers.push(i >>> 23);
    registers.push(block == 0 ? flow.code[pc + 1] >>> 6 : block);
    registers.call(FALLBACKS, "setList", "(" + STATE_TYPE + FRAME_TYPE + "III)V");
  }

  void closure(int pc) {
    int i = flow.code[pc];
    registers.setPc(pc + 1);
    registers.pushState();
    registers.pushFrame();
    registers.push(i >>> 14);
    registers.call(FALLBACKS, "closure", "(" + STATE_TYPE + FRAME_TYPE + "I)" + VALUE_TYPE);
    registers.storeValue(i >>> 6 & 0xff);
  }
}
