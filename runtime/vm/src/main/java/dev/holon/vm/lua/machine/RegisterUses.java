package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;

/** What instructions do with the registers they name. */
final class RegisterUses {
  private RegisterUses() {}

  /** Whether an instruction writes the register of its operand A. */
  static boolean isWriting(int opcode) {
    return switch (opcode) {
      case Opcode.SETTABUP,
          Opcode.SETUPVAL,
          Opcode.SETTABLE,
          Opcode.EQ,
          Opcode.LT,
          Opcode.LE,
          Opcode.TEST,
          Opcode.RETURN,
          Opcode.SETLIST,
          Opcode.EXTRAARG,
          Opcode.JMP,
          Opcode.TFORCALL ->
          false;
      default -> true;
    };
  }

  /**
   * Whether the next instruction to use what one left in a register does arithmetic with it or
   * compares it, with no jump before.
   */
  static boolean isNumberWanted(int[] code, int pc, int register) {
    for (int at = pc + 1; at < code.length; at++) {
      int i = code[at];
      int opcode = i & 0x3f;
      boolean isUsed = i >>> 23 == register || (i >>> 14 & 0x1ff) == register;
      if (opcode >= Opcode.ADD && opcode <= Opcode.BNOT) {
        if (isUsed) {
          return true;
        }
      } else if (opcode == Opcode.LT || opcode == Opcode.LE) {
        return isUsed;
      } else if (opcode != Opcode.GETTABLE
          && opcode != Opcode.GETTABUP
          && opcode != Opcode.GETUPVAL
          && opcode != Opcode.LOADK) {
        return false;
      } else if (opcode == Opcode.GETTABLE && isUsed) {
        return false;
      }
      if ((i >>> 6 & 0xff) == register) {
        return false;
      }
    }
    return false;
  }
}
