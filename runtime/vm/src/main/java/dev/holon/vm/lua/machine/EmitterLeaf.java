package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.FRAME_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.HEAP_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.STATE_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.VALUE_TYPE;
import static dev.holon.vm.lua.machine.RegisterTypes.ANY;
import static dev.holon.vm.lua.machine.RegisterTypes.FLOAT;
import static dev.holon.vm.lua.machine.RegisterTypes.INTEGER;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.ByteString;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes a leaf a second time, as {@link CompiledCode#leaf}, which needs no frame. A leaf is a
 * function that only reads and computes: no loop, no call, no store. What it began can be given up
 * at any place, for it left no trace but gas, which is given back; then it is called as others are.
 */
final class EmitterLeaf {
  private static final int INSTRUCTIONS_MAX = 60;
  private static final int REGISTERS_MAX = 30;

  /** Keys from this length on cost gas to compare. */
  private static final int KEY_LENGTH_MAX = 40;

  private static final String UPVALUE = EmitterRegisters.PACKAGE + "Upvalue";
  private static final String UPVALUE_TYPE = "L" + UPVALUE + ";";
  private static final String STEPS = EmitterRegisters.PACKAGE + "LeafSteps";

  private final Executable executable;
  private final int[] code;
  private final RegisterTypes types;
  private final LeafRegisters registers;
  private final MethodVisitor to;
  private final Label[] labels;

  private EmitterLeaf(
      Executable executable, RegisterTypes types, MethodVisitor to, String className) {
    this.executable = executable;
    this.code = executable.prototype.code;
    this.types = types;
    this.to = to;
    this.registers = new LeafRegisters(to, executable, className);
    this.labels = new Label[code.length + 1];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
    }
  }

  /** Adds the method to the class; false when the function is no leaf. */
  static boolean write(
      ClassWriter writer, String className, Executable executable, RegisterTypes types) {
    if (!isLeaf(executable, types)) {
      return false;
    }
    String descriptor = "(" + STATE_TYPE + FRAME_TYPE + "[" + UPVALUE_TYPE + "III)I";
    MethodVisitor to = writer.visitMethod(0, "leaf", descriptor, null, null);
    new EmitterLeaf(executable, types, to, className).write();
    return true;
  }

  private static boolean isLeaf(Executable executable, RegisterTypes types) {
    int[] code = executable.prototype.code;
    if (executable.isVariadic
        || code.length > INSTRUCTIONS_MAX
        || executable.registerCount > REGISTERS_MAX) {
      return false;
    }
    for (int pc = 0; pc < code.length; pc++) {
      if (types.isReached(pc) && !isLeaf(executable, types, pc)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLeaf(Executable executable, RegisterTypes types, int pc) {
    int i = executable.prototype.code[pc];
    byte[] before = types.before(pc);
    int result = types.after(pc)[i >>> 6 & 0xff] & RegisterTypes.TYPE;
    int b = i >>> 23;
    int c = i >>> 14 & 0x1ff;
    int opcode = i & 0x3f;
    return switch (opcode) {
      case Opcode.MOVE,
          Opcode.LOADK,
          Opcode.LOADBOOL,
          Opcode.LOADNIL,
          Opcode.GETUPVAL,
          Opcode.NOT,
          Opcode.TEST,
          Opcode.TESTSET ->
          true;
      case Opcode.EQ, Opcode.LT, Opcode.LE -> true;
      case Opcode.GETTABUP -> isKey(executable, c);
      case Opcode.GETTABLE ->
          (before[b] & RegisterTypes.TYPE) == ANY
              && (isKey(executable, c) || types.ofOperand(c, before) == INTEGER);
      case Opcode.UNM -> result != ANY && result == (before[b] & RegisterTypes.TYPE);
      case Opcode.BNOT -> result == INTEGER && (before[b] & RegisterTypes.TYPE) == INTEGER;
      case Opcode.LEN -> result == INTEGER && (before[b] & RegisterTypes.TYPE) == ANY;
      case Opcode.JMP -> (i >>> 6 & 0xff) == 0 && (i >>> 14) >= 131071;
      case Opcode.RETURN -> b == 1 || b == 2;
      default ->
          opcode >= Opcode.ADD
              && opcode <= Opcode.SHR
              && isOperand(types.ofOperand(b, before), b, result)
              && isOperand(types.ofOperand(c, before), c, result);
    };
  }

  private static boolean isKey(Executable executable, int operand) {
    return operand > 0xff
        && executable.prototype.constants[operand & 0xff] instanceof ByteString text
        && text.length() <= KEY_LENGTH_MAX;
  }

  /** Whether an operand of arithmetic can be had as the type of the result. */
  private static boolean isOperand(int type, int operand, int result) {
    if (result == ANY) {
      return false;
    }
    if (type == ANY) {
      return operand <= 0xff;
    }
    return result == FLOAT || type == INTEGER;
  }

  private void write() {
    to.visitCode();
    registers.begin();
    parameters();
    for (int pc = 0; pc < code.length; pc++) {
      if (types.isReached(pc)) {
        to.visitLabel(labels[pc]);
        instruction(pc);
      }
    }
    registers.end();
  }

  private void parameters() {
    byte[] before = types.before(0);
    for (int i = 0; i < executable.parameterCount; i++) {
      registers.takeArgument(i, before[i] & RegisterTypes.TYPE);
    }
  }

  private void instruction(int pc) {
    byte[] before = types.before(pc);
    byte[] after = types.after(pc);
    int i = code[pc];
    int a = i >>> 6 & 0xff;
    int b = i >>> 23;
    int c = i >>> 14 & 0x1ff;
    int result = after[a] & RegisterTypes.TYPE;
    int next = pc + 1;
    switch (i & 0x3f) {
      case Opcode.MOVE -> registers.copy(b, before[b] & RegisterTypes.TYPE, a);
      case Opcode.LOADK -> registers.setConstant(a, i >>> 14, types.ofConstant(i >>> 14));
      case Opcode.LOADBOOL -> {
        registers.pushBoolean(b != 0);
        registers.setObject(a);
        next += c != 0 ? 1 : 0;
      }
      case Opcode.LOADNIL -> {
        for (int register = a; register <= a + b; register++) {
          registers.pushNil();
          registers.setObject(register);
        }
      }
      case Opcode.GETUPVAL -> upvalue(a, b, result);
      case Opcode.GETTABUP -> {
        registers.pushHeap();
        registers.pushUpvalue(b);
        registers.call(UPVALUE, "value", "()" + VALUE_TYPE, true);
        registers.pushConstant(c & 0xff);
        field();
        registers.setFound(a, result);
      }
      case Opcode.GETTABLE -> {
        if (types.ofOperand(c, before) == INTEGER) {
          registers.pushObject(b);
          registers.pushNumber(c, INTEGER, INTEGER);
          registers.call(
              EmitterRegisters.STEPS, "element", "(" + VALUE_TYPE + "J)" + VALUE_TYPE, false);
        } else {
          registers.pushHeap();
          registers.pushObject(b);
          registers.pushConstant(c & 0xff);
          field();
        }
        registers.setFound(a, result);
      }
      case Opcode.UNM -> {
        registers.pushNumber(b, result, result);
        to.visitInsn(result == INTEGER ? Opcodes.LNEG : Opcodes.DNEG);
        registers.setNumber(a, result);
      }
      case Opcode.BNOT -> {
        registers.pushNumber(b, INTEGER, INTEGER);
        to.visitLdcInsn(-1L);
        to.visitInsn(Opcodes.LXOR);
        registers.setNumber(a, INTEGER);
      }
      case Opcode.LEN -> {
        registers.pushObject(b);
        registers.call(EmitterRegisters.STEPS, "length", "(" + VALUE_TYPE + ")J", false);
        to.visitInsn(Opcodes.DUP2);
        to.visitInsn(Opcodes.LCONST_0);
        to.visitInsn(Opcodes.LCMP);
        Label known = new Label();
        to.visitJumpInsn(Opcodes.IFGE, known);
        to.visitInsn(Opcodes.POP2);
        registers.giveUp();
        to.visitLabel(known);
        registers.setNumber(a, INTEGER);
      }
      case Opcode.NOT -> {
        registers.pushTruth(b, before[b] & RegisterTypes.TYPE);
        registers.call(STEPS, "not", "(Z)" + VALUE_TYPE, false);
        registers.setObject(a);
      }
      case Opcode.EQ, Opcode.LT, Opcode.LE -> {
        compare(i, before);
        skip(a != 0, pc, after);
      }
      case Opcode.TEST -> {
        registers.pushTruth(a, before[a] & RegisterTypes.TYPE);
        skip(c != 0, pc, after);
      }
      case Opcode.TESTSET -> {
        registers.pushTruth(b, before[b] & RegisterTypes.TYPE);
        skip(c != 0, pc, before);
        registers.copy(b, before[b] & RegisterTypes.TYPE, a);
      }
      case Opcode.JMP -> next += (i >>> 14) - 131071;
      case Opcode.RETURN -> {
        registers.leave(b == 2 ? a : -1, before[a] & RegisterTypes.TYPE);
        return;
      }
      default -> {
        arithmetic(i & 0x3f, b, c, before, result);
        registers.setNumber(a, result);
      }
    }
    go(pc, next, after);
  }

  private void field() {
    registers.call(
        EmitterRegisters.STEPS,
        "field",
        "(" + HEAP_TYPE + VALUE_TYPE + EmitterRegisters.TEXT_TYPE + ")" + VALUE_TYPE,
        false);
  }

  private void upvalue(int a, int index, int type) {
    if (type == ANY) {
      registers.pushUpvalue(index);
      registers.call(UPVALUE, "boxed", "()" + VALUE_TYPE, true);
      registers.setObject(a);
      return;
    }
    boolean isInteger = type == INTEGER;
    registers.pushUpvalue(index);
    registers.call(
        STEPS, isInteger ? "holdsInteger" : "holdsFloat", "(" + UPVALUE_TYPE + ")Z", false);
    registers.giveUpUnless();
    registers.pushUpvalue(index);
    registers.call(
        STEPS,
        isInteger ? "integer" : "real",
        "(" + UPVALUE_TYPE + ")" + (isInteger ? "J" : "D"),
        false);
    registers.setNumber(a, type);
  }

  private void arithmetic(int opcode, int b, int c, byte[] before, int result) {
    int x = types.ofOperand(b, before);
    int y = types.ofOperand(c, before);
    // Of two objects, or one and an integer, comes a float only if one of them is.
    boolean isExact = opcode != Opcode.DIV && opcode != Opcode.POW && x != FLOAT && y != FLOAT;
    if (x == ANY) {
      registers.check(b, result, isExact);
    }
    if (y == ANY) {
      registers.check(c, result, isExact && x != ANY);
    }
    registers.pushOperand(b, x, result);
    registers.pushOperand(c, y, result);
    to.visitLdcInsn(opcode);
    if (result == FLOAT) {
      registers.pushHeap();
      registers.call(STEPS, "reals", "(DDI" + HEAP_TYPE + ")D", false);
      return;
    }
    if (opcode == Opcode.MOD || opcode == Opcode.IDIV) {
      to.visitInsn(Opcodes.POP);
      to.visitInsn(Opcodes.DUP2);
      to.visitInsn(Opcodes.LCONST_0);
      to.visitInsn(Opcodes.LCMP);
      Label defined = new Label();
      to.visitJumpInsn(Opcodes.IFNE, defined);
      to.visitInsn(Opcodes.POP2);
      to.visitInsn(Opcodes.POP2);
      registers.giveUp();
      to.visitLabel(defined);
      to.visitLdcInsn(opcode);
    }
    registers.call(STEPS, "integers", "(JJI)J", false);
  }

  /** Pushes the outcome as a truth. */
  private void compare(int i, byte[] before) {
    int x = types.ofOperand(i >>> 23, before);
    int y = types.ofOperand(i >>> 14 & 0x1ff, before);
    registers.pushPair(i >>> 23, x);
    registers.pushPair(i >>> 14 & 0x1ff, y);
    String name =
        switch (i & 0x3f) {
          case Opcode.EQ -> "isEqual";
          case Opcode.LT -> "isLess";
          default -> "isLessOrEqual";
        };
    registers.call(
        EmitterRegisters.NUMBERS, name, "(" + VALUE_TYPE + "J" + VALUE_TYPE + "J)I", false);
    to.visitInsn(Opcodes.DUP);
    Label decided = new Label();
    to.visitJumpInsn(Opcodes.IFGE, decided);
    to.visitInsn(Opcodes.POP);
    registers.giveUp();
    to.visitLabel(decided);
  }

  /** Goes over the next instruction unless the truth on the stack is the wanted one. */
  private void skip(boolean isWanted, int pc, byte[] after) {
    Label on = new Label();
    to.visitJumpInsn(isWanted ? Opcodes.IFNE : Opcodes.IFEQ, on);
    registers.convert(after, types.before(pc + 2));
    to.visitJumpInsn(Opcodes.GOTO, labels[pc + 2]);
    to.visitLabel(on);
  }

  private void go(int pc, int target, byte[] after) {
    registers.convert(after, types.before(target));
    if (target != pc + 1) {
      to.visitJumpInsn(Opcodes.GOTO, labels[target]);
    }
  }
}
