package dev.holon.vm.lua;

import dev.holon.vm.lua.code.CompileError;
import dev.holon.vm.lua.library.Libraries;
import dev.holon.vm.lua.library.OutputLibrary;
import dev.holon.vm.lua.machine.Closure;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.Trap;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** Runs a Lua program as the stand-alone interpreter does, outside any process. */
public final class Script {
  private Script() {}

  /**
   * What a program did.
   *
   * @param output what it wrote; empty when it went to a stream
   * @param error the text of the error that ended it, null when none did
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Outcome(byte[] output, @Nullable String error, long gasUsed, long bytesUsed) {}

  /** Runs a program and keeps what it writes. */
  public static Outcome run(
      byte[] source, String chunkName, List<String> arguments, long gasMax, long memoryBytesMax) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Outcome outcome = run(source, chunkName, arguments, gasMax, memoryBytesMax, output);
    return new Outcome(
        output.toByteArray(), outcome.error(), outcome.gasUsed(), outcome.bytesUsed());
  }

  /**
   * Runs a program that writes to a stream.
   *
   * @param chunkName as errors show it after {@code @} or {@code =}
   */
  public static Outcome run(
      byte[] source,
      String chunkName,
      List<String> arguments,
      long gasMax,
      long memoryBytesMax,
      OutputStream output) {
    Heap heap = new Heap();
    heap.setLimits(gasMax, memoryBytesMax);
    String error = null;
    try {
      LuaState state = new LuaState(heap);
      Libraries.open(state);
      new OutputLibrary(output).open(state);
      Closure main = state.load(source, ByteString.of(chunkName), state.globals()).asProgram();
      state.call(main, arguments(state, chunkName, arguments));
    } catch (CompileError e) {
      error = e.text().tojstring();
    } catch (ScriptError e) {
      error = text(e.value());
    } catch (Trap e) {
      error = e.getMessage();
    }
    return new Outcome(new byte[0], error, Math.min(heap.gasUsed(), gasMax), heap.bytesUsed());
  }

  private static LuaValue[] arguments(LuaState state, String chunkName, List<String> arguments) {
    Heap heap = state.heap();
    Table table = new Table(heap, arguments.size(), 1);
    LuaValue[] values = new LuaValue[arguments.size()];
    table.store(heap, 0, ByteString.of(chunkName.substring(1)));
    for (int i = 0; i < values.length; i++) {
      values[i] = ByteString.of(arguments.get(i));
      table.store(heap, i + 1L, values[i]);
    }
    state.globals().store(heap, ByteString.of("arg"), table);
    return values;
  }

  /** As the stand-alone interpreter tells an error that nobody caught. */
  private static String text(LuaValue error) {
    return error instanceof ByteString || error.isnumber()
        ? error.tojstring()
        : "(error object is a " + error.typename() + " value)";
  }
}
