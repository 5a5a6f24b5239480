package dev.holon.vm.lua;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.Names;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;

/** How the stand-alone interpreter tells an error that no program catches. */
final class ErrorReport {
  /** Puts the traceback behind the error, where it rises. */
  static final NativeFunction HANDLER = NativeFunction.of("?", ErrorReport::handle);

  private ErrorReport() {}

  private static void handle(Call call) {
    LuaValue error = call.arg(1);
    byte[] message;
    if (error instanceof ByteString || error instanceof LuaNumber) {
      message = call.string(1).array();
    } else {
      LuaValue metamethod = call.state().metamethod(error, Names.TO_STRING);
      if (metamethod != LuaValue.NIL
          && call.state().callForOne(metamethod, error) instanceof ByteString own) {
        call.give(own);
        return;
      }
      message = text(error);
    }
    byte[] traceback =
        ("\n" + call.state().traceback(null, 1)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[message.length + traceback.length];
    call.heap().allocateString(whole.length);
    System.arraycopy(message, 0, whole, 0, message.length);
    System.arraycopy(traceback, 0, whole, message.length, traceback.length);
    call.give(ByteString.wrap(whole));
  }

  /** The bytes of an error after the handler, or of one that it could not handle. */
  static byte[] text(LuaValue error) {
    return error instanceof ByteString text
        ? text.array()
        : ("(error object is a " + error.typename() + " value)").getBytes(StandardCharsets.UTF_8);
  }
}
