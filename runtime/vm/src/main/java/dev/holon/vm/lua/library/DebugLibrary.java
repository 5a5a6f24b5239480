package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.Coroutine;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/**
 * {@code debug.traceback}, and nothing else of the debug library: the rest could break isolation.
 */
final class DebugLibrary implements Library {
  /** Java copies of a text, at most, on its way into a message. */
  private static final int COPIES_OF_TEXT = 8;

  private static final NativeFunction TRACEBACK =
      NativeFunction.of("debug.traceback", DebugLibrary::traceback);

  @Override
  public void open(LuaState state) {
    Table library = new Table(state.heap(), 0, 1);
    library.store(state.heap(), ByteString.of("traceback"), TRACEBACK);
    state.globals().store(state.heap(), ByteString.of("debug"), library);
  }

  private static void traceback(Call call) {
    Coroutine of = call.arg(1) instanceof Coroutine coroutine ? coroutine : null;
    int first = of == null ? 1 : 2;
    LuaValue message = call.arg(first);
    if (message != LuaValue.NIL
        && !(message instanceof ByteString)
        && !(message instanceof LuaNumber)) {
      call.give(message);
      return;
    }
    long level = call.integer(first + 1, of == null ? 1 : 0);
    if (message instanceof ByteString text) {
      call.heap().allocate((long) COPIES_OF_TEXT * text.length());
    }
    String text = message == LuaValue.NIL ? "" : call.string(first).toLatin1() + "\n";
    ByteString whole = ByteString.ofLatin1(text + call.state().traceback(of, level));
    call.heap().allocateString(whole.length());
    call.give(whole);
  }
}
