package dev.holon.vm.luaj;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * One walk over a table in {@link KeyOrder}, over the keys it had when the walk began. Keys removed
 * since are left out, keys added since are not seen.
 */
final class Traversal extends ForkableFunction {
  private static final int GAS_PER_KEY = 2;

  private final LuaTable table;
  private final int border;
  private final LuaValue[] beyond;
  private int position;
  private LuaValue lastKey = LuaValue.NIL;

  private Traversal(LuaTable table, int border, LuaValue[] beyond) {
    this.table = table;
    this.border = border;
    this.beyond = beyond;
  }

  static Traversal of(LuaTable table, Meter meter) {
    int border = KeyOrder.border(table);
    LuaValue[] beyond = KeyOrder.keysBeyond(table, border);
    meter.charge((long) GAS_PER_KEY * (border + beyond.length));
    return new Traversal(table, border, beyond);
  }

  boolean isOver(LuaTable other) {
    return table.raweq(other);
  }

  /**
   * As {@code next(table, key)} for the table of this walk; for another table it is that table's
   * own walk.
   */
  @Override
  public Varargs invoke(Varargs arguments) {
    LuaValue key = arguments.arg(2);
    LuaTable asked = arguments.checktable(1);
    return asked.raweq(table) && isAfterLast(key)
        ? advance()
        : LuajProcess.current().traversals().next(asked, key);
  }

  /** The entry after a key; nil after the last one. */
  Varargs after(LuaValue key) {
    if (!isAfterLast(key)) {
      position = indexAfter(key);
    }
    return advance();
  }

  private boolean isAfterLast(LuaValue key) {
    return key.raweq(lastKey);
  }

  private Varargs advance() {
    while (position < border + beyond.length) {
      LuaValue key = position < border ? LuaValue.valueOf(position + 1) : beyond[position - border];
      position++;
      LuaValue value = table.rawget(key);
      if (!value.isnil()) {
        lastKey = key;
        return LuaValue.varargsOf(key, value);
      }
    }
    return LuaValue.NIL;
  }

  private int indexAfter(LuaValue key) {
    if (key.isnil()) {
      return 0;
    }
    if (key.isinttype() && key.toint() >= 1 && key.toint() <= border) {
      return key.toint();
    }
    for (int i = 0; i < beyond.length; i++) {
      if (beyond[i].raweq(key)) {
        return border + i + 1;
      }
    }
    throw Failure.of("invalid key to 'next'");
  }

  @Override
  ForkableFunction copy(GraphCopy graph) {
    // Keys are numbers, strings and booleans: the copy shares them.
    Traversal copy = new Traversal((LuaTable) graph.copy(table), border, beyond);
    copy.position = position;
    copy.lastKey = lastKey;
    return copy;
  }
}
