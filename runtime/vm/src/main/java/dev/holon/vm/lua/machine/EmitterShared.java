package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.EmitterRegisters.VALUE_TYPE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Methods of a generated class for what its code does to the same registers at many places: it
 * keeps the main method small.
 */
final class EmitterShared {
  private static final String ARRAYS = "[" + VALUE_TYPE + "[J";

  /** Registers and their types, in order. */
  private record Group(List<Integer> registers, List<Integer> types) {
    String descriptor() {
      StringBuilder text = new StringBuilder("(" + ARRAYS);
      for (int type : types) {
        text.append(type == RegisterTypes.INTEGER ? 'J' : 'D');
      }
      return text.append(")V").toString();
    }
  }

  private final String className;
  private final Map<Group, String> flushes = new LinkedHashMap<>();
  private final Map<Group, String> checks = new LinkedHashMap<>();

  EmitterShared(String className) {
    this.className = className;
  }

  /** Writes the Java variables of registers whose types have all bits of the mask. */
  void flush(EmitterRegisters registers, byte[] types, int from, int to, int except) {
    Group group = group(types, from, to, except, RegisterTypes.NEWER);
    if (group.registers.size() < 2) {
      for (int i = 0; i < group.registers.size(); i++) {
        registers.flush(group.registers.get(i), group.types.get(i));
      }
      return;
    }
    String name = flushes.computeIfAbsent(group, g -> "flush" + flushes.size());
    registers.pushArrays();
    for (int i = 0; i < group.registers.size(); i++) {
      registers.pushNumber(group.registers.get(i), group.types.get(i));
    }
    registers.call(className, name, group.descriptor());
  }

  /** Jumps unless all registers of a known type hold a number of that type in the frame. */
  void branchUnlessHeld(EmitterRegisters registers, byte[] types, Label target) {
    Group group = group(types, 0, types.length - 1, -1, 0);
    if (group.registers.isEmpty()) {
      return;
    }
    String name = checks.computeIfAbsent(group, g -> "holds" + checks.size());
    registers.pushArrays();
    registers.call(className, name, "(" + ARRAYS + ")Z");
    registers.to.visitJumpInsn(Opcodes.IFEQ, target);
    for (int i = 0; i < group.registers.size(); i++) {
      registers.reload(group.registers.get(i), group.types.get(i));
    }
  }

  private static Group group(byte[] types, int from, int to, int except, int mask) {
    Group group = new Group(new ArrayList<>(), new ArrayList<>());
    for (int i = from; i <= to; i++) {
      int type = types[i] & RegisterTypes.TYPE;
      if (type != RegisterTypes.ANY && (types[i] & mask) == mask && i != except) {
        group.registers.add(i);
        group.types.add(type);
      }
    }
    return group;
  }

  /** Writes all methods that were asked for. */
  void write(ClassWriter writer) {
    flushes.forEach((group, name) -> writeFlush(writer, group, name));
    checks.forEach((group, name) -> writeCheck(writer, group, name));
  }

  private static void writeFlush(ClassWriter writer, Group group, String name) {
    MethodVisitor to = begin(writer, name, group.descriptor());
    int variable = 2;
    for (int i = 0; i < group.registers.size(); i++) {
      boolean isInteger = group.types.get(i) == RegisterTypes.INTEGER;
      pushPlace(to, group.registers.get(i));
      to.visitVarInsn(isInteger ? Opcodes.LLOAD : Opcodes.DLOAD, variable);
      variable += 2;
      invoke(to, "put", "(" + ARRAYS + "I" + (isInteger ? "J" : "D") + ")V");
    }
    to.visitInsn(Opcodes.RETURN);
    end(to);
  }

  private static void writeCheck(ClassWriter writer, Group group, String name) {
    MethodVisitor to = begin(writer, name, "(" + ARRAYS + ")Z");
    Label other = new Label();
    for (int i = 0; i < group.registers.size(); i++) {
      boolean isInteger = group.types.get(i) == RegisterTypes.INTEGER;
      pushPlace(to, group.registers.get(i));
      invoke(to, isInteger ? "holdsInteger" : "holdsFloat", "(" + ARRAYS + "I)Z");
      to.visitJumpInsn(Opcodes.IFEQ, other);
    }
    to.visitInsn(Opcodes.ICONST_1);
    to.visitInsn(Opcodes.IRETURN);
    to.visitLabel(other);
    to.visitInsn(Opcodes.ICONST_0);
    to.visitInsn(Opcodes.IRETURN);
    end(to);
  }

  private static MethodVisitor begin(ClassWriter writer, String name, String descriptor) {
    MethodVisitor to = writer.visitMethod(Opcodes.ACC_STATIC, name, descriptor, null, null);
    to.visitCode();
    return to;
  }

  private static void pushPlace(MethodVisitor to, int register) {
    to.visitVarInsn(Opcodes.ALOAD, 0);
    to.visitVarInsn(Opcodes.ALOAD, 1);
    to.visitIntInsn(Opcodes.SIPUSH, register);
  }

  private static void invoke(MethodVisitor to, String step, String descriptor) {
    to.visitMethodInsn(Opcodes.INVOKESTATIC, EmitterRegisters.STEPS, step, descriptor, false);
  }

  private static void end(MethodVisitor to) {
    to.visitMaxs(0, 0);
    to.visitEnd();
  }
}
