package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaValue;

/**
 * {@code require} and {@code package} (Lua 5.3 manual §6.3) for modules that are in the process:
 * those in {@code package.loaded}, and those whose loader is in {@code package.preload}. There are
 * no files.
 */
final class PackageLibrary implements Library {
  private static final ByteString PACKAGE = ByteString.of("package");
  private static final ByteString LOADED = ByteString.of("loaded");
  private static final ByteString PRELOAD = ByteString.of("preload");
  private static final NativeFunction REQUIRE =
      NativeFunction.of("require", PackageLibrary::require);

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table loaded = new Table(heap, 0, 0);
    Table preload = new Table(heap, 0, 0);
    Table library = new Table(heap, 0, 2);
    library.store(heap, LOADED, loaded);
    library.store(heap, PRELOAD, preload);
    state.registry().store(heap, LOADED, loaded);
    state.registry().store(heap, PRELOAD, preload);
    state.globals().store(heap, PACKAGE, library);
    state.globals().store(heap, ByteString.of("require"), REQUIRE);
  }

  private static void require(Call call) {
    LuaState state = call.state();
    ByteString name = call.string(1);
    LuaValue loaded = state.registry().fetch(LOADED);
    LuaValue known = state.index(loaded, name);
    if (known != LuaValue.NIL && known != LuaValue.FALSE) {
      call.give(known);
      return;
    }
    LuaValue loader = state.index(state.registry().fetch(PRELOAD), name);
    if (loader == LuaValue.NIL) {
      String text = name.upToZero();
      throw call.error(
          "module '" + text + "' not found:\n\tno field package.preload['" + text + "']");
    }
    LuaValue value = state.callForOne(loader, name, ByteString.of(":preload:"));
    if (value != LuaValue.NIL) {
      state.setIndex(loaded, name, value);
    } else if (state.index(loaded, name) == LuaValue.NIL) {
      state.setIndex(loaded, name, LuaBoolean.TRUE);
    }
    call.give(state.index(loaded, name));
  }
}
