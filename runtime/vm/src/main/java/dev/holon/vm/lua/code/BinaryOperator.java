package dev.holon.vm.lua.code;

import org.jspecify.annotations.Nullable;

/** Operators with two operands, and how strongly they bind to each (Lua 5.3 manual §3.4.8). */
enum BinaryOperator {
  ADD(10, 10, Opcode.ADD),
  SUB(10, 10, Opcode.SUB),
  MUL(11, 11, Opcode.MUL),
  MOD(11, 11, Opcode.MOD),
  POW(14, 13, Opcode.POW),
  DIV(11, 11, Opcode.DIV),
  IDIV(11, 11, Opcode.IDIV),
  BAND(6, 6, Opcode.BAND),
  BOR(4, 4, Opcode.BOR),
  BXOR(5, 5, Opcode.BXOR),
  SHL(7, 7, Opcode.SHL),
  SHR(7, 7, Opcode.SHR),
  CONCAT(9, 8, Opcode.CONCAT),
  EQ(3, 3, Opcode.EQ),
  LT(3, 3, Opcode.LT),
  LE(3, 3, Opcode.LE),
  NE(3, 3, Opcode.EQ),
  GT(3, 3, Opcode.LT),
  GE(3, 3, Opcode.LE),
  AND(2, 2, Opcode.TESTSET),
  OR(1, 1, Opcode.TESTSET);

  /** How strongly an operator with one operand binds it. */
  static final int UNARY_PRIORITY = 12;

  final int leftPriority;
  final int rightPriority;
  final int opcode;

  BinaryOperator(int leftPriority, int rightPriority, int opcode) {
    this.leftPriority = leftPriority;
    this.rightPriority = rightPriority;
    this.opcode = opcode;
  }

  /** Whether it takes numbers, so that numerals on both sides can be computed at once. */
  boolean isArithmetic() {
    return compareTo(CONCAT) < 0;
  }

  static @Nullable BinaryOperator of(Token token) {
    return switch (token) {
      case PLUS -> ADD;
      case MINUS -> SUB;
      case STAR -> MUL;
      case PERCENT -> MOD;
      case CARET -> POW;
      case SLASH -> DIV;
      case DOUBLE_SLASH -> IDIV;
      case AMPERSAND -> BAND;
      case BAR -> BOR;
      case TILDE -> BXOR;
      case SHIFT_LEFT -> SHL;
      case SHIFT_RIGHT -> SHR;
      case CONCAT -> CONCAT;
      case EQUAL -> EQ;
      case NOT_EQUAL -> NE;
      case LESS -> LT;
      case LESS_EQUAL -> LE;
      case GREATER -> GT;
      case GREATER_EQUAL -> GE;
      case AND -> AND;
      case OR -> OR;
      default -> null;
    };
  }
}
