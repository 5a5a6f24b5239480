package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * {@code io.read}, {@code io.lines} and {@code io.stdin} over one stream: for programs outside any
 * process. To be opened after {@link OutputLibrary}.
 */
public final class InputLibrary implements Library {
  private static final ByteString LINE = ByteString.of("l");

  private final InputReader input;
  private final OutputStream output;

  /**
   * @param output flushed before the program waits for input
   */
  public InputLibrary(InputStream input, OutputStream output) {
    this.input = new InputReader(input);
    this.output = output;
  }

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table io = (Table) state.globals().fetch(ByteString.of("io"));
    io.store(
        heap, ByteString.of("read"), NativeFunction.of("io.read", call -> readFormats(call, 1)));
    io.store(heap, ByteString.of("lines"), NativeFunction.of("io.lines", this::lines));
    Table stream = new Table(heap, 0, 2);
    stream.store(
        heap, ByteString.of("read"), NativeFunction.of("file/read", call -> readFormats(call, 2)));
    stream.store(
        heap, ByteString.of("lines"), NativeFunction.of("file/lines", this::linesOfStream));
    io.store(heap, ByteString.of("stdin"), stream);
  }

  private void lines(Call call) {
    if (!call.isNoneOrNil(1)) {
      throw call.error(call.string(1).toLatin1() + ": only standard input can be read");
    }
    linesOfStream(call);
  }

  private void linesOfStream(Call call) {
    LuaValue[] formats = new LuaValue[Math.max(call.count() - 1, 0)];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = call.arg(i + 2);
    }
    NativeFunction step = NativeFunction.of("io.lines/step", this::nextLine);
    call.give(step.capturing(call.heap(), formats));
  }

  private void nextLine(Call call) {
    LuaValue[] formats = new LuaValue[call.function().capturedCount()];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = call.function().captured(i);
    }
    Call asked = new Call(call.state(), call.function(), formats);
    readFormats(asked, 1);
    for (int i = 0; i < asked.resultCount(); i++) {
      call.give(asked.result(i));
    }
  }

  /** Gives a value for each format; nil instead of the first that fails, and no more. */
  private void readFormats(Call call, int first) {
    try {
      output.flush();
      if (call.count() < first) {
        giveOrNil(call, input.line(call.heap(), false));
      }
      boolean isRead = true;
      for (int i = first; i <= call.count() && isRead; i++) {
        isRead = giveOrNil(call, read(call, i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable LuaValue read(Call call, int index) throws IOException {
    if (call.arg(index) instanceof LuaNumber) {
      return input.bytes(call.heap(), Math.max(call.integer(index), 0));
    }
    ByteString format = call.string(index, LINE);
    // The star of older versions is still allowed.
    int at = format.length() > 0 && format.at(0) == '*' ? 1 : 0;
    return switch (at < format.length() ? format.at(at) : 0) {
      case 'n' -> input.number();
      case 'l' -> input.line(call.heap(), false);
      case 'L' -> input.line(call.heap(), true);
      case 'a' -> input.rest(call.heap());
      default -> throw call.argumentError(index, "invalid format");
    };
  }

  private static boolean giveOrNil(Call call, @Nullable LuaValue value) {
    call.give(value == null ? LuaValue.NIL : value);
    return value != null;
  }
}
