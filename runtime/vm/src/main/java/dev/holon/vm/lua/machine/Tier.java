package dev.holon.vm.lua.machine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;

/**
 * Decides which functions run as Java bytecode: those entered or jumped back in often. Results and
 * gas do not depend on it.
 */
enum Tier {
  /** Everything is interpreted. */
  OFF(Integer.MAX_VALUE),
  /** Hot functions are compiled. */
  ON(1000),
  /** Functions are compiled after a few calls, for tests. */
  KEEN(12),
  /** Every function is compiled when it is first entered, for tests. */
  EAGER(-1);

  /**
   * The system property that sets the mode: {@code on}, {@code off}, {@code keen}, {@code eager}.
   */
  static final String PROPERTY = "holon.lua.tier2";

  private static final int HEAT_OF_ENTRY = 5;

  /** The heat of a function that is never compiled again. */
  private static final int GIVEN_UP = Integer.MIN_VALUE;

  /** How often a function is compiled before nothing is assumed any more. */
  private static final int COMPILATIONS_MAX = 8;

  /** Frames that do not fit what is assumed, before nothing is any more. */
  private static final int REFUSALS_MAX = 50;

  /** How many times hotter code made by {@code load} must be than a program's own. */
  private static final int LOADED_FACTOR = 10;

  /** Instructions for which it must be as much hotter again. */
  private static final int LENGTH_PER_FACTOR = 100;

  /**
   * Functions compiled at a time, of each kind, in this Java machine: about as many as fit in the
   * room that Java has for the machine code of hot methods. Each kind has a bound of its own, so
   * that no process drives the functions of modules out by loading code.
   */
  private static final int COMPILED_MAX = 8192;

  private static final long COMPILED_BYTES_MAX = 64L << 20;

  private static final CompiledFunctions PROGRAMS =
      new CompiledFunctions(COMPILED_MAX, COMPILED_BYTES_MAX);
  private static final CompiledFunctions LOADED =
      new CompiledFunctions(COMPILED_MAX, COMPILED_BYTES_MAX);

  private static volatile Tier mode = configured();

  private final int heatMax;

  Tier(int heatMax) {
    this.heatMax = heatMax;
  }

  private static Tier configured() {
    return valueOf(System.getProperty(PROPERTY, "on").toUpperCase(Locale.ROOT));
  }

  /** What a function made by {@code load} begins with: long ones take longer to compile. */
  static int heatOfLoaded(Executable function) {
    Tier now = mode;
    int size = 1 + function.length / LENGTH_PER_FACTOR;
    return now == ON ? (1 - LOADED_FACTOR) * now.heatMax * size : 0;
  }

  /** Functions made by {@code load} that are compiled. */
  static int loadedCount() {
    return LOADED.count();
  }

  static void setMode(Tier tier) {
    mode = tier;
  }

  /**
   * Counts an entry. Returns the compiled function if it is ready. A hot function is better
   * compiled when it returns and its registers show what is in them; one that never returns is
   * compiled here.
   */
  static @Nullable CompiledCode entered(Executable code) {
    if ((code.heat += HEAT_OF_ENTRY) > 0 && code.heat / 2 > mode.heatMax) {
      compile(code, null, 0);
    }
    return code.compiled;
  }

  /** Counts a jump back from before pc. Whether the compiled function can go on instead. */
  static boolean isCompiledAfterJump(Frame frame, int pc) {
    Executable code = frame.code;
    if (code.compiled == null && ++code.heat > mode.heatMax && code.heat > 0) {
      compile(code, frame, pc);
    }
    return code.compiled != null;
  }

  /** At the end of an interpreted call. */
  static void left(Frame frame, int pc) {
    if (frame.code.heat > mode.heatMax && frame.code.heat > 0 && frame.code.compiled == null) {
      compile(frame.code, frame, pc);
    }
  }

  /** Compiled code left a frame to the interpreter, for what the last instruction gave it. */
  static void abandoned(Frame frame) {
    Executable code = frame.code;
    code.distrusted[frame.pc - 1] = true;
    again(code);
  }

  /** A parameter is not what compiled code assumed. */
  static void refusedParameter(Frame frame, int parameter) {
    Executable code = frame.code;
    code.distrusted[code.length + parameter] = true;
    again(code);
  }

  /** Compiled code could not go on with a frame, for what it assumed did not hold. */
  static void refused(Frame frame) {
    Executable code = frame.code;
    if (++code.refusals > REFUSALS_MAX && code.isAssuming) {
      code.isAssuming = false;
      again(code);
    }
  }

  /** A call without a frame met something else than it assumed. */
  static void leafGivenUp(Executable code) {
    if (++code.leavesGivenUp > REFUSALS_MAX) {
      code.leaf = null;
    }
  }

  private static void again(Executable code) {
    code.compiled = null;
    code.leaf = null;
    code.heat = Math.max(0, mode.heatMax - 10 * HEAT_OF_ENTRY);
  }

  private static void compile(Executable code, @Nullable Frame sample, int samplePc) {
    if (++code.compilations > COMPILATIONS_MAX) {
      code.isAssuming = false;
    }
    CompiledCode made = made(code, sample, samplePc);
    if (made == null) {
      code.heat = GIVEN_UP;
    }
    code.compiled = made;
    boolean isLeaf = made != null && made.isLeaf && code.leavesGivenUp <= REFUSALS_MAX;
    code.leaf = isLeaf ? made : null;
    if (made != null) {
      (code.unit == null || code.unit.isProgram ? PROGRAMS : LOADED).add(code, made);
    }
  }

  /** Null when the function, or one more class, is too much for the Java machine. */
  private static @Nullable CompiledCode made(
      Executable code, @Nullable Frame sample, int samplePc) {
    try {
      return Emitter.compile(code, sample, samplePc);
    } catch (MethodTooLargeException
        | ClassTooLargeException
        | LinkageError
        | OutOfMemoryError
        | StackOverflowError e) {
      return null;
    }
  }
}
