package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.RandomState;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.Trap;
import dev.holon.vm.lua.value.Undoable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * All state of one process's Lua: its globals, the metatable of its texts, the frames that run, its
 * random numbers. Used by one thread at a time. Java code calls into Lua and works on values with
 * metamethods through it.
 */
public final class LuaState {
  /** Native functions that may call Lua inside one another (LUAI_MAXCCALLS). */
  static final int NATIVE_DEPTH_MAX = 200;

  /** Levels beyond it that handlers of errors have. */
  private static final int HANDLER_LEVELS = NATIVE_DEPTH_MAX / 8;

  private static final List<NativeFunction> PROTECTED_CALLS =
      List.of(
          NativeFunction.of("pcall", Control.PROTECTED_CALL),
          NativeFunction.of("xpcall", Control.HANDLED_CALL));

  private final Heap heap;
  private final CodeCache code;
  private final Table globals;
  private final Table registry;
  private final RandomState random;
  private final Errors errors;
  final Calls calls;
  final Indexing indexing;
  final Comparison comparison;
  final Arithmetic arithmetic;
  private final Interpreter interpreter;
  private final ValueText texts = new ValueText(this);
  private final Frame root = new Frame(Frame.BOUNDARY, null);
  private final List<Call> callPool = new ArrayList<>();
  private @Nullable Table stringMetatable;
  private @Nullable Coroutine mainCoroutine;
  private @Nullable LuaValue errorHandler;
  private long timestampMillis;
  private int nativeDepth;

  /** What native functions held when the Lua code that runs was called from Java. */
  private long heldBelow;

  private int handlerDepth;

  /** The frame that runs, or whose native function does. */
  Frame frame = root;

  /** The coroutine whose turn it is; null for the main one. */
  @Nullable Coroutine coroutine;

  int coroutineDepth;

  /** Compiled functions in progress on the Java stack. */
  int compiledDepth;

  /** Calls of native functions in progress. */
  int callDepth;

  /** The function {@code next}, which generic loops know. */
  @Nullable LuaValue next;

  /** The function that a loop over {@code ipairs} calls. */
  @Nullable LuaValue ipairsStep;

  public LuaState(Heap heap) {
    this(heap, new CodeCache());
  }

  /**
   * @param code compiled chunks, shared with other processes
   */
  public LuaState(Heap heap, CodeCache code) {
    this(heap, code, new Table(heap, 0, 0), new Table(heap, 0, 0));
  }

  /** One from a checkpoint, or a new one. */
  LuaState(Heap heap, CodeCache code, Table globals, Table registry) {
    this.heap = heap;
    this.code = code;
    this.globals = globals;
    this.registry = registry;
    this.random = new RandomState(heap);
    this.errors = new Errors(this);
    this.calls = new Calls(this);
    this.indexing = new Indexing(this, calls);
    this.comparison = new Comparison(this, calls);
    this.arithmetic = new Arithmetic(this, calls);
    this.interpreter = new Interpreter(this, calls, indexing);
    root.caller = root;
  }

  public Heap heap() {
    return heap;
  }

  public Table globals() {
    return globals;
  }

  /** The generator of {@code math.random}. */
  public RandomState random() {
    return random;
  }

  /** Values that belong to the process and that its code cannot reach by itself. */
  public Table registry() {
    return registry;
  }

  /** After an evaluation that was broken off: nothing runs any more. */
  public void reset() {
    frame = root;
    coroutine = null;
    coroutineDepth = 0;
    callDepth = 0;
    nativeDepth = 0;
    handlerDepth = 0;
    heldBelow = 0;
    heap.heldBytes = 0;
  }

  /**
   * The stack as text, from a level on.
   *
   * @param of the coroutine; null for the code that runs, whose level 0 is the native function
   */
  public String traceback(@Nullable Coroutine of, long level) {
    return of == null
        ? Traceback.of(frame, true, level, heap)
        : Traceback.of(of.frame, false, level, heap);
  }

  /** The time of the message being evaluated. */
  public long timestampMillis() {
    return timestampMillis;
  }

  public void setTimestampMillis(long millis) {
    timestampMillis = millis;
  }

  /**
   * What sees errors that no Lua code catches, at the place where they rise; its result replaces
   * the error. Null for nothing.
   */
  public void setErrorHandler(@Nullable LuaValue handler) {
    errorHandler = handler;
  }

  @Nullable LuaValue errorHandler() {
    return errorHandler;
  }

  Errors errors() {
    return errors;
  }

  Frame root() {
    return root;
  }

  /**
   * The table that methods of strings are looked up in, under {@code __index}: shared by nobody.
   */
  public void setStringMetatable(Table metatable) {
    stringMetatable = metatable;
  }

  /**
   * Compiles a chunk into a function of the given environment.
   *
   * @throws CompileError when it is not Lua 5.3
   */
  public Closure load(byte[] source, ByteString chunkName, LuaValue environment)
      throws CompileError {
    return instantiate(code.compile(source, chunkName, heap).main, environment);
  }

  Closure instantiate(Executable main, LuaValue environment) {
    Closure closure = new Closure(heap, main);
    heap.allocate((long) Heap.UPVALUE_BYTES * closure.upvalues.length);
    for (int i = 0; i < closure.upvalues.length; i++) {
      closure.upvalues[i] = Upvalue.closed(i == 0 ? environment : LuaValue.NIL);
      closure.upvalues[i].epoch = heap.epoch();
    }
    return closure;
  }

  /**
   * Calls a value from Java code, within the limit of nested native calls; the called code cannot
   * yield.
   *
   * @throws ScriptError when the code raises an error
   */
  public LuaValue[] call(LuaValue function, LuaValue... arguments) {
    enterNative();
    Frame caller = frame;
    Coroutine within = coroutine;
    int calling = callDepth;
    long held = heap.heldBytes;
    long heldBefore = heldBelow;
    heldBelow = held;
    Frame boundary = new Frame(Frame.BOUNDARY, null);
    boundary.caller = caller;
    boundary.base = caller.base + caller.values.length + Frame.OWN_SLOTS;
    if (within != null) {
      within.boundaryCount++;
    }
    try {
      execute(boundary, function, arguments);
      return boundary.results;
    } finally {
      if (within != null) {
        within.boundaryCount--;
      }
      callDepth = calling;
      heap.heldBytes = held;
      heldBelow = heldBefore;
      frame = caller;
      leaveNative();
    }
  }

  private void execute(Frame boundary, LuaValue function, LuaValue[] arguments) {
    Frame first;
    try {
      first = calls.metamethod(boundary, Frame.TO_REGISTERS, 0, -1, function, arguments);
    } catch (ScriptError error) {
      first = calls.unwinding().unwind(error, boundary);
    }
    interpreter.execute(first, boundary);
  }

  /** As {@link #call}, the first result or nil. */
  public LuaValue callForOne(LuaValue function, LuaValue... arguments) {
    LuaValue[] results = call(function, arguments);
    return results.length == 0 ? LuaValue.NIL : results[0];
  }

  /** Counts a call from Java code into Lua. Handlers of errors have a few levels more. */
  void enterNative() {
    int allowed = NATIVE_DEPTH_MAX + (handlerDepth > 0 ? HANDLER_LEVELS : 0);
    if (nativeDepth >= allowed) {
      throw handlerDepth > 0
          ? new ScriptError(ByteString.of("error in error handling"), true)
          : errors.positioned("C stack overflow");
    }
    nativeDepth++;
  }

  void leaveNative() {
    nativeDepth--;
  }

  /** Calls the handler of an error. */
  LuaValue callHandler(LuaValue handler, LuaValue error) {
    handlerDepth++;
    try {
      return callForOne(handler, error);
    } finally {
      handlerDepth--;
    }
  }

  /** {@code pcall} and {@code xpcall}, which the interpreter carries out. */
  public List<NativeFunction> protectedCalls() {
    return PROTECTED_CALLS;
  }

  /**
   * Tells which functions step through tables, so that generic loops over them are fast.
   *
   * @param nextFunction {@code next}
   * @param stepFunction what {@code ipairs} gives
   */
  public void setSteps(LuaValue nextFunction, LuaValue stepFunction) {
    next = nextFunction;
    ipairsStep = stepFunction;
  }

  /** The coroutine that stands for the code that is in none. */
  Coroutine mainCoroutine() {
    Coroutine known = mainCoroutine;
    if (known == null) {
      known = new Coroutine(heap, LuaValue.NIL);
      known.status = Coroutine.Status.RUNNING;
      mainCoroutine = known;
      Undoable forget = made -> mainCoroutine = null;
      heap.save(forget, known);
    }
    return known;
  }

  @Nullable Coroutine mainCoroutineIfMade() {
    return mainCoroutine;
  }

  @Nullable Table stringMetatable() {
    return stringMetatable;
  }

  CodeCache code() {
    return code;
  }

  /** What a checkpoint knows besides the tables. */
  void restore(@Nullable Table metatableOfStrings, @Nullable Coroutine main) {
    stringMetatable = metatableOfStrings;
    mainCoroutine = main;
  }

  /** Whether no code runs, so that the state can be kept. */
  boolean isIdle() {
    return frame == root && coroutine == null && !heap.isLogging();
  }

  void visitCalls(Reach reach) {
    for (int i = 0; i < callDepth; i++) {
      callPool.get(i).visit(reach);
    }
  }

  /** Bytes of buffers that native functions in progress fill. */
  long heldBytes() {
    return heldBelow;
  }

  /**
   * An error with a text of the C implementation that has no position in front.
   *
   * @param message one character a byte
   */
  public ScriptError errorWithoutPosition(String message) {
    return errors.plain(message);
  }

  /** Where the code at a level stands, level 1 being the caller of the native function. */
  public String positionOfLevel(long level) {
    Frame at = frame;
    for (long i = level; i > 1; i--) {
      if (at == root || at.kind == Frame.COROUTINE) {
        return "";
      }
      heap.spend(1);
      at = at.caller;
    }
    return errors.position(at);
  }

  Call nextCall() {
    heap.heldBytes = heldBelow;
    if (callDepth == callPool.size()) {
      callPool.add(new Call(this));
    }
    return callPool.get(callDepth++);
  }

  /** {@code value[key]} with metamethods. */
  public LuaValue index(LuaValue value, LuaValue key) {
    return indexing.get(value, key);
  }

  /** {@code value[key] = item} with metamethods. */
  public void setIndex(LuaValue value, LuaValue key, LuaValue item) {
    indexing.set(value, key, item);
  }

  /**
   * {@code table[key] = item} without metamethods.
   *
   * @throws ScriptError when no table can have the key
   */
  public void rawStore(Table table, LuaValue key, LuaValue item) {
    indexing.requireKeyInJava(key);
    table.store(heap, key, item);
  }

  /** {@code #value} with metamethods, as an integer. */
  public long length(LuaValue value) {
    if (value instanceof ByteString text) {
      return text.length();
    }
    LuaValue metamethod = metamethod(value, Names.LENGTH);
    if (metamethod != LuaValue.NIL) {
      Long length = Arithmetic.integer(callForOne(metamethod, value));
      if (length == null) {
        throw errors.plain("object length is not an integer");
      }
      return length;
    }
    if (value instanceof Table table) {
      return table.border();
    }
    throw errors.plain("attempt to get length of a " + typeNameForError(value) + " value");
  }

  /** {@code a < b} with metamethods. */
  public boolean isLess(LuaValue a, LuaValue b) {
    return comparison.isLessInJava(a, b);
  }

  /** {@code a == b} with metamethods. */
  public boolean isEqual(LuaValue a, LuaValue b) {
    return comparison.isEqualInJava(a, b);
  }

  /** The metatable that decides on a value's behaviour. */
  public @Nullable Table metatable(LuaValue value) {
    if (value instanceof Table table) {
      return table.metatable();
    }
    return value instanceof ByteString ? stringMetatable : null;
  }

  /** A metamethod such as {@code __index}, or nil. */
  public LuaValue metamethod(LuaValue value, ByteString event) {
    Table metatable = metatable(value);
    return metatable == null ? LuaValue.NIL : metatable.fetch(event);
  }

  /**
   * The text of any value as {@code tostring} gives it, {@code __tostring} and {@code __name} too.
   */
  public ByteString toText(LuaValue value) {
    return texts.of(value);
  }

  /**
   * The name of a value's type in an error text: {@code __name} of its metatable if that is text,
   * as long as it may be and paid for. One character a byte.
   */
  public String typeNameForError(LuaValue value) {
    return texts.typeName(value);
  }

  /** Pays gas at a place where the process may be looked at as a whole. */
  void pay(Frame running, int pc, int gas) {
    heap.gasLeft -= gas;
    if (heap.gasLeft < 0 || heap.isCollectionDue) {
      atSafePoint(running, pc);
    }
  }

  /**
   * Ends the evaluation when its gas is spent; looks at all that lives when memory ran short.
   * Called where gas was paid and found wanting, or memory found short.
   */
  void atSafePoint(Frame running, int pc) {
    if (heap.gasLeft < 0) {
      heap.refill();
    }
    running.pc = pc;
    frame = running;
    if (heap.isCollectionDue) {
      collect();
    }
  }

  /**
   * Measures what is alive and so forgets the garbage.
   *
   * @throws Trap.OutOfMemory when what is alive is over the limit
   */
  public void collect() {
    heap.beforeCollection();
    heap.collected(LiveSize.of(this, heap));
  }

  /**
   * As {@link #collect} between messages, when garbage has piled up: at no message's cost, and
   * nothing fails.
   */
  public void collectIfWorthwhile() {
    if (heap.isCollectionWorthwhile()) {
      heap.settle(LiveSize.of(this, null));
    }
  }

  /** Remembers a variable before it changes, for undo. */
  void saveUpvalue(Upvalue upvalue) {
    heap.save(upvalue, upvalue.memento());
    upvalue.epoch = heap.epoch();
  }

  /** Remembers a coroutine before it runs, for undo. */
  void saveCoroutine(Coroutine saved) {
    if (saved.epoch != heap.epoch()) {
      saved.epoch = heap.epoch();
      if (heap.isLogging()) {
        heap.save(saved, CoroutineMemento.of(saved, heap));
      }
    }
  }
}
