package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import java.util.List;

/**
 * Functions of the built-in module that are hot, as a global table {@code __holon}. The module
 * takes them out of the globals when it starts. For each it has a Lua version with the same
 * results, so that a process cannot tell which one runs, but by its gas.
 */
public final class HostLibrary implements Library {
  /** The global that holds them until the module has started. */
  public static final ByteString NAME = ByteString.of("__holon");

  private static final List<NativeFunction> FUNCTIONS =
      List.of(
          NativeFunction.of("holon.json_encode", JsonEncoder::encode),
          NativeFunction.of("holon.json_decode", JsonDecoder::decode),
          NativeFunction.of("holon.base64_encode", Base64Functions::encode),
          NativeFunction.of("holon.base64_decode", Base64Functions::decode),
          NativeFunction.of("holon.digest", DigestFunctions::digest),
          NativeFunction.of("holon.hmac", DigestFunctions::hmac),
          NativeFunction.of("holon.bint_multiply", BigIntegerFunctions::multiply),
          NativeFunction.of("holon.bint_divide", BigIntegerFunctions::divide),
          NativeFunction.of("holon.bint_fromtext", BigIntegerFunctions::fromText),
          NativeFunction.of("holon.bint_totext", BigIntegerFunctions::toText));

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table table = new Table(heap, 0, FUNCTIONS.size());
    for (NativeFunction function : FUNCTIONS) {
      String name = function.name();
      table.store(heap, ByteString.of(name.substring(name.indexOf('.') + 1)), function);
    }
    state.globals().store(heap, NAME, table);
  }
}
