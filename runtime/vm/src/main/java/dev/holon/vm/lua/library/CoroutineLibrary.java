package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.CoroutineFunctions;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Table;

/** Coroutines (Lua 5.3 manual §6.2). */
public final class CoroutineLibrary implements Library {

  @Override
  public void open(LuaState state) {
    Table library = new Table(state.heap(), 0, CoroutineFunctions.ALL.size());
    for (NativeFunction function : CoroutineFunctions.ALL) {
      String name = function.name().substring(function.name().indexOf('.') + 1);
      library.store(state.heap(), ByteString.of(name), function);
    }
    state.globals().store(state.heap(), ByteString.of("coroutine"), library);
  }
}
