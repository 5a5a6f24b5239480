package dev.holon.vm.luaj;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Stores into LuaJ's tables where LuaJ 3.0.1 is wrong. A field that holds a number keeps it as a
 * Java double, and a text that looks like a number, stored over it, becomes a number as well:
 * {@code t.x = 1; t.x = "2"} leaves the number 2.
 */
final class TableStore {
  private TableStore() {}

  /**
   * Call before a text is stored under this key: replaces a number by a value that LuaJ keeps as it
   * is.
   */
  static void makeRoomForText(LuaTable table, LuaValue key) {
    if (!key.isinttype() && !key.isnil() && table.rawget(key).type() == LuaValue.TNUMBER) {
      table.rawset(key, LuaValue.TRUE);
    }
  }

  /** Stores without metamethods. */
  static void put(LuaTable table, LuaValue key, LuaValue value) {
    if (value instanceof LuaString) {
      makeRoomForText(table, key);
    }
    table.rawset(key, value);
  }

  /**
   * Sets a table's metatable, null for none. {@code __mode} has no effect: with weak references the
   * collector would decide what a process sees.
   */
  static void setMetatable(LuaTable table, @Nullable LuaTable metatable) {
    if (metatable == null) {
      table.setmetatable(null);
      return;
    }
    LuaValue mode = metatable.rawget(LuaValue.MODE);
    if (mode.isnil()) {
      table.setmetatable(metatable);
      return;
    }
    metatable.rawset(LuaValue.MODE, LuaValue.NIL);
    table.setmetatable(metatable);
    metatable.rawset(LuaValue.MODE, mode);
  }
}
