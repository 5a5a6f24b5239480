package dev.holon.vm.lua.code;

/** What is known of an expression whose value may not be computed yet. */
final class Expression {
  enum Kind {
    /** No expression: an empty list. */
    VOID,
    NIL,
    TRUE,
    FALSE,
    /** {@code info} is the index of a constant. */
    CONSTANT,
    /** {@code real} is the value. */
    FLOAT,
    /** {@code integer} is the value. */
    INTEGER,
    /** The value is in register {@code info}. */
    REGISTER,
    /** {@code info} is the register of a local variable. */
    LOCAL,
    /** {@code info} is the index of an upvalue. */
    UPVALUE,
    /** {@code table} at {@code key}. */
    INDEXED,
    /** {@code info} is the jump of a comparison, taken when it holds. */
    JUMP,
    /** Instruction {@code info} can put its result in any register. */
    RELOCATABLE,
    /** {@code info} is a call. */
    CALL,
    /** {@code info} is the instruction of {@code ...}. */
    VARIADIC
  }

  Kind kind = Kind.VOID;
  int info;
  long integer;
  double real;

  /** A register, or an upvalue if {@link #isTableUpvalue}. */
  int table;

  boolean isTableUpvalue;

  /** A register or a constant's operand. */
  int key;

  /** Jumps that leave when the value is true. */
  int trueJumps = JumpLists.NONE;

  /** Jumps that leave when the value is false. */
  int falseJumps = JumpLists.NONE;

  /** Starts over as an expression without jumps. */
  void become(Kind newKind, int newInfo) {
    kind = newKind;
    info = newInfo;
    trueJumps = JumpLists.NONE;
    falseJumps = JumpLists.NONE;
  }

  void become(Expression other) {
    kind = other.kind;
    info = other.info;
    integer = other.integer;
    real = other.real;
    table = other.table;
    isTableUpvalue = other.isTableUpvalue;
    key = other.key;
    trueJumps = other.trueJumps;
    falseJumps = other.falseJumps;
  }

  /** Keeps the jumps. */
  void set(Kind newKind, int newInfo) {
    kind = newKind;
    info = newInfo;
  }

  boolean hasJumps() {
    return trueJumps != falseJumps;
  }

  boolean isNumeral() {
    return !hasJumps() && (kind == Kind.INTEGER || kind == Kind.FLOAT);
  }

  /** Whether it may have any number of values. */
  boolean isMultiple() {
    return kind == Kind.CALL || kind == Kind.VARIADIC;
  }

  boolean isVariable() {
    return kind == Kind.LOCAL || kind == Kind.UPVALUE || kind == Kind.INDEXED;
  }
}
