package dev.holon.vm.luaj;

import java.util.Arrays;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.DebugLib;

/**
 * Counts what one process spends. LuaJ calls it before every instruction and around every call of a
 * Lua function; the libraries charge it for work that is no instruction.
 *
 * <p>Gas: one an instruction, one per {@link #BYTES_PER_GAS} bytes made, and what a library
 * function states. Bytes: the strings an evaluation makes, each and, with new tables and functions,
 * in sum. Depth: Lua calls, so that the limit is the same on every thread stack.
 */
final class Meter extends DebugLib {
  /**
   * Lua calls that may be open at once. With a library function in between, such as {@code gsub}, a
   * call takes up to 1.5 KiB of the Java thread's stack, measured without its compiler; a thread
   * with less than 1 MiB may overflow earlier.
   */
  static final int DEPTH_MAX = 400;

  /** An evaluation may make this many times the process's memory; most of it is garbage by then. */
  static final int ALLOCATION_FACTOR = 8;

  private static final int BYTES_PER_GAS = 16;

  /** About what an empty table or a closure takes. What a table grows to is not accounted for. */
  private static final int BYTES_PER_OBJECT = 64;

  private static final int OPCODE_MASK = 0x3f;
  private static final int CONSTANT_FLAG = 0x100;

  private long gasMax;
  private long gasLeft;
  private long bytesMax;
  private long bytesMade;

  private int depth;
  private LuaClosure[] closures = new LuaClosure[16];
  private LuaValue[][] stacks = new LuaValue[16][];
  private int[] instructions = new int[16];

  // Where the last tail call stood. LuaJ drops the frame before it runs the callee; a library
  // function called so would
  // report its caller's caller. Holds as long as the frame below stands at the same instruction.
  private String tailPosition = "";
  private int tailDepth = -1;
  private int tailReturn;

  /** Starts an evaluation with fresh allowances. */
  void start(long gas, long memoryBytes) {
    gasMax = gas;
    gasLeft = gas;
    bytesMax = memoryBytes;
    bytesMade = 0;
    depth = 0;
    tailDepth = -1;
  }

  /** Gas used since the start; never more than the allowance. */
  long gasUsed() {
    return gasMax - Math.max(gasLeft, 0);
  }

  /** Takes gas for work that is no instruction. */
  void charge(long gas) {
    gasLeft -= gas;
    if (gasLeft < 0) {
      throw new Trap.OutOfGas();
    }
  }

  /** Refuses a string larger than the process may hold. */
  void requireSize(long bytes) {
    if (bytes > bytesMax) {
      throw new Trap.OutOfMemory("one string", bytesMax);
    }
  }

  /** Accounts for a string of this size before it is made. */
  void allocate(long bytes) {
    requireSize(bytes);
    account(bytes);
    charge(bytes / BYTES_PER_GAS);
  }

  private void account(long bytes) {
    bytesMade += bytes;
    if (bytesMade > bytesMax * ALLOCATION_FACTOR) {
      throw new Trap.OutOfMemory("what one evaluation made", bytesMax * ALLOCATION_FACTOR);
    }
  }

  /**
   * {@code chunk:line: } of the Lua function that many calls up, 1 being the innermost; empty when
   * there is none.
   */
  String position(int level) {
    boolean isInTailCall =
        depth == tailDepth && (depth == 0 || instructions[depth - 1] == tailReturn);
    if (isInTailCall && level == 1) {
      return ErrorValue.chunkText(tailPosition) + ": ";
    }
    int index = depth - level + (isInTailCall ? 1 : 0);
    if (level < 1 || index < 0) {
      return "";
    }
    return ErrorValue.chunkText(rawPosition(index)) + ": ";
  }

  @Override
  public void onCall(LuaClosure closure, Varargs varargs, LuaValue[] stack) {
    if (depth == DEPTH_MAX) {
      throw new ScriptError(LuaString.valueOf(position(1) + "stack overflow"));
    }
    if (depth == closures.length) {
      grow();
    }
    closures[depth] = closure;
    stacks[depth] = stack;
    depth++;
    tailDepth = -1;
  }

  @Override
  public void onCall(LuaFunction function) {}

  @Override
  public void onReturn() {
    depth--;
    stacks[depth] = LuaValue.NOVALS;
  }

  @Override
  public void onInstruction(int pc, Varargs varargs, int top) {
    if (--gasLeft < 0) {
      throw new Trap.OutOfGas();
    }
    int frame = depth - 1;
    instructions[frame] = pc;
    Prototype prototype = closures[frame].p;
    int instruction = prototype.code[pc];
    switch (instruction & OPCODE_MASK) {
      case Lua.OP_CONCAT -> beforeConcat(instruction, stacks[frame]);
      case Lua.OP_SETTABLE ->
          beforeStore(
              instruction, stacks[frame][argumentA(instruction)], prototype.k, stacks[frame]);
      case Lua.OP_SETTABUP ->
          beforeStore(
              instruction,
              closures[frame].upValues[argumentA(instruction)].getValue(),
              prototype.k,
              stacks[frame]);
      case Lua.OP_EQ, Lua.OP_LT, Lua.OP_LE ->
          beforeComparison(instruction, prototype.k, stacks[frame]);
      case Lua.OP_ADD, Lua.OP_SUB, Lua.OP_MUL, Lua.OP_DIV, Lua.OP_MOD, Lua.OP_POW ->
          beforeArithmetic(instruction, prototype.k, stacks[frame]);
      case Lua.OP_SETLIST -> charge(listSize(instruction, top));
      case Lua.OP_NEWTABLE, Lua.OP_CLOSURE -> account(BYTES_PER_OBJECT);
      case Lua.OP_TAILCALL -> beforeTailCall(frame, stacks[frame][argumentA(instruction)]);
      default -> {}
    }
  }

  /**
   * LuaJ asks for a traceback to put into an error's text; it gets the mark {@link ErrorValue}
   * looks for.
   */
  @Override
  public String traceback(int level) {
    return ErrorValue.mark(depth == 0 ? 0 : rawPosition(depth - 1).length());
  }

  /** Bounds the string that {@code ..} is about to make. */
  private void beforeConcat(int instruction, LuaValue[] stack) {
    long bytes = 0;
    for (int i = argumentB(instruction); i <= argumentC(instruction); i++) {
      if (stack[i] instanceof LuaString text) {
        bytes += text.length();
      }
    }
    allocate(bytes);
  }

  /** Comparing long strings is work that grows with them. */
  private void beforeComparison(int instruction, LuaValue[] constants, LuaValue[] stack) {
    if (operand(argumentB(instruction), constants, stack) instanceof LuaString left
        && operand(argumentC(instruction), constants, stack) instanceof LuaString right) {
      charge(Math.min(left.length(), right.length()) / BYTES_PER_GAS);
    }
  }

  /** Reading a number out of a long string is work that grows with it. */
  private void beforeArithmetic(int instruction, LuaValue[] constants, LuaValue[] stack) {
    if (operand(argumentB(instruction), constants, stack) instanceof LuaString left) {
      charge(left.length() / BYTES_PER_GAS);
    }
    if (operand(argumentC(instruction), constants, stack) instanceof LuaString right) {
      charge(right.length() / BYTES_PER_GAS);
    }
  }

  /**
   * Values a table constructor stores at once: a constant number, or all up to the top of the
   * stack.
   */
  private static int listSize(int instruction, int top) {
    int count = argumentB(instruction);
    return count > 0 ? count : Math.max(top - argumentA(instruction) - 1, 0);
  }

  private void beforeTailCall(int frame, LuaValue callee) {
    if (!(callee instanceof LuaClosure)) {
      tailPosition = rawPosition(frame);
      tailDepth = frame;
      tailReturn = frame == 0 ? 0 : instructions[frame - 1];
    }
  }

  /** Repairs what LuaJ's tables get wrong; see {@link TableStore}. */
  private static void beforeStore(
      int instruction, LuaValue target, LuaValue[] constants, LuaValue[] stack) {
    LuaValue value = operand(argumentC(instruction), constants, stack);
    if (value instanceof LuaString && target instanceof LuaTable table) {
      TableStore.makeRoomForText(table, operand(argumentB(instruction), constants, stack));
    }
  }

  private String rawPosition(int index) {
    Prototype prototype = closures[index].p;
    int pc = instructions[index];
    boolean isKnown = prototype.lineinfo != null && pc >= 0 && pc < prototype.lineinfo.length;
    return prototype.source.tojstring()
        + ":"
        + (isKnown ? String.valueOf(prototype.lineinfo[pc]) : "?");
  }

  private void grow() {
    int size = Math.min(depth * 2, DEPTH_MAX);
    closures = Arrays.copyOf(closures, size);
    stacks = Arrays.copyOf(stacks, size);
    instructions = Arrays.copyOf(instructions, size);
  }

  private static LuaValue operand(int argument, LuaValue[] constants, LuaValue[] stack) {
    return argument >= CONSTANT_FLAG ? constants[argument & 0xff] : stack[argument];
  }

  private static int argumentA(int instruction) {
    return (instruction >> 6) & 0xff;
  }

  private static int argumentB(int instruction) {
    return instruction >>> 23;
  }

  private static int argumentC(int instruction) {
    return (instruction >> 14) & 0x1ff;
  }
}
