package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.NumberText;
import dev.holon.vm.lua.value.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** {@code print} and {@code io.write} to a stream: for programs outside any process. */
public final class OutputLibrary implements Library {
  private static final ByteString TO_TEXT = ByteString.of("tostring");
  private static final int FLOAT_DIGITS = 14;

  private final OutputStream output;

  public OutputLibrary(OutputStream output) {
    this.output = output;
  }

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    state.globals().store(heap, ByteString.of("print"), NativeFunction.of("print", this::print));
    Table io = new Table(heap, 0, 1);
    io.store(heap, ByteString.of("write"), NativeFunction.of("io.write", call -> write(call, 1)));
    state.globals().store(heap, ByteString.of("io"), io);
  }

  private void print(Call call) {
    for (int i = 1; i <= call.count(); i++) {
      if (i > 1) {
        put('\t');
      }
      // The global function, which the program may have changed.
      LuaValue text = call.state().callForOne(call.state().globals().fetch(TO_TEXT), call.arg(i));
      if (!(text instanceof ByteString) && !(text instanceof LuaNumber)) {
        throw call.error("'tostring' must return a string to 'print'");
      }
      put(call, call.state().toText(text));
    }
    put('\n');
  }

  /** Writes the arguments from one on. */
  void write(Call call, int first) {
    for (int i = first; i <= call.count(); i++) {
      // Unlike tostring, C writes a float without fraction as if it were an integer.
      put(
          call,
          call.arg(i) instanceof FloatNumber number
              ? ByteString.of(NumberText.general(number.value(), FLOAT_DIGITS, false))
              : call.string(i));
    }
  }

  private void put(Call call, ByteString text) {
    call.heap().spend(text.length() / Heap.BYTES_PER_GAS);
    try {
      output.write(text.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void flush() {
    try {
      output.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(char character) {
    try {
      output.write(character);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
