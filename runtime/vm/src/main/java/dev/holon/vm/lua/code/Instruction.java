package dev.holon.vm.lua.code;

/**
 * Fields of an instruction.
 *
 * <pre>
 *   31      23 22      14 13     6 5      0
 *  |    B     |    C     |   A    | opcode |
 *  |         Bx          |   A    | opcode |   sBx = Bx - 131071
 *  |              Ax              | opcode |
 * </pre>
 */
public final class Instruction {
  static final int A_MAX = 0xff;
  static final int C_MAX = 0x1ff;
  static final int BX_MAX = 0x3ffff;
  static final int AX_MAX = 0x3ffffff;

  /** The largest distance of a jump, either way; also what is taken off Bx to give sBx. */
  static final int SBX_MAX = BX_MAX >> 1;

  /** The largest number of a constant that fits into an operand B or C. */
  static final int CONSTANT_OPERAND_MAX = 0xff;

  private static final int CONSTANT_BIT = 0x100;
  private static final int A_SHIFT = 6;
  private static final int C_SHIFT = 14;
  private static final int B_SHIFT = 23;
  private static final int OPCODE_MASK = 0x3f;

  private Instruction() {}

  public static int opcode(int instruction) {
    return instruction & OPCODE_MASK;
  }

  public static int a(int instruction) {
    return (instruction >>> A_SHIFT) & A_MAX;
  }

  public static int b(int instruction) {
    return instruction >>> B_SHIFT;
  }

  public static int c(int instruction) {
    return (instruction >>> C_SHIFT) & C_MAX;
  }

  public static int bx(int instruction) {
    return instruction >>> C_SHIFT;
  }

  public static int sbx(int instruction) {
    return (instruction >>> C_SHIFT) - SBX_MAX;
  }

  public static int ax(int instruction) {
    return instruction >>> A_SHIFT;
  }

  /** Whether an operand B or C names a constant and not a register. */
  public static boolean isConstant(int operand) {
    return (operand & CONSTANT_BIT) != 0;
  }

  /** The number of the constant that an operand names. */
  public static int constantIndex(int operand) {
    return operand & ~CONSTANT_BIT;
  }

  static int constantOperand(int constantIndex) {
    return constantIndex | CONSTANT_BIT;
  }

  static int abc(int opcode, int a, int b, int c) {
    return opcode | (a << A_SHIFT) | (b << B_SHIFT) | (c << C_SHIFT);
  }

  static int abx(int opcode, int a, int bx) {
    return opcode | (a << A_SHIFT) | (bx << C_SHIFT);
  }

  static int asbx(int opcode, int a, int sbx) {
    return abx(opcode, a, sbx + SBX_MAX);
  }

  static int ax(int opcode, int ax) {
    return opcode | (ax << A_SHIFT);
  }

  static int withOpcode(int instruction, int opcode) {
    return (instruction & ~OPCODE_MASK) | opcode;
  }

  static int withA(int instruction, int a) {
    return (instruction & ~(A_MAX << A_SHIFT)) | (a << A_SHIFT);
  }

  static int withB(int instruction, int b) {
    return (instruction & ((1 << B_SHIFT) - 1)) | (b << B_SHIFT);
  }

  static int withC(int instruction, int c) {
    return (instruction & ~(C_MAX << C_SHIFT)) | (c << C_SHIFT);
  }

  static int withSbx(int instruction, int sbx) {
    return (instruction & ((1 << C_SHIFT) - 1)) | ((sbx + SBX_MAX) << C_SHIFT);
  }

  /** Whether the instruction decides about the jump that follows it. */
  static boolean isTest(int instruction) {
    return switch (opcode(instruction)) {
      case Opcode.EQ, Opcode.LT, Opcode.LE, Opcode.TEST, Opcode.TESTSET -> true;
      default -> false;
    };
  }

  /**
   * A size as a table constructor states it: mantissa in the low three bits, exponent above,
   * rounded up.
   */
  static int roundedSize(int size) {
    if (size < 8) {
      return size;
    }
    int mantissa = size;
    int exponent = 0;
    while (mantissa >= 16) {
      mantissa = (mantissa + 1) >> 1;
      exponent++;
    }
    return ((exponent + 1) << 3) | (mantissa - 8);
  }

  /** The size that {@link #roundedSize} wrote. */
  public static int sizeOf(int roundedSize) {
    return roundedSize < 8 ? roundedSize : ((roundedSize & 7) + 8) << ((roundedSize >> 3) - 1);
  }
}
