package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Prototype;
import dev.holon.vm.lua.value.Heap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** Enters and leaves functions: makes frames, passes values between them. */
final class Calls {
  /** Slots of one coroutine's stack (the C implementation's LUAI_MAXSTACK). */
  static final int SLOTS_MAX = 1_000_000;

  /** Values that a call takes or gives without a charge for moving them. */
  static final int FREE_VALUES = 16;

  static final int VALUES_PER_GAS = 8;

  private static final int UPVALUES_PER_GAS = 4;

  private static final LuaValue[] NO_VALUES = {};

  private final LuaState state;
  private final Heap heap;
  private final Coroutines coroutines;
  private final Unwinding unwinding;
  private final Concatenation concatenation;

  Calls(LuaState state) {
    this.state = state;
    this.heap = state.heap();
    this.coroutines = new Coroutines(state, this);
    this.unwinding = new Unwinding(state, this);
    this.concatenation = new Concatenation(state, this);
  }

  Concatenation concatenation() {
    return concatenation;
  }

  Coroutines coroutines() {
    return coroutines;
  }

  Unwinding unwinding() {
    return unwinding;
  }

  /** A new frame for a function called by the instruction of a Lua frame. */
  Frame enter(Frame caller, Closure closure, int register, int count, int wanted) {
    Frame frame =
        frame(
            closure,
            caller.values,
            caller.numbers,
            register + 1,
            count,
            caller.base + register + 1 + Frame.OWN_SLOTS);
    frame.caller = caller;
    frame.resultRegister = register;
    frame.resultCount = wanted;
    return frame;
  }

  private Frame frame(
      Closure closure, LuaValue[] values, long[] numbers, int from, int count, int base) {
    Executable code = closure.code;
    requireSlots(base + (long) count + code.registerCount);
    heap.allocate(code.frameBytes);
    Frame frame = new Frame(closure);
    frame.base = base;
    int named = Math.min(count, code.parameterCount);
    for (int i = 0; i < named; i++) {
      frame.numbers[i] = numbers[from + i];
      frame.values[i] = values[from + i];
    }
    for (int i = named; i < code.parameterCount; i++) {
      frame.values[i] = LuaValue.NIL;
    }
    if (code.isVariadic && count > named) {
      payForMoving(count - named);
      heap.allocate((long) Heap.ARRAY_SLOT_BYTES * (count - named));
      frame.variadic = boxed(values, numbers, from + named, count - named);
      frame.base += count - named;
    }
    return frame;
  }

  private void requireSlots(long slots) {
    if (slots > SLOTS_MAX) {
      throw state.errors().positioned("stack overflow");
    }
  }

  /** A frame for a native function that waits for another call. */
  Frame waiting(
      int kind, @Nullable LuaValue subject, Frame caller, int mode, int register, int wanted) {
    requireSlots(caller.base + caller.values.length + (long) Frame.NATIVE_SLOTS);
    heap.allocate(Frame.FRAME_BYTES);
    Frame frame = new Frame(kind, subject);
    frame.caller = caller;
    frame.resultMode = mode;
    frame.resultRegister = register;
    frame.resultCount = wanted;
    frame.base = caller.base + caller.values.length + Frame.NATIVE_SLOTS;
    return frame;
  }

  /** Ends a Lua function; its results are in its registers. Returns the frame to go on with. */
  Frame leave(Frame frame, int register, int count) {
    if (frame.open != null) {
      frame.closeFrom(0);
    }
    heap.release(frame.bytes());
    Frame to = frame.caller;
    if (to.kind == Frame.LUA && frame.resultMode == Frame.TO_REGISTERS) {
      place(
          to,
          frame.resultRegister,
          frame.resultCount,
          frame.values,
          frame.numbers,
          register,
          count);
      return to;
    }
    return deliver(
        to,
        frame.resultMode,
        frame.resultRegister,
        frame.resultCount,
        frame.values,
        frame.numbers,
        register,
        count);
  }

  /** Puts results where a call instruction wants them. */
  void place(
      Frame to, int register, int wanted, LuaValue[] values, long[] numbers, int from, int count) {
    if (wanted == 1 && count == 1) {
      to.numbers[register] = numbers[from];
      to.values[register] = values[from];
      return;
    }
    int placed = wanted;
    if (wanted < 0) {
      placed = count;
      reserve(to, register + count);
      to.top = register + count;
    }
    LuaValue[] r = to.values;
    long[] n = to.numbers;
    int copied = Math.min(placed, count);
    payForMoving(copied);
    for (int i = 0; i < copied; i++) {
      n[register + i] = numbers[from + i];
      r[register + i] = values[from + i];
    }
    for (int i = copied; i < placed; i++) {
      r[register + i] = LuaValue.NIL;
    }
  }

  /** A few values move with the call that is paid for; of many, each costs something. */
  private void payForMoving(int count) {
    if (count > FREE_VALUES) {
      heap.spend(count / VALUES_PER_GAS);
    }
  }

  /** Makes room for an open list of values in a frame. */
  void reserve(Frame frame, int size) {
    int before = frame.values.length;
    if (size > before) {
      requireSlots((long) frame.base + size);
      int after = Math.min(Math.max(size, 2 * before), SLOTS_MAX);
      heap.allocate((long) Heap.ARRAY_SLOT_BYTES * (after - before));
      frame.values = Arrays.copyOf(frame.values, after);
      Arrays.fill(frame.values, before, after, LuaValue.NIL);
      frame.numbers = Arrays.copyOf(frame.numbers, after);
    }
  }

  /** The variadic arguments of a frame into its registers. */
  void spread(Frame frame, int register, int wanted) {
    LuaValue[] variadic = frame.variadic;
    int count = wanted < 0 ? variadic.length : Math.min(wanted, variadic.length);
    payForMoving(count);
    place(frame, register, wanted, variadic, new long[count], 0, count);
  }

  /**
   * Calls what lies in a register of a Lua frame. Returns the frame to go on with: the same one
   * when the call is done.
   */
  Frame call(Frame frame, int register, int count, int wanted) {
    LuaValue function = frame.boxed(register);
    if (function instanceof NativeFunction plain && plain.control() == Control.NONE) {
      int depth = state.callDepth;
      Call call = state.nextCall();
      call.start(plain, frame.values, frame.numbers, register + 1, count, true);
      plain.body().run(call);
      state.callDepth = depth;
      place(
          frame,
          register,
          wanted,
          call.resultValues(),
          call.resultNumbers(),
          0,
          call.resultCount());
      call.trim();
      return frame;
    }
    return begin(
        frame,
        Frame.TO_REGISTERS,
        register,
        wanted,
        function,
        frame.values,
        frame.numbers,
        register + 1,
        count,
        true);
  }

  /** Calls in place of the frame, which ends. */
  Frame tailCall(Frame frame, int register, int count) {
    LuaValue function = frame.values[register];
    if (function instanceof Closure closure) {
      if (frame.open != null) {
        frame.closeFrom(0);
      }
      heap.release(frame.bytes());
      Frame next =
          frame(
              closure,
              frame.values,
              frame.numbers,
              register + 1,
              count,
              frame.base - frame.variadic.length);
      next.caller = frame.caller;
      next.resultMode = frame.resultMode;
      next.resultRegister = frame.resultRegister;
      next.resultCount = frame.resultCount;
      next.isTailCall = true;
      return next;
    }
    // As a plain call for all results; the RETURN that follows the instruction passes them on.
    return call(frame, register, count, -1);
  }

  /** Calls any value with arguments from anywhere, for a frame that waits for the results. */
  Frame begin(
      Frame waiting,
      int mode,
      int register,
      int wanted,
      LuaValue callee,
      LuaValue[] values,
      long[] numbers,
      int from,
      int count,
      boolean isCallSite) {
    state.frame = waiting;
    if (callee instanceof Closure closure) {
      Frame frame =
          frame(
              closure,
              values,
              numbers,
              from,
              count,
              waiting.base
                  + waiting.values.length
                  + (isCallSite || waiting.kind != Frame.LUA
                      ? Frame.OWN_SLOTS
                      : Frame.NATIVE_SLOTS));
      frame.caller = waiting;
      frame.resultMode = mode;
      frame.resultRegister = register;
      frame.resultCount = wanted;
      return frame;
    }
    if (!(callee instanceof NativeFunction function)) {
      return beginMetamethod(
          waiting, mode, register, wanted, callee, values, numbers, from, count, isCallSite);
    }
    if (function.control() == Control.NONE) {
      int depth = state.callDepth;
      Call call = state.nextCall();
      call.start(function, values, numbers, from, count, isCallSite);
      function.body().run(call);
      state.callDepth = depth;
      Frame next =
          deliver(
              waiting,
              mode,
              register,
              wanted,
              call.resultValues(),
              call.resultNumbers(),
              0,
              call.resultCount());
      call.trim();
      return next;
    }
    Call call = new Call(state);
    call.start(function, values, numbers, from, count, isCallSite);
    return switch (function.control()) {
      case PROTECTED_CALL -> {
        call.any(1);
        Frame guard = waiting(Frame.PROTECTED, null, waiting, mode, register, wanted);
        yield next(guard, call.arg(1), values, numbers, from + 1, count - 1);
      }
      case HANDLED_CALL -> {
        LuaValue handler = call.function(2);
        Frame guard = waiting(Frame.HANDLED, handler, waiting, mode, register, wanted);
        yield next(guard, call.arg(1), values, numbers, from + 2, count - 2);
      }
      case RESUME -> {
        Coroutine coroutine = call.coroutine(1);
        Frame resumer = waiting(Frame.RESUME, coroutine, waiting, mode, register, wanted);
        yield coroutines.resume(coroutine, resumer, values, numbers, from + 1, count - 1);
      }
      case WRAPPED_RESUME -> {
        Coroutine coroutine = (Coroutine) function.captured(0);
        Frame resumer = waiting(Frame.WRAPPED_RESUME, coroutine, waiting, mode, register, wanted);
        yield coroutines.resume(coroutine, resumer, values, numbers, from, count);
      }
      case YIELD -> {
        Frame yielded = waiting(Frame.YIELD, null, waiting, mode, register, wanted);
        yield coroutines.suspend(yielded, values, numbers, from, count);
      }
      case NONE -> throw new IllegalStateException();
    };
  }

  /** The call that a native function waits for. Nested ones are counted, for this recurs. */
  private Frame next(
      Frame guard, LuaValue callee, LuaValue[] values, long[] numbers, int from, int count) {
    state.frame = guard;
    state.enterNative();
    try {
      return begin(guard, Frame.TO_REGISTERS, 0, -1, callee, values, numbers, from, count, false);
    } finally {
      state.leaveNative();
    }
  }

  private Frame beginMetamethod(
      Frame waiting,
      int mode,
      int register,
      int wanted,
      LuaValue callee,
      LuaValue[] values,
      long[] numbers,
      int from,
      int count,
      boolean isCallSite) {
    LuaValue metamethod = state.metamethod(callee, Names.CALL);
    if (!metamethod.isfunction()) {
      throw state.errors().notCallable(waiting, callee, isCallSite);
    }
    heap.spend(count);
    LuaValue[] shifted = new LuaValue[count + 1];
    long[] shiftedNumbers = new long[count + 1];
    shifted[0] = callee;
    System.arraycopy(values, from, shifted, 1, count);
    System.arraycopy(numbers, from, shiftedNumbers, 1, count);
    return begin(
        waiting,
        mode,
        register,
        wanted,
        metamethod,
        shifted,
        shiftedNumbers,
        0,
        count + 1,
        isCallSite);
  }

  /** Calls a metamethod for an instruction. */
  Frame metamethod(
      Frame frame, int mode, int register, int wanted, LuaValue function, LuaValue... arguments) {
    return begin(
        frame,
        mode,
        register,
        wanted,
        function,
        arguments,
        new long[arguments.length],
        0,
        arguments.length,
        false);
  }

  /** Passes results to whoever waits for them. Returns the frame to go on with. */
  Frame deliver(
      Frame waiting,
      int waitingMode,
      int waitingRegister,
      int waitingCount,
      LuaValue[] someValues,
      long[] someNumbers,
      int start,
      int someCount) {
    Frame to = waiting;
    int mode = waitingMode;
    int register = waitingRegister;
    int wanted = waitingCount;
    LuaValue[] values = someValues;
    long[] numbers = someNumbers;
    int from = start;
    int count = someCount;
    while (to.kind != Frame.LUA) {
      if (to.kind == Frame.BOUNDARY) {
        to.results = boxed(values, numbers, from, count);
        return to;
      }
      if (to.kind == Frame.COROUTINE) {
        to = coroutines.finish(to);
        continue;
      }
      if (to.kind == Frame.PROTECTED || to.kind == Frame.HANDLED || to.kind == Frame.RESUME) {
        payForMoving(count);
        LuaValue[] preceded = new LuaValue[count + 1];
        long[] precededNumbers = new long[count + 1];
        preceded[0] = LuaValue.TRUE;
        System.arraycopy(values, from, preceded, 1, count);
        System.arraycopy(numbers, from, precededNumbers, 1, count);
        values = preceded;
        numbers = precededNumbers;
        from = 0;
        count++;
      }
      heap.release(Frame.FRAME_BYTES);
      mode = to.resultMode;
      register = to.resultRegister;
      wanted = to.resultCount;
      to = to.caller;
    }
    state.frame = to;
    return finish(to, mode, register, wanted, values, numbers, from, count);
  }

  private Frame finish(
      Frame to,
      int mode,
      int register,
      int wanted,
      LuaValue[] values,
      long[] numbers,
      int from,
      int count) {
    switch (mode) {
      case Frame.TO_REGISTERS -> place(to, register, wanted, values, numbers, from, count);
      case Frame.TO_TEST, Frame.TO_NEGATED_TEST -> {
        boolean isTrue =
            count > 0 && values[from] != LuaValue.NIL && values[from] != LuaValue.FALSE;
        if (isTrue == (mode == Frame.TO_NEGATED_TEST) == (wanted != 0)) {
          to.pc++;
        }
      }
      case Frame.TO_CONCATENATION -> {
        LuaValue part = count > 0 ? Unboxed.box(values, numbers, from) : LuaValue.NIL;
        return concatenation.resume(to, register, part);
      }
      default -> throw new IllegalStateException("results for mode " + mode);
    }
    return to;
  }

  /** A closure over a child function of the one that runs. */
  Closure closure(Frame frame, Executable child) {
    Closure made = new Closure(heap, child);
    Prototype.UpvalueDescription[] descriptions = child.prototype.upvalues;
    heap.spend(descriptions.length / UPVALUES_PER_GAS);
    for (int i = 0; i < descriptions.length; i++) {
      made.upvalues[i] =
          descriptions[i].isInStack()
              ? frame.capture(heap, descriptions[i].index())
              : frame.upvalues[descriptions[i].index()];
    }
    return made;
  }

  static LuaValue[] boxed(LuaValue[] values, long[] numbers, int from, int count) {
    if (count == 0) {
      return NO_VALUES;
    }
    LuaValue[] boxed = new LuaValue[count];
    for (int i = 0; i < count; i++) {
      boxed[i] = Unboxed.box(values, numbers, from + i);
    }
    return boxed;
  }
}
