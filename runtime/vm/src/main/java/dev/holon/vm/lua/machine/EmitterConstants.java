package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import org.luaj.vm2.LuaValue;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the constructor, and the function's constants as constants of the class. */
final class EmitterConstants {
  private static final String CONSTANTS_TYPE = "[" + EmitterRegisters.VALUE_TYPE;
  private static final ConstantDynamic CLASS_DATA =
      new ConstantDynamic(
          "_",
          CONSTANTS_TYPE,
          new Handle(
              Opcodes.H_INVOKESTATIC,
              "java/lang/invoke/MethodHandles",
              "classData",
              "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
                  + "Ljava/lang/Object;",
              false));

  private EmitterConstants() {}

  static void write(ClassWriter writer, String className, Executable executable) {
    MethodVisitor made = writer.visitMethod(0, "<init>", "()V", null, null);
    made.visitCode();
    made.visitVarInsn(Opcodes.ALOAD, 0);
    made.visitMethodInsn(
        Opcodes.INVOKESPECIAL, EmitterRegisters.PACKAGE + "CompiledCode", "<init>", "()V", false);
    made.visitInsn(Opcodes.RETURN);
    made.visitMaxs(0, 0);
    made.visitEnd();
    LuaValue[] constants = executable.prototype.constants;
    if (constants.length == 0) {
      return;
    }
    MethodVisitor init = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    init.visitCode();
    init.visitLdcInsn(CLASS_DATA);
    init.visitVarInsn(Opcodes.ASTORE, 0);
    for (int i = 0; i < constants.length; i++) {
      boolean isText = constants[i] instanceof ByteString;
      String type = isText ? EmitterRegisters.TEXT_TYPE : EmitterRegisters.VALUE_TYPE;
      writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "k" + i, type, null, null);
      init.visitVarInsn(Opcodes.ALOAD, 0);
      init.visitLdcInsn(i);
      init.visitInsn(Opcodes.AALOAD);
      if (isText) {
        init.visitTypeInsn(Opcodes.CHECKCAST, EmitterRegisters.TEXT);
      }
      init.visitFieldInsn(Opcodes.PUTSTATIC, className, "k" + i, type);
    }
    init.visitInsn(Opcodes.RETURN);
    init.visitMaxs(0, 0);
    init.visitEnd();
  }
}
