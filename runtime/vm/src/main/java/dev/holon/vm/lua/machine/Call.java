package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberReader;
import dev.holon.vm.lua.value.NumberText;
import dev.holon.vm.lua.value.Table;
import java.util.Arrays;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * One call of a native function: its arguments, numbered from 1 as in Lua's messages, and the
 * results it gives. Checks of arguments raise the errors of the C implementation's auxiliary
 * library. Valid until the function returns.
 */
public final class Call {
  /** Results that a call has room for from the one before. */
  private static final int RESULTS_KEPT = 64;

  private static final int RESULTS_FIRST = 4;

  private static final LuaValue[] NO_VALUES = {};
  private static final long[] NO_NUMBERS = {};

  private final LuaState state;
  private NativeFunction function = NOTHING;
  private LuaValue[] values = NO_VALUES;
  private long[] numbers = NO_NUMBERS;
  private int from;
  private int count;
  private boolean isCallSite;
  private LuaValue[] results = NO_VALUES;
  private long[] resultNumbers = NO_NUMBERS;
  private int resultCount;

  private static final NativeFunction NOTHING = NativeFunction.of("", call -> {});

  Call(LuaState state) {
    this.state = state;
  }

  /** A call with these arguments, as from Java code. */
  public Call(LuaState state, NativeFunction function, LuaValue... arguments) {
    this.state = state;
    start(function, arguments, new long[arguments.length], 0, arguments.length, false);
  }

  /**
   * Begins a call whose arguments lie in registers.
   *
   * @param isSite the instruction that runs in the state's frame names the function
   */
  void start(
      NativeFunction called,
      LuaValue[] someValues,
      long[] someNumbers,
      int start,
      int argumentCount,
      boolean isSite) {
    // A store into an old object costs more than it seems, and calls mostly come in runs.
    if (function != called) {
      function = called;
    }
    if (values != someValues) {
      values = someValues;
      numbers = someNumbers;
    }
    from = start - 1;
    count = argumentCount;
    isCallSite = isSite;
    resultCount = 0;
    if (argumentCount > Calls.FREE_VALUES) {
      heap().spend(argumentCount / Calls.VALUES_PER_GAS);
    }
  }

  /** What the call keeps alive while it is in progress. */
  void visit(Reach reach) {
    reach.visit(function);
    reach.visit(values, from + 1, from + 1 + count);
    reach.visit(results, 0, resultCount);
  }

  /** After the results are taken: room for many is not kept for the next call. */
  void trim() {
    if (results.length > RESULTS_KEPT) {
      results = new LuaValue[RESULTS_KEPT];
      resultNumbers = new long[RESULTS_KEPT];
      resultCount = 0;
    }
  }

  boolean isCallSite() {
    return isCallSite;
  }

  public LuaState state() {
    return state;
  }

  public Heap heap() {
    return state.heap();
  }

  public NativeFunction function() {
    return function;
  }

  public int count() {
    return count;
  }

  /** An argument; nil beyond the last. */
  public LuaValue arg(int index) {
    return index <= count ? Unboxed.box(values, numbers, from + index) : LuaValue.NIL;
  }

  public boolean isNone(int index) {
    return index > count;
  }

  public boolean isNoneOrNil(int index) {
    return arg(index) == LuaValue.NIL;
  }

  public boolean isTruthy(int index) {
    LuaValue value = arg(index);
    return value != LuaValue.NIL && value != LuaValue.FALSE;
  }

  /** A string, or a number's text. */
  public ByteString string(int index) {
    LuaValue value = arg(index);
    if (value instanceof ByteString string) {
      return string;
    }
    if (value instanceof IntegerNumber number) {
      return charged(NumberText.of(number.value()));
    }
    if (value instanceof FloatNumber number) {
      heap().spend(NumberText.gasOf(number.value()));
      return charged(NumberText.of(number.value()));
    }
    throw typeError(index, "string");
  }

  private ByteString charged(String text) {
    heap().allocateString(text.length());
    return ByteString.of(text);
  }

  public ByteString string(int index, ByteString otherwise) {
    return isNoneOrNil(index) ? otherwise : string(index);
  }

  /** An integer, or a float or string that is one exactly. */
  public long integer(int index) {
    if (index <= count && values[from + index] == Unboxed.INTEGER) {
      return numbers[from + index];
    }
    LuaValue value = arg(index);
    if (value instanceof IntegerNumber number) {
      return number.value();
    }
    payForReading(value);
    LuaNumber number = Arithmetic.number(value);
    if (number instanceof IntegerNumber integer) {
      return integer.value();
    }
    if (number instanceof FloatNumber real) {
      if (Arithmetic.isInteger(real.value())) {
        return (long) real.value();
      }
      throw argumentError(index, "number has no integer representation");
    }
    throw typeError(index, "number");
  }

  public long integer(int index, long otherwise) {
    return isNoneOrNil(index) ? otherwise : integer(index);
  }

  /** A number of either kind, or a string that reads as one. */
  public LuaNumber number(int index) {
    payForReading(arg(index));
    LuaNumber number = Arithmetic.number(arg(index));
    if (number == null) {
      throw typeError(index, "number");
    }
    return number;
  }

  /** Reading a text as a number takes time by its length. */
  private void payForReading(LuaValue value) {
    if (value instanceof ByteString text) {
      heap().spend(2 + NumberReader.gasOf(text.length()));
    }
  }

  /** A number as a float. */
  public double real(int index) {
    return number(index).todouble();
  }

  public Table table(int index) {
    if (arg(index) instanceof Table table) {
      return table;
    }
    throw typeError(index, "table");
  }

  /** A function, of Lua or native. */
  public LuaFunction function(int index) {
    if (arg(index) instanceof LuaFunction callable) {
      return callable;
    }
    throw typeError(index, "function");
  }

  /** A coroutine. */
  public Coroutine coroutine(int index) {
    if (arg(index) instanceof Coroutine coroutine) {
      return coroutine;
    }
    throw argumentError(index, "thread expected");
  }

  /** Any value, but there must be one. */
  public LuaValue any(int index) {
    if (isNone(index)) {
      throw argumentError(index, "value expected");
    }
    return arg(index);
  }

  /**
   * To throw: {@code bad argument #i to 'name' (message)}, with the caller's position.
   *
   * @param message one character a byte
   */
  public ScriptError argumentError(int index, String message) {
    return state.errors().argument(this, index, message);
  }

  /** To throw: {@code bad argument #i to 'name' (expected expected, got actual)}. */
  public ScriptError typeError(int index, String expected) {
    String actual = isNone(index) ? "no value" : state.typeNameForError(arg(index));
    return argumentError(index, expected + " expected, got " + actual);
  }

  /**
   * To throw: the message with the position of the Lua code that called this function.
   *
   * @param message one character a byte
   */
  public ScriptError error(String message) {
    return state.errors().ofNative(message);
  }

  /** Adds a result. */
  public void give(LuaValue value) {
    if (resultCount == results.length) {
      if (resultCount >= RESULTS_KEPT) {
        heap().allocate((long) Heap.ARRAY_SLOT_BYTES * resultCount);
      }
      int room = Math.max(RESULTS_FIRST, 2 * resultCount);
      results = Arrays.copyOf(results, room);
      resultNumbers = Arrays.copyOf(resultNumbers, room);
    }
    results[resultCount++] = value;
  }

  public void give(long value) {
    give(Unboxed.INTEGER);
    resultNumbers[resultCount - 1] = value;
  }

  public void give(double value) {
    give(Unboxed.FLOAT);
    resultNumbers[resultCount - 1] = Double.doubleToRawLongBits(value);
  }

  public void give(boolean value) {
    give(LuaBoolean.valueOf(value));
  }

  /** Adds a string the caller has charged the heap for. */
  public void give(ByteString value) {
    give((LuaValue) value);
  }

  /** Adds a text that the heap is charged for. */
  public void give(String text) {
    ByteString string = ByteString.of(text);
    heap().allocateString(string.length());
    give(string);
  }

  public int resultCount() {
    return resultCount;
  }

  public LuaValue result(int index) {
    return Unboxed.box(results, resultNumbers, index);
  }

  /** The results, in a fresh array. */
  public LuaValue[] results() {
    return Calls.boxed(results, resultNumbers, 0, resultCount);
  }

  LuaValue[] resultValues() {
    return results;
  }

  long[] resultNumbers() {
    return resultNumbers;
  }
}
