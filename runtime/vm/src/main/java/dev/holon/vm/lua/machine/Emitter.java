package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.FRAME_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.HEAP_TYPE;
import static dev.holon.vm.lua.machine.EmitterRegisters.STATE_TYPE;

import dev.holon.vm.lua.code.Opcode;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes a function as a hidden Java class: one method, instruction by instruction. */
final class Emitter {
  /** The largest method that HotSpot compiles. */
  private static final int BYTES_MAX = 8000;

  /** A larger method does without places to begin at after each call, which take much of it. */
  private static final int LEAN_BYTES_MAX = 2500;

  /** Functions longer than this would only be found too large after the work. */
  private static final int INSTRUCTIONS_MAX = 1500;

  private static final String CLASS = EmitterRegisters.PACKAGE + "CompiledFunction";
  private static final String SUPERCLASS = EmitterRegisters.PACKAGE + "CompiledCode";
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final int[] code;
  private final RegisterTypes types;
  private final EmitterRegisters registers;
  private final EmitterFlow flow;
  private final MethodVisitor to;
  private final EmitterArithmetic arithmetic;
  private final EmitterTables tables;
  private final EmitterBranches branches;
  private final EmitterCalls calls;

  /** Bytes of the method that runs. */
  private int size;

  private Emitter(Executable executable, @Nullable Frame sample, int samplePc, MethodVisitor to) {
    this.code = executable.prototype.code;
    this.to = to;
    this.types = new RegisterTypes(executable, sample, samplePc);
    this.registers = new EmitterRegisters(to, executable, CLASS);
    this.flow = new EmitterFlow(registers, types);
    this.arithmetic = new EmitterArithmetic(flow);
    this.tables = new EmitterTables(flow);
    this.branches = new EmitterBranches(flow);
    this.calls = new EmitterCalls(flow);
  }

  /**
   * The function in the form of a Java class; null when it is too large for one. Throws what ASM
   * and the Java machine do when they find it too large.
   *
   * @param sample a frame whose registers show what they usually hold
   * @param samplePc the instruction after which they do
   */
  static @Nullable CompiledCode compile(
      Executable executable, @Nullable Frame sample, int samplePc) {
    if (executable.length > INSTRUCTIONS_MAX) {
      return null;
    }
    ClassWriter writer = new FlatClassWriter();
    Emitter emitter = write(writer, executable, sample, samplePc, true);
    if (emitter.size > LEAN_BYTES_MAX) {
      writer = new FlatClassWriter();
      emitter = write(writer, executable, sample, samplePc, false);
    }
    if (emitter.size > BYTES_MAX) {
      return null;
    }
    boolean isLeaf = EmitterLeaf.write(writer, CLASS, executable, emitter.types);
    try {
      byte[] made = writer.toByteArray();
      MethodHandles.Lookup hidden =
          LOOKUP.defineHiddenClassWithClassData(made, executable.prototype.constants, true);
      CompiledCode compiled =
          (CompiledCode) hidden.lookupClass().getDeclaredConstructor().newInstance();
      compiled.isLeaf = isLeaf;
      compiled.classBytes = made.length;
      return compiled;
    } catch (InstantiationException
        | IllegalAccessException
        | NoSuchMethodException
        | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the class, but for the method of a leaf. */
  private static Emitter write(
      ClassWriter writer,
      Executable executable,
      @Nullable Frame sample,
      int samplePc,
      boolean isEnteredAfterCalls) {
    writer.visit(Opcodes.V21, Opcodes.ACC_FINAL, CLASS, null, SUPERCLASS, null);
    EmitterConstants.write(writer, CLASS, executable);
    MethodVisitor run =
        writer.visitMethod(0, "run", "(" + STATE_TYPE + FRAME_TYPE + ")" + FRAME_TYPE, null, null);
    Emitter emitter = new Emitter(executable, sample, samplePc, run);
    emitter.size = emitter.write(isEnteredAfterCalls);
    if (emitter.size <= BYTES_MAX) {
      emitter.registers.shared.write(writer);
    }
    return emitter;
  }

  /** Returns the number of bytes. */
  private int write(boolean isEnteredAfterCalls) {
    to.visitCode();
    registers.reloadArrays();
    registers.pushState();
    to.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, EmitterRegisters.STATE, "heap", "()" + HEAP_TYPE, false);
    to.visitVarInsn(Opcodes.ASTORE, EmitterRegisters.HEAP_VARIABLE);
    new EmitterEntries(flow, isEnteredAfterCalls).write();
    for (int pc = 0; pc < code.length; pc++) {
      if (types.isReached(pc)) {
        to.visitLabel(flow.label(pc));
        instruction(pc);
      }
    }
    flow.writeUnusual();
    Label end = new Label();
    to.visitLabel(end);
    to.visitMaxs(0, 0);
    to.visitEnd();
    return end.getOffset();
  }

  private void instruction(int pc) {
    byte[] before = types.before(pc);
    byte[] after = types.after(pc);
    int i = code[pc];
    int next = pc + 1;
    switch (i & 0x3f) {
      case Opcode.MOVE -> move(i >>> 6 & 0xff, i >>> 23, before, after);
      case Opcode.LOADK -> constant(i >>> 6 & 0xff, i >>> 14, after);
      case Opcode.LOADKX -> {
        constant(i >>> 6 & 0xff, code[pc + 1] >>> 6, after);
        next++;
      }
      case Opcode.LOADBOOL -> {
        to.visitFieldInsn(
            Opcodes.GETSTATIC,
            EmitterRegisters.VALUE,
            i >>> 23 != 0 ? "TRUE" : "FALSE",
            "L" + EmitterRegisters.BOOLEAN + ";");
        registers.storeValue(i >>> 6 & 0xff);
        next += (i >>> 14 & 0x1ff) != 0 ? 1 : 0;
      }
      case Opcode.LOADNIL -> {
        registers.load(EmitterRegisters.VALUES_VARIABLE);
        registers.push(i >>> 6 & 0xff);
        registers.push((i >>> 6 & 0xff) + (i >>> 23));
        registers.call(
            EmitterRegisters.STEPS, "fillNil", "([" + EmitterRegisters.VALUE_TYPE + "II)V");
      }
      case Opcode.GETUPVAL -> tables.getUpvalue(pc, before, after);
      case Opcode.SETUPVAL -> tables.setUpvalue(pc, before);
      case Opcode.GETTABUP -> tables.getGlobal(pc, before, after);
      case Opcode.GETTABLE -> tables.get(pc, before, after);
      case Opcode.SETTABUP -> flow.callFallback("set", pc, before);
      case Opcode.SETTABLE -> tables.set(pc, before, after);
      case Opcode.NEWTABLE -> tables.newTable(pc);
      case Opcode.SELF -> tables.self(pc, before, after);
      case Opcode.UNM, Opcode.BNOT -> arithmetic.unary(pc, before, after);
      case Opcode.NOT -> arithmetic.not(pc, before);
      case Opcode.LEN -> arithmetic.length(pc, before, after);
      case Opcode.CONCAT -> flow.callFallback("concatenation", pc, before);
      case Opcode.JMP -> {
        if ((i >>> 6 & 0xff) != 0) {
          registers.flushCaptured(before, types.isCaptured);
          registers.pushFrame();
          registers.push((i >>> 6 & 0xff) - 1);
          to.visitMethodInsn(
              Opcodes.INVOKEVIRTUAL, EmitterRegisters.FRAME, "closeFrom", "(I)V", false);
        }
        flow.jump(pc, after);
        return;
      }
      case Opcode.EQ, Opcode.LT, Opcode.LE -> branches.comparison(pc, before, after);
      case Opcode.TEST -> branches.test(pc, before, after);
      case Opcode.TESTSET -> {
        if (!branches.testSet(pc, before)) {
          return;
        }
        move(i >>> 6 & 0xff, i >>> 23, before, after);
      }
      case Opcode.CALL -> calls.call(pc, before, after);
      case Opcode.TAILCALL -> calls.tailCall(pc, before);
      case Opcode.RETURN -> {
        calls.leave(pc, before);
        return;
      }
      case Opcode.FORPREP -> {
        branches.prepareLoop(pc, before, after);
        return;
      }
      case Opcode.FORLOOP -> {
        branches.loop(pc, before, after);
        return;
      }
      case Opcode.TFORCALL -> calls.genericLoop(pc, before);
      case Opcode.TFORLOOP -> {
        branches.genericLoop(pc, before, after);
        return;
      }
      case Opcode.SETLIST -> {
        tables.setList(pc, before);
        next += (i >>> 14 & 0x1ff) == 0 ? 1 : 0;
      }
      case Opcode.CLOSURE -> tables.closure(pc);
      case Opcode.VARARG -> calls.spread(pc, before);
      default -> arithmetic.binary(pc, before, after);
    }
    flow.go(pc, next, after);
  }

  private void move(int a, int b, byte[] before, byte[] after) {
    int type = before[b] & RegisterTypes.TYPE;
    if (type == RegisterTypes.ANY) {
      registers.pushArrays();
      registers.push(a);
      registers.push(b);
      registers.call(EmitterRegisters.STEPS, "move", "([" + EmitterRegisters.VALUE_TYPE + "[JII)V");
      return;
    }
    registers.pushNumber(b, type);
    registers.popNumber(a, type);
    flushUnlessHeld(a, type, after);
  }

  private void constant(int a, int index, byte[] after) {
    int type = types.ofConstant(index);
    if (type == RegisterTypes.ANY) {
      registers.pushConstant(index);
      registers.storeValue(a);
      return;
    }
    registers.pushConstantNumber(index, type);
    registers.popNumber(a, type);
    flushUnlessHeld(a, type, after);
  }

  private void flushUnlessHeld(int register, int type, byte[] after) {
    if ((after[register] & RegisterTypes.TYPE) == RegisterTypes.ANY) {
      registers.flush(register, type);
    }
  }

  /** Frames are computed without loading classes: only values of different kinds meet. */
  private static final class FlatClassWriter extends ClassWriter {
    FlatClassWriter() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String one, String other) {
      return EmitterRegisters.VALUE;
    }
  }
}
