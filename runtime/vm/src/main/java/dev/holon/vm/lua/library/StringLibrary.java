package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import java.util.List;

/**
 * The library {@code string} of Lua 5.3 (manual §6.4) in the C locale, without {@code dump}. Its
 * functions are methods of every string.
 */
public final class StringLibrary implements Library {
  /** The C implementation makes room for {@code dump} too, which decides the order of traversal. */
  private static final int ROOM = 17;

  private static final List<NativeFunction> FUNCTIONS =
      List.of(
          StringBytes.BYTE,
          StringBytes.CHAR,
          StringSearch.FIND,
          FormatWriter.FORMAT,
          StringSearch.GMATCH,
          StringSubstitution.GSUB,
          StringBytes.LEN,
          StringBytes.LOWER,
          StringSearch.MATCH,
          StringBytes.REP,
          StringBytes.REVERSE,
          StringBytes.SUB,
          StringBytes.UPPER,
          PackWriter.PACK,
          PackWriter.PACKSIZE,
          PackReader.UNPACK);

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table library = new Table(heap, 0, ROOM);
    for (NativeFunction function : FUNCTIONS) {
      String name = function.name().substring(function.name().indexOf('.') + 1);
      library.store(heap, ByteString.of(name), function);
    }
    state.globals().store(heap, ByteString.of("string"), library);
    Table metatable = new Table(heap, 0, 1);
    metatable.store(heap, ByteString.of("__index"), library);
    state.setStringMetatable(metatable);
  }

  /** Functions that values of a process may hold though no library table has them. */
  public static List<NativeFunction> unlistedFunctions() {
    return List.of(StringSearch.GMATCH_ITERATOR);
  }
}
