package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.Heap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * One activation. Frames lie on the Java heap and form the stack of their coroutine through {@link
 * #caller}; besides those of Lua functions there are frames that stand for a native function which
 * waits for another call, so that nothing of a Lua stack is on the Java stack.
 */
final class Frame {
  /** What a frame is, and so what happens to the results of the call it waits for. */
  static final int LUA = 0;

  /** {@code pcall}: results are preceded by true. */
  static final int PROTECTED = 1;

  /** {@code xpcall}: as pcall, with a handler. */
  static final int HANDLED = 2;

  /** Java code waits for the results. */
  static final int BOUNDARY = 3;

  /** The bottom of a coroutine: the results go to who resumed it. */
  static final int COROUTINE = 4;

  /** {@code coroutine.resume}: what the coroutine yields or returns is preceded by true. */
  static final int RESUME = 5;

  /** A function made by {@code coroutine.wrap}. */
  static final int WRAPPED_RESUME = 6;

  /** {@code coroutine.yield}: waits for the next resume. */
  static final int YIELD = 7;

  /** How results reach the caller's frame: into registers. */
  static final int TO_REGISTERS = 0;

  /** As the outcome of a comparison: skips the next instruction unless truth equals wanted. */
  static final int TO_TEST = 1;

  /** As {@link #TO_TEST}, negated: {@code a <= b} as {@code not (b < a)}. */
  static final int TO_NEGATED_TEST = 2;

  /** As the value of a part of a concatenation, which then goes on. */
  static final int TO_CONCATENATION = 3;

  /** Slots that a frame counts for besides its registers: so there are at most 200,000. */
  static final int OWN_SLOTS = 4;

  /**
   * Slots that a call through a native function or a metamethod counts for: so at most 200 are
   * inside one another, about as many as in the C implementation, where they use the C stack.
   */
  static final int NATIVE_SLOTS = 5_000;

  static final int FRAME_BYTES = 64;

  /** Open upvalues passed on the way to one that cost one gas. */
  private static final int OPEN_PER_GAS = 16;

  private static final LuaValue[] NO_VALUES = {};
  private static final Upvalue[] NO_UPVALUES = {};
  private static final long[] NO_NUMBERS = {};

  final int kind;
  final @Nullable Closure closure;
  final Upvalue[] upvalues;
  final Executable code;

  /** Registers; they grow when an open list of values needs more than the function states. */
  LuaValue[] values;

  /** The bits of registers whose value is {@link Unboxed}. */
  long[] numbers;

  LuaValue[] variadic = NO_VALUES;

  /** The frame below: who gets the results. None below a coroutine's bottom and the root. */
  Frame caller;

  int resultMode;

  /** The first register for the results, or what the mode needs. */
  int resultRegister;

  /** Results wanted; -1 for all. */
  int resultCount;

  /** The next instruction. */
  int pc;

  /** One past the last register of an open list of values, after a call or {@code ...}. */
  int top;

  /** Open upvalues, highest register first. */
  @Nullable Upvalue open;

  /** Slots of the stack below this frame. */
  int base;

  /** The frame was entered by a tail call; its caller's call site does not name it. */
  boolean isTailCall;

  /** What a native frame is about: a handler, a coroutine, or results for Java code. */
  @Nullable LuaValue subject;

  /** What Java code gets from the call it waits for. */
  LuaValue[] results = NO_VALUES;

  /** Of a Lua function. */
  @SuppressWarnings("NullAway.Init")
  Frame(Closure closure) {
    this.kind = LUA;
    this.closure = closure;
    this.upvalues = closure.upvalues;
    this.code = closure.code;
    this.values = new LuaValue[code.registerCount];
    this.numbers = new long[code.registerCount];
  }

  /** Of a native function. */
  @SuppressWarnings("NullAway.Init")
  Frame(int kind, @Nullable LuaValue subject) {
    this.kind = kind;
    this.closure = null;
    this.upvalues = NO_UPVALUES;
    this.code = Executable.NONE;
    this.values = NO_VALUES;
    this.numbers = NO_NUMBERS;
    this.subject = subject;
  }

  /** Of a Lua function, from a checkpoint; the caller is set later. */
  @SuppressWarnings("NullAway.Init")
  Frame(Closure closure, LuaValue[] values, long[] numbers) {
    this.kind = LUA;
    this.closure = closure;
    this.upvalues = closure.upvalues;
    this.code = closure.code;
    this.values = values;
    this.numbers = numbers;
  }

  long bytes() {
    return FRAME_BYTES + (long) Heap.ARRAY_SLOT_BYTES * (values.length + variadic.length);
  }

  /** The upvalue of a register, shared with whoever captured it before. */
  Upvalue capture(Heap heap, int index) {
    Upvalue before = null;
    Upvalue at = open;
    int passed = 0;
    while (at != null && at.index > index) {
      before = at;
      at = at.next;
      passed++;
    }
    if (passed >= OPEN_PER_GAS) {
      heap.spend(passed / OPEN_PER_GAS);
    }
    if (at != null && at.index == index) {
      return at;
    }
    heap.allocate(Heap.UPVALUE_BYTES);
    Upvalue made = Upvalue.open(this, index, at);
    made.epoch = heap.epoch();
    if (before == null) {
      open = made;
    } else {
      before.next = made;
    }
    return made;
  }

  /** Closes the upvalues of registers from this one on. */
  void closeFrom(int index) {
    Upvalue at = open;
    while (at != null && at.index >= index) {
      Upvalue next = at.next;
      at.close();
      at = next;
    }
    open = at;
  }

  LuaValue boxed(int register) {
    return Unboxed.box(values, numbers, register);
  }
}
