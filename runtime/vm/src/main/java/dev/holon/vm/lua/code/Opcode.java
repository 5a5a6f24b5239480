package dev.holon.vm.lua.code;

/**
 * The operations of Lua 5.3. R(x) is a register, K(x) a constant, U(x) an upvalue; RK(x) is a
 * constant when bit 8 of x is set and a register otherwise.
 */
public final class Opcode {
  /** R(A) := R(B). */
  public static final int MOVE = 0;

  /** R(A) := K(Bx). */
  public static final int LOADK = 1;

  /** R(A) := K(Ax of the EXTRAARG that follows). */
  public static final int LOADKX = 2;

  /** R(A) := whether B is not 0; skips the next instruction when C is not 0. */
  public static final int LOADBOOL = 3;

  /** R(A) to R(A+B) := nil. */
  public static final int LOADNIL = 4;

  /** R(A) := U(B). */
  public static final int GETUPVAL = 5;

  /** R(A) := U(B)[RK(C)]. */
  public static final int GETTABUP = 6;

  /** R(A) := R(B)[RK(C)]. */
  public static final int GETTABLE = 7;

  /** U(A)[RK(B)] := RK(C). */
  public static final int SETTABUP = 8;

  /** U(B) := R(A). */
  public static final int SETUPVAL = 9;

  /** R(A)[RK(B)] := RK(C). */
  public static final int SETTABLE = 10;

  /**
   * R(A) := a new table with room for B array slots and C nodes, both as "floating point bytes".
   */
  public static final int NEWTABLE = 11;

  /** R(A+1) := R(B), then R(A) := R(B)[RK(C)]: the start of a method call. */
  public static final int SELF = 12;

  /** R(A) := RK(B) + RK(C). */
  public static final int ADD = 13;

  /** R(A) := RK(B) - RK(C). */
  public static final int SUB = 14;

  /** R(A) := RK(B) * RK(C). */
  public static final int MUL = 15;

  /** R(A) := RK(B) % RK(C). */
  public static final int MOD = 16;

  /** R(A) := RK(B) ^ RK(C). */
  public static final int POW = 17;

  /** R(A) := RK(B) / RK(C), always a float. */
  public static final int DIV = 18;

  /** R(A) := RK(B) // RK(C). */
  public static final int IDIV = 19;

  /** R(A) := RK(B) &amp; RK(C). */
  public static final int BAND = 20;

  /** R(A) := RK(B) | RK(C). */
  public static final int BOR = 21;

  /** R(A) := RK(B) ~ RK(C). */
  public static final int BXOR = 22;

  /** R(A) := RK(B) shifted left by RK(C). */
  public static final int SHL = 23;

  /** R(A) := RK(B) shifted right by RK(C). */
  public static final int SHR = 24;

  /** R(A) := -R(B). */
  public static final int UNM = 25;

  /** R(A) := ~R(B). */
  public static final int BNOT = 26;

  /** R(A) := whether R(B) is nil or false. */
  public static final int NOT = 27;

  /** R(A) := length of R(B). */
  public static final int LEN = 28;

  /** R(A) := R(B) .. and so on to .. R(C). */
  public static final int CONCAT = 29;

  /** Goes sBx instructions on; when A is not 0, first closes all upvalues from R(A-1) up. */
  public static final int JMP = 30;

  /** Skips the next instruction when (RK(B) == RK(C)) is not A. */
  public static final int EQ = 31;

  /** Skips the next instruction when (RK(B) &lt; RK(C)) is not A. */
  public static final int LT = 32;

  /** Skips the next instruction when (RK(B) &lt;= RK(C)) is not A. */
  public static final int LE = 33;

  /** Skips the next instruction when the truth of R(A) is not C. */
  public static final int TEST = 34;

  /** When the truth of R(B) is C, R(A) := R(B); otherwise skips the next instruction. */
  public static final int TESTSET = 35;

  /**
   * Calls R(A) with the B-1 values after it (all up to the top when B is 0) and puts C-1 results
   * from R(A) on (all when C is 0).
   */
  public static final int CALL = 36;

  /** Returns the results of calling R(A) with the B-1 values after it, reusing the frame. */
  public static final int TAILCALL = 37;

  /** Returns B-1 values from R(A) on, all up to the top when B is 0. */
  public static final int RETURN = 38;

  /**
   * Adds the step R(A+2) to the index R(A); while the limit R(A+1) is not passed, R(A+3) := R(A)
   * and goes sBx on.
   */
  public static final int FORLOOP = 39;

  /** Prepares a numeric loop: takes the step off R(A) and goes sBx on, to its FORLOOP. */
  public static final int FORPREP = 40;

  /** R(A+3) to R(A+2+C) := results of R(A)(R(A+1), R(A+2)). */
  public static final int TFORCALL = 41;

  /** When R(A+1) is not nil, R(A) := R(A+1) and goes sBx on. */
  public static final int TFORLOOP = 42;

  /**
   * R(A)[(C-1)*50+i] := R(A+i) for i from 1 to B (up to the top when B is 0); when C is 0 the
   * EXTRAARG that follows has it.
   */
  public static final int SETLIST = 43;

  /** R(A) := a closure of the child function Bx. */
  public static final int CLOSURE = 44;

  /** R(A) to R(A+B-2) := the extra arguments, all when B is 0. */
  public static final int VARARG = 45;

  /** Ax belongs to the instruction before. */
  public static final int EXTRAARG = 46;

  private Opcode() {}
}
