package dev.holon.vm.lua;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.library.ExitRequest;
import dev.holon.vm.lua.library.InputLibrary;
import dev.holon.vm.lua.library.Libraries;
import dev.holon.vm.lua.library.OutputLibrary;
import dev.holon.vm.lua.library.StreamLibrary;
import dev.holon.vm.lua.library.SystemLibrary;
import dev.holon.vm.lua.machine.Closure;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.Trap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.luaj.vm2.LuaValue;

/**
 * Runs programs one after another over the same globals, outside any process: what the stand-alone
 * interpreter does with a file or with lines that a user types. For one thread, but {@link
 * #interrupt}.
 */
public final class ScriptSession {
  private static final ByteString PRINT = ByteString.of("print");
  private static final List<String> LIBRARIES =
      List.of("_G", "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8");
  private static final String TYPED = "=stdin";
  private static final String END_OF_TEXT = "<eof>";

  /** What programs reach of the world: streams and time. */
  public record Host(
      InputStream input,
      OutputStream output,
      OutputStream errors,
      InstantSource clock,
      LongSupplier nanoTime) {}

  /** The most that the programs may take: gas until it is renewed, memory at any time. */
  public record Limits(long gas, long memoryBytes) {}

  /** How a program ended. */
  public sealed interface Outcome {
    record Completed() implements Outcome {}

    /** By an error that nobody caught: its text with the traceback, without end of line. */
    @SuppressWarnings("ArrayRecordComponent")
    record Failed(byte[] text) implements Outcome {}

    /** By {@code os.exit}. */
    record Exited(int status) implements Outcome {}
  }

  /** Work that may fail as programs do. */
  private interface Program {
    void run() throws CompileError;
  }

  private final Limits limits;
  private final OutputStream output;
  private final Heap heap = new Heap();
  private final LuaState state;

  public ScriptSession(Host host, Limits limits) {
    this.limits = limits;
    this.output = host.output();
    heap.setInterruptibleLimits(limits.gas(), limits.memoryBytes());
    state = new LuaState(heap);
    Libraries.open(state);
    new OutputLibrary(output).open(state);
    new StreamLibrary(output, host.errors()).open(state);
    new InputLibrary(host.input(), output).open(state);
    new SystemLibrary(host.clock(), host.nanoTime()).open(state);
    offerLibrariesAsModules();
  }

  /** So that {@code require "string"} finds what is there already. */
  private void offerLibrariesAsModules() {
    Table globals = state.globals();
    Table modules =
        (Table) ((Table) globals.fetch(ByteString.of("package"))).fetch(ByteString.of("loaded"));
    for (String name : LIBRARIES) {
      ByteString key = ByteString.of(name);
      modules.store(heap, key, globals.fetch(key));
    }
  }

  /** Sets the global table {@code arg}; names before the program count down from -1. */
  public void setArguments(List<String> before, String name, List<String> arguments) {
    Table table = new Table(heap, arguments.size(), 1 + before.size());
    for (int i = 0; i < before.size(); i++) {
      table.store(heap, i - (long) before.size(), ByteString.of(before.get(i)));
    }
    table.store(heap, 0, ByteString.of(name));
    for (int i = 0; i < arguments.size(); i++) {
      table.store(heap, i + 1L, ByteString.of(arguments.get(i)));
    }
    state.globals().store(heap, ByteString.of("arg"), table);
  }

  /**
   * Runs a program on the gas that is left.
   *
   * @param chunkName as errors show it after {@code @} or {@code =}
   */
  public Outcome run(byte[] source, String chunkName, List<String> arguments) {
    return ended(
        () -> {
          Closure main = state.load(source, ByteString.of(chunkName), state.globals()).asProgram();
          call(main, arguments.stream().map(ByteString::of).toArray(LuaValue[]::new));
        });
  }

  /** Whether text that a user types is a program, or an error no more text can mend. */
  public boolean isComplete(String text) {
    heap.setInterruptibleLimits(limits.gas(), limits.memoryBytes());
    try {
      typed(text);
      return true;
    } catch (CompileError e) {
      return !e.text().tojstring().endsWith(END_OF_TEXT);
    } catch (Trap e) {
      return true;
    }
  }

  /** Runs what a user typed, with all gas, and prints the values if it is an expression. */
  public Outcome enter(String text) {
    heap.setInterruptibleLimits(limits.gas(), limits.memoryBytes());
    return ended(
        () -> {
          LuaValue[] results = call(typed(text));
          if (results.length > 0) {
            print(results);
          }
        });
  }

  /** Ends the program that runs, with an error; from any thread. */
  public void interrupt() {
    heap.interrupt();
  }

  /** Gas taken since it was last renewed. */
  public long gasUsed() {
    return Math.min(heap.gasUsed(), limits.gas());
  }

  /** Bytes that the engine counts for the values there are, garbage included. */
  public long bytesUsed() {
    return heap.bytesUsed();
  }

  private Closure typed(String text) throws CompileError {
    String code = text.startsWith("=") ? text.substring(1) : text;
    try {
      return load("return " + code);
    } catch (CompileError e) {
      if (text.startsWith("=")) {
        throw e;
      }
      return load(text);
    }
  }

  private Closure load(String code) throws CompileError {
    byte[] source = code.getBytes(StandardCharsets.UTF_8);
    return state.load(source, ByteString.of(TYPED), state.globals()).asProgram();
  }

  private LuaValue[] call(Closure main, LuaValue... arguments) {
    state.setErrorHandler(ErrorReport.HANDLER);
    try {
      return state.call(main, arguments);
    } finally {
      state.setErrorHandler(null);
    }
  }

  private void print(LuaValue[] values) {
    try {
      state.call(state.globals().fetch(PRINT), values);
    } catch (ScriptError e) {
      throw new ScriptError("error calling 'print' (" + e.getMessage() + ")");
    }
  }

  private Outcome ended(Program program) {
    try {
      program.run();
      return new Outcome.Completed();
    } catch (CompileError e) {
      return new Outcome.Failed(e.text().array());
    } catch (ScriptError e) {
      return new Outcome.Failed(ErrorReport.text(e.value()));
    } catch (Trap e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (ExitRequest e) {
      return new Outcome.Exited(e.status());
    } catch (OutOfMemoryError e) {
      // The limit is higher than what the Java machine has; what the program held is garbage now.
      return failed("not enough memory");
    } finally {
      state.reset();
      flush();
    }
  }

  private static Outcome failed(String message) {
    return new Outcome.Failed(message.getBytes(StandardCharsets.UTF_8));
  }

  private void flush() {
    try {
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
