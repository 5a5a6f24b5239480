package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaValue;

/**
 * A value that a function of {@code table} reads and writes by integer keys: metamethods are
 * respected, and a plain table is reached without them. Each access costs gas.
 */
final class Sequence {
  static final ByteString INDEX = ByteString.of("__index");
  static final ByteString NEW_INDEX = ByteString.of("__newindex");
  static final ByteString LENGTH = ByteString.of("__len");

  private final LuaState state;
  private final LuaValue value;

  private Sequence(LuaState state, LuaValue value) {
    this.state = state;
    this.value = value;
  }

  /** Any value, which will fail when it is used if it is no table. */
  static Sequence unchecked(LuaState state, LuaValue value) {
    return new Sequence(state, value);
  }

  /** An argument that is a table or has all these metamethods. */
  static Sequence of(Call call, int index, ByteString... events) {
    LuaValue value = call.arg(index);
    if (!(value instanceof Table)) {
      for (ByteString event : events) {
        if (call.state().metamethod(value, event) == LuaValue.NIL) {
          throw call.typeError(index, "table");
        }
      }
    }
    return new Sequence(call.state(), value);
  }

  LuaValue value() {
    return value;
  }

  long length() {
    state.heap().spend(1);
    return value instanceof Table table && table.metatable() == null
        ? table.border()
        : state.length(value);
  }

  LuaValue get(long index) {
    state.heap().spend(1);
    if (value instanceof Table table) {
      LuaValue item = table.fetch(index);
      if (item != LuaValue.NIL || table.metatable() == null) {
        return item;
      }
    }
    return state.index(value, IntegerNumber.of(index));
  }

  void set(long index, LuaValue item) {
    state.heap().spend(1);
    if (value instanceof Table table) {
      if (table.metatable() == null) {
        table.store(state.heap(), index, item);
        return;
      }
      if (table.replace(state.heap(), index, item)) {
        return;
      }
    }
    state.setIndex(value, IntegerNumber.of(index), item);
  }
}
