package dev.holon.vm.luaj;

import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;

/**
 * All state of one process: its globals, its environment table, its random numbers, the serial
 * numbers of its printed tables. Used by one thread at a time; while an evaluation runs it is that
 * thread's {@link #current} process.
 */
final class LuajProcess {
  private static final ThreadLocal<LuajProcess> CURRENT = new ThreadLocal<>();

  private final Globals globals = new Globals();
  private final Meter meter = new Meter();
  private final LuaTable libraryOfStrings = new LuaTable();
  private final RandomState random;
  private final Traversals traversals = new Traversals();
  private final Map<LuaValue, Integer> serials = new WeakHashMap<>();
  private LuaTable strings = libraryOfStrings;
  private LuaTable environment = new LuaTable();
  private int serialLast;
  private long timestampMillis;

  private LuajProcess(RandomState random) {
    this.random = random;
    globals.compiler = LuaC.instance;
    globals.loader = LuaC.instance;
    globals.debuglib = meter;
  }

  /** A process with the libraries and nothing else. */
  static LuajProcess create(RandomState random, LuaTable environment) {
    LuajProcess process = new LuajProcess(random);
    process.environment = environment;
    Libraries.install(process.globals, process.libraryOfStrings);
    return process;
  }

  /** The process whose code this thread runs. */
  static LuajProcess current() {
    LuajProcess process = CURRENT.get();
    if (process == null) {
      throw new IllegalStateException("no process runs on this thread");
    }
    return process;
  }

  /** Runs code of this process at a time. */
  <T> T run(long atMillis, Supplier<T> code) {
    LuajProcess outer = CURRENT.get();
    timestampMillis = atMillis;
    traversals.clear();
    CURRENT.set(this);
    try {
      return code.get();
    } finally {
      restore(outer);
    }
  }

  private static void restore(@Nullable LuajProcess outer) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** A process with a copy of this one's state. */
  LuajProcess fork() {
    LuajProcess copy = new LuajProcess(random.copy());
    GraphCopy graph = new GraphCopy(globals, copy.globals);
    copy.environment = (LuaTable) graph.copy(environment);
    copy.strings = (LuaTable) graph.copy(strings);
    graph.finish();
    serials.forEach(
        (value, serial) -> graph.copied(value).ifPresent(known -> copy.serials.put(known, serial)));
    copy.serialLast = serialLast;
    return copy;
  }

  Globals globals() {
    return globals;
  }

  Meter meter() {
    return meter;
  }

  RandomState random() {
    return random;
  }

  Traversals traversals() {
    return traversals;
  }

  /** The table {@code ("x"):method()} looks into. */
  LuaTable strings() {
    return strings;
  }

  /** What the module gets as its second argument. */
  LuaTable environment() {
    return environment;
  }

  /** The time of the message being evaluated. */
  long timestampMillis() {
    return timestampMillis;
  }

  /** A number for a table or function, given when it is first printed. */
  int serialOf(LuaValue value) {
    Integer serial = serials.get(value);
    if (serial == null) {
      serial = ++serialLast;
      serials.put(value, serial);
    }
    return serial;
  }
}
