package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import java.util.List;

/** The functions of a library under their names, which all processes share. */
final class FunctionTable {
  private final List<NativeFunction> functions;
  private final List<ByteString> names;

  /** Functions named like {@code string.rep}. */
  FunctionTable(NativeFunction... functions) {
    this.functions = List.of(functions);
    this.names =
        this.functions.stream()
            .map(NativeFunction::name)
            .map(name -> ByteString.of(name.substring(name.indexOf('.') + 1)))
            .toList();
  }

  /** A new table of them, with room for some more fields. */
  Table toTable(Heap heap, int moreFields) {
    Table table = new Table(heap, 0, functions.size() + moreFields);
    for (int i = 0; i < functions.size(); i++) {
      table.store(heap, names.get(i), functions.get(i));
    }
    return table;
  }
}
