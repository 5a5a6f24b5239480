package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.code.Prototype;
import dev.holon.vm.lua.value.ByteString;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * Finds the name by which source code knows a value, from the instructions that led to it; for
 * error messages.
 */
final class Symbols {
  /** How source code names a value: {@code global 'x'}. */
  record Symbol(String kind, String name) {}

  private static final String ENVIRONMENT = "_ENV";

  private Symbols() {}

  /** The name of what lies in a register when the instruction at pc runs; null when it has none. */
  static @Nullable Symbol ofRegister(Prototype function, int pc, int register) {
    int at = pc;
    int wanted = register;
    // A chain of moves leads back to where the value came from.
    while (true) {
      String local = localName(function, wanted, at);
      if (local != null) {
        return new Symbol("local", local);
      }
      int setter = setter(function, at, wanted);
      if (setter < 0) {
        return null;
      }
      int i = function.code[setter];
      if ((i & 0x3f) == Opcode.MOVE && i >>> 23 < (i >>> 6 & 0xff)) {
        wanted = i >>> 23;
        at = setter;
        continue;
      }
      return ofLoad(function, setter, i);
    }
  }

  private static @Nullable Symbol ofLoad(Prototype function, int pc, int i) {
    return switch (i & 0x3f) {
      case Opcode.GETTABUP, Opcode.GETTABLE -> {
        int table = i >>> 23;
        String tableName =
            (i & 0x3f) == Opcode.GETTABLE
                ? localName(function, table, pc)
                : upvalueName(function, table);
        String kind = ENVIRONMENT.equals(tableName) ? "global" : "field";
        yield new Symbol(kind, keyName(function, pc, i >>> 14 & 0x1ff));
      }
      case Opcode.GETUPVAL -> new Symbol("upvalue", upvalueName(function, i >>> 23));
      case Opcode.LOADK, Opcode.LOADKX -> {
        int index = (i & 0x3f) == Opcode.LOADK ? i >>> 14 : function.code[pc + 1] >>> 6;
        yield ofConstant(function.constants[index]);
      }
      case Opcode.SELF -> new Symbol("method", keyName(function, pc, i >>> 14 & 0x1ff));
      default -> null;
    };
  }

  private static @Nullable Symbol ofConstant(LuaValue constant) {
    return constant instanceof ByteString text ? new Symbol("constant", text.upToZero()) : null;
  }

  /** The name of an upvalue. */
  static String upvalueName(Prototype function, int index) {
    String name = function.upvalues[index].name().upToZero();
    return name.isEmpty() ? "?" : name;
  }

  private static String keyName(Prototype function, int pc, int operand) {
    if (operand > 0xff) {
      LuaValue constant = function.constants[operand & 0xff];
      return constant instanceof ByteString text ? text.upToZero() : "?";
    }
    Symbol symbol = ofRegister(function, pc, operand);
    return symbol != null && symbol.kind().equals("constant") ? symbol.name() : "?";
  }

  /** The local variable that lives in a register at an instruction. */
  static @Nullable String localName(Prototype function, int register, int pc) {
    int left = register;
    for (Prototype.LocalVariable local : function.locals) {
      if (local.startPc() > pc) {
        break;
      }
      if (pc < local.endPc() && left-- == 0) {
        return local.name().upToZero();
      }
    }
    return null;
  }

  /** The last instruction before another that sets a register; -1 if it may come from elsewhere. */
  private static int setter(Prototype function, int lastPc, int register) {
    int found = -1;
    int jumpTarget = 0;
    for (int pc = 0; pc < lastPc; pc++) {
      int i = function.code[pc];
      int a = i >>> 6 & 0xff;
      boolean isChanged =
          switch (i & 0x3f) {
            case Opcode.LOADNIL -> a <= register && register <= a + (i >>> 23);
            case Opcode.TFORCALL -> register >= a + 2;
            case Opcode.CALL, Opcode.TAILCALL -> register >= a;
            case Opcode.JMP -> {
              int target = pc + 1 + (i >>> 14) - 131071;
              // A forward jump that does not skip the instruction asked about.
              if (pc < target && target <= lastPc && target > jumpTarget) {
                jumpTarget = target;
              }
              yield false;
            }
            default -> a == register && RegisterUses.isWriting(i & 0x3f);
          };
      if (isChanged) {
        // Within code that a jump may skip, nothing is sure.
        found = pc < jumpTarget ? -1 : pc;
      }
    }
    return found;
  }

  /** How the instruction at which a frame waits names the function it calls. */
  static @Nullable Symbol ofCall(Prototype function, int pc) {
    int i = function.code[pc];
    int called = i & 0x3f;
    if (called == Opcode.CALL || called == Opcode.TAILCALL) {
      return ofRegister(function, pc, i >>> 6 & 0xff);
    }
    if (called >= Opcode.ADD && called <= Opcode.SHR) {
      return new Symbol("metamethod", Names.ofArithmetic(called).upToZero());
    }
    return switch (called) {
      case Opcode.TFORCALL -> new Symbol("for iterator", "for iterator");
      case Opcode.SELF, Opcode.GETTABUP, Opcode.GETTABLE -> new Symbol("metamethod", "__index");
      case Opcode.SETTABUP, Opcode.SETTABLE -> new Symbol("metamethod", "__newindex");
      case Opcode.UNM -> new Symbol("metamethod", "__unm");
      case Opcode.BNOT -> new Symbol("metamethod", "__bnot");
      case Opcode.LEN -> new Symbol("metamethod", "__len");
      case Opcode.CONCAT -> new Symbol("metamethod", "__concat");
      case Opcode.EQ -> new Symbol("metamethod", "__eq");
      case Opcode.LT -> new Symbol("metamethod", "__lt");
      case Opcode.LE -> new Symbol("metamethod", "__le");
      default -> null;
    };
  }
}
