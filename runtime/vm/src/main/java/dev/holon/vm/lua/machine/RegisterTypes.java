package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.code.Prototype;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * What is known about registers before each instruction: whether one certainly holds an integer or
 * a float, and so lives in a Java variable, and whether that variable may be newer than the frame.
 *
 * <p>Some types are assumed although a metamethod could make them false; compiled code checks those
 * when it knows, and leaves to the interpreter.
 */
final class RegisterTypes {
  /** In the frame, of any type. */
  static final byte ANY = 0;

  static final byte INTEGER = 1;
  static final byte FLOAT = 2;
  static final byte TYPE = 3;

  /** The Java variable may be newer than the frame. */
  static final byte NEWER = 4;

  /** Registers that closures may read: to be in the frame before the variables are closed. */
  final boolean[] isCaptured;

  /** Registers that closures may write: always in the frame. */
  private final boolean[] isShared;

  final boolean[] isJumpedBackTo;
  final boolean[] isJumpTarget;
  private final Executable executable;
  private final int[] code;
  private final boolean isAssuming;
  private final @Nullable Frame sample;
  private final int samplePc;

  /**
   * For instructions and then parameters: 0 before the first guess, else one more than the guess.
   */
  private final byte[] guesses;

  private final int registerCount;
  private final byte[] @Nullable [] before;
  private final ArrayDeque<Integer> work = new ArrayDeque<>();

  /**
   * @param sample a frame of the function whose registers show what they usually hold
   * @param samplePc the instruction after which they do
   */
  RegisterTypes(Executable executable, @Nullable Frame sample, int samplePc) {
    this.sample = sample;
    this.samplePc = samplePc;
    this.executable = executable;
    this.code = executable.prototype.code;
    this.isAssuming = executable.isAssuming;
    this.registerCount = executable.prototype.registerCount;
    this.before = new byte[code.length + 1][];
    this.guesses = new byte[executable.distrusted.length];
    this.isCaptured = new boolean[registerCount];
    this.isShared = new boolean[registerCount];
    this.isJumpedBackTo = new boolean[code.length];
    this.isJumpTarget = new boolean[code.length + 2];
    for (Prototype child : executable.prototype.children) {
      for (int i = 0; i < child.upvalues.length; i++) {
        if (child.upvalues[i].isInStack()) {
          int register = child.upvalues[i].index();
          isCaptured[register] = true;
          isShared[register] |= assigns(child, i);
        }
      }
    }
    flow(0, parameters());
    while (!work.isEmpty()) {
      step(work.poll());
    }
  }

  /** Whether a function, or one within it, assigns to a captured variable. */
  private static boolean assigns(Prototype function, int upvalue) {
    for (int i : function.code) {
      if ((i & 0x3f) == Opcode.SETUPVAL && i >>> 23 == upvalue) {
        return true;
      }
    }
    for (Prototype child : function.children) {
      for (int i = 0; i < child.upvalues.length; i++) {
        boolean isSame = !child.upvalues[i].isInStack() && child.upvalues[i].index() == upvalue;
        if (isSame && assigns(child, i)) {
          return true;
        }
      }
    }
    return false;
  }

  boolean isReached(int pc) {
    return before[pc] != null;
  }

  /** The types before an instruction that is reached. */
  byte[] before(int pc) {
    byte[] types = before[pc];
    if (types == null) {
      throw new IllegalStateException("instruction " + pc + " is not reached");
    }
    return types;
  }

  private byte[] parameters() {
    byte[] types = new byte[registerCount];
    for (int i = 0; i < executable.parameterCount; i++) {
      set(types, i, guess(executable.length + i, i));
      types[i] &= TYPE;
    }
    return types;
  }

  /** What a register usually holds after an instruction, judging by the sample. */
  private byte guess(int pc, int register) {
    if (guesses[pc] == 0) {
      guesses[pc] = (byte) (1 + newGuess(pc, register));
    }
    return (byte) (guesses[pc] - 1);
  }

  private byte newGuess(int pc, int register) {
    if (sample == null || !isAssuming || executable.distrusted[pc]) {
      return ANY;
    }
    if (executable.length > pc && !isTrusted(pc, register)) {
      return ANY;
    }
    LuaValue value = sample.values[register];
    if (CompiledNumbers.isInteger(value)) {
      return INTEGER;
    }
    return CompiledNumbers.isNumber(value) ? FLOAT : ANY;
  }

  /**
   * Whether the sample says something about an instruction's result: none after it, up to where the
   * sample was taken, has the same register, or the next to use the result wants a number.
   */
  private boolean isTrusted(int pc, int register) {
    if (RegisterUses.isNumberWanted(code, pc, register)) {
      return true;
    }
    for (int i = pc + 1; i < samplePc; i++) {
      if ((code[i] >>> 6 & 0xff) == register && RegisterUses.isWriting(code[i] & 0x3f)) {
        return false;
      }
    }
    return pc < samplePc;
  }

  private void flow(int pc, byte[] types) {
    byte[] known = before[pc];
    if (known == null) {
      before[pc] = types.clone();
      work.add(pc);
      return;
    }
    boolean isChanged = false;
    for (int i = 0; i < registerCount; i++) {
      byte met =
          (known[i] & TYPE) == (types[i] & TYPE) ? (byte) (known[i] | (types[i] & NEWER)) : ANY;
      if ((met & TYPE) == ANY) {
        met = ANY;
      }
      if (met != known[i]) {
        known[i] = met;
        isChanged = true;
      }
    }
    if (isChanged) {
      work.add(pc);
    }
  }

  private void step(int pc) {
    byte[] types = after(pc);
    int i = code[pc];
    int next = pc + 1;
    isJumpTarget[next + 1] |= isSkipping(i);
    switch (i & 0x3f) {
      case Opcode.JMP, Opcode.FORPREP -> jump(pc, types);
      case Opcode.FORLOOP, Opcode.TFORLOOP -> {
        flow(next, before(pc).clone());
        jump(pc, types);
      }
      case Opcode.EQ, Opcode.LT, Opcode.LE, Opcode.TEST -> {
        flow(next, types);
        flow(next + 1, types);
      }
      case Opcode.TESTSET -> {
        flow(next, types);
        flow(next + 1, before(pc).clone());
      }
      case Opcode.LOADBOOL -> flow((i >>> 14 & 0x1ff) != 0 ? next + 1 : next, types);
      case Opcode.LOADKX -> flow(next + 1, types);
      case Opcode.SETLIST -> flow((i >>> 14 & 0x1ff) == 0 ? next + 1 : next, types);
      case Opcode.RETURN -> {}
      default -> flow(next, types);
    }
  }

  private static boolean isSkipping(int i) {
    return switch (i & 0x3f) {
      case Opcode.EQ, Opcode.LT, Opcode.LE, Opcode.TEST, Opcode.TESTSET, Opcode.LOADBOOL -> true;
      default -> false;
    };
  }

  private void jump(int pc, byte[] types) {
    int target = pc + 1 + (code[pc] >>> 14) - 131071;
    isJumpTarget[target] = true;
    if (target <= pc) {
      isJumpedBackTo[target] = true;
    }
    flow(target, types);
  }

  /** The types after an instruction; of a loop's end, when it jumps. */
  byte[] after(int pc) {
    byte[] types = before(pc).clone();
    int i = code[pc];
    int a = i >>> 6 & 0xff;
    switch (i & 0x3f) {
      case Opcode.MOVE -> set(types, a, types[i >>> 23]);
      case Opcode.TESTSET -> set(types, a, types[i >>> 23]);
      case Opcode.LOADK -> set(types, a, ofConstant(i >>> 14));
      case Opcode.LOADKX -> set(types, a, ofConstant(code[pc + 1] >>> 6));
      case Opcode.LOADNIL -> forget(types, a, a + (i >>> 23));
      case Opcode.SELF -> forget(types, a, a + 1);
      case Opcode.UNM, Opcode.BNOT, Opcode.LEN -> set(types, a, ofUnary(pc, i, types));
      case Opcode.CONCAT -> {
        clean(types);
        forget(types, i >>> 23, i >>> 14 & 0x1ff);
        set(types, a, ANY);
      }
      case Opcode.CALL, Opcode.TAILCALL -> {
        clean(types);
        forget(types, a, registerCount - 1);
        if ((i & 0x3f) == Opcode.CALL && (i >>> 14 & 0x1ff) > 1) {
          set(types, a, guess(pc, a));
          types[a] &= TYPE;
        }
      }
      case Opcode.TFORCALL -> {
        clean(types);
        forget(types, a + 3, registerCount - 1);
      }
      case Opcode.TFORLOOP -> set(types, a, types[a + 1]);
      case Opcode.VARARG -> {
        clean(types);
        forget(types, a, registerCount - 1);
      }
      case Opcode.SETLIST -> clean(types);
      case Opcode.FORPREP -> prepare(types, pc, a);
      case Opcode.FORLOOP -> {
        byte type = (byte) (types[a] & TYPE);
        set(types, a, type);
        set(types, a + 3, type);
      }
      case Opcode.GETUPVAL, Opcode.GETTABUP, Opcode.GETTABLE -> set(types, a, guess(pc, a));
      case Opcode.LOADBOOL, Opcode.NEWTABLE, Opcode.NOT, Opcode.CLOSURE -> set(types, a, ANY);
      default -> {
        if ((i & 0x3f) >= Opcode.ADD && (i & 0x3f) <= Opcode.SHR) {
          set(types, a, ofArithmetic(pc, i, types));
        }
      }
    }
    return types;
  }

  /** Whether an integer or float loop's four registers can all live in Java variables. */
  private boolean isLoopFree(int a) {
    return !isShared[a] && !isShared[a + 1] && !isShared[a + 2];
  }

  private void prepare(byte[] types, int pc, int a) {
    byte type = loopType(types, pc, a);
    if (type == INTEGER && isIntegerLoop(types, a)) {
      set(types, a, INTEGER);
      return;
    }
    clean(types);
    for (int i = a; i < a + 3; i++) {
      types[i] = type;
    }
  }

  /** Whether start, limit and step are certainly integers. */
  static boolean isIntegerLoop(byte[] types, int a) {
    return (types[a] & TYPE) == INTEGER
        && (types[a + 1] & TYPE) == INTEGER
        && (types[a + 2] & TYPE) == INTEGER;
  }

  /** The type of a loop's variables after FORPREP. */
  private byte loopType(byte[] types, int pc, int a) {
    if (!isLoopFree(a)) {
      return ANY;
    }
    int start = types[a] & TYPE;
    int step = types[a + 2] & TYPE;
    if (start == FLOAT || step == FLOAT) {
      return FLOAT;
    }
    int target = pc + 1 + (code[pc] >>> 14) - 131071;
    boolean isAssumed = isAssuming && !executable.distrusted[target - 1];
    return isAssumed || (start == INTEGER && step == INTEGER) ? INTEGER : ANY;
  }

  private byte ofUnary(int pc, int i, byte[] types) {
    int operand = types[i >>> 23] & TYPE;
    int opcode = i & 0x3f;
    if (opcode == Opcode.UNM) {
      return operand == ANY ? guess(pc, i >>> 6 & 0xff) : (byte) operand;
    }
    boolean isAssumed = isAssuming && !executable.distrusted[pc];
    return isAssumed || (opcode == Opcode.BNOT && operand == INTEGER) ? INTEGER : ANY;
  }

  private byte ofArithmetic(int pc, int i, byte[] types) {
    int x = ofOperand(i >>> 23, types);
    int y = ofOperand(i >>> 14 & 0x1ff, types);
    boolean isAssumed = isAssuming && !executable.distrusted[pc];
    byte type = ofArithmetic(i & 0x3f, x, y, isAssumed);
    return type == ANY && (x == ANY || y == ANY) ? guess(pc, i >>> 6 & 0xff) : type;
  }

  private static byte ofArithmetic(int opcode, int x, int y, boolean isAssuming) {
    boolean areKnown = x != ANY && y != ANY;
    if (opcode >= Opcode.BAND) {
      return isAssuming || (x == INTEGER && y == INTEGER) ? INTEGER : ANY;
    }
    if (opcode == Opcode.DIV || opcode == Opcode.POW) {
      return isAssuming || areKnown ? FLOAT : ANY;
    }
    if (areKnown) {
      return x == INTEGER && y == INTEGER ? INTEGER : FLOAT;
    }
    return isAssuming && (x == FLOAT || y == FLOAT) ? FLOAT : ANY;
  }

  /** The type of a register or constant. */
  byte ofOperand(int operand, byte[] types) {
    return operand > 0xff ? ofConstant(operand & 0xff) : (byte) (types[operand] & TYPE);
  }

  byte ofConstant(int index) {
    if (executable.constants[index] == Unboxed.INTEGER) {
      return INTEGER;
    }
    return executable.constants[index] == Unboxed.FLOAT ? FLOAT : ANY;
  }

  private void set(byte[] types, int register, int type) {
    boolean isHeld = (type & TYPE) != ANY && !isShared[register];
    types[register] = isHeld ? (byte) ((type & TYPE) | NEWER) : ANY;
  }

  private static void forget(byte[] types, int from, int to) {
    for (int i = from; i <= to; i++) {
      types[i] = ANY;
    }
  }

  /** After everything was written to the frame. */
  private static void clean(byte[] types) {
    for (int i = 0; i < types.length; i++) {
      types[i] &= TYPE;
    }
  }
}
