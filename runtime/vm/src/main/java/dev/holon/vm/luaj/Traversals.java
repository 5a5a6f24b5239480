package dev.holon.vm.luaj;

import java.util.ArrayDeque;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The walks begun with {@code next}, so that a loop over it need not order the keys at each step.
 * Forgotten between evaluations: what a process sees must not depend on when its state was last
 * copied.
 */
final class Traversals {
  private static final int WALKS_MAX = 8;

  private final ArrayDeque<Traversal> walks = new ArrayDeque<>();

  void clear() {
    walks.clear();
  }

  Varargs next(LuaTable table, LuaValue key) {
    Meter meter = LuajProcess.current().meter();
    Traversal walk = null;
    for (Traversal known : walks) {
      if (known.isOver(table)) {
        walk = known;
        break;
      }
    }
    if (walk == null || key.isnil()) {
      if (walk != null) {
        walks.remove(walk);
      } else if (walks.size() == WALKS_MAX) {
        walks.removeLast();
      }
      walk = Traversal.of(table, meter);
      walks.addFirst(walk);
    }
    return walk.after(key);
  }
}
