package dev.holon.vm.luaj;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.UpValue;
import org.luaj.vm2.Varargs;

/**
 * Copies everything that can be reached from a process's globals. What was one table, closure or
 * upvalue stays one, so cycles and variables shared by closures survive. Works through a list: the
 * depth of the structures does not matter.
 *
 * <p>Only between evaluations, when every upvalue is closed.
 */
final class GraphCopy {
  private final Globals target;
  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();
  private final ArrayDeque<LuaValue> unfilled = new ArrayDeque<>();

  GraphCopy(Globals source, Globals target) {
    this.target = target;
    copies.put(source, target);
    unfilled.add(source);
  }

  /**
   * The copy of a value. It may be empty until {@link #finish}; texts, numbers and library
   * functions are shared.
   */
  LuaValue copy(LuaValue value) {
    if (value instanceof LuaTable table) {
      return copyOf(table, new LuaTable(table.rawlen(), 0));
    }
    if (value instanceof LuaClosure closure) {
      return copyOf(closure, new LuaClosure(closure.p, target));
    }
    if (value instanceof ForkableFunction function) {
      return copyOf(function);
    }
    return value;
  }

  /** The copy made of a value, if it was reached. */
  Optional<LuaValue> copied(LuaValue value) {
    if (value instanceof Native) {
      return Optional.of(value);
    }
    return Optional.ofNullable((LuaValue) copies.get(value));
  }

  /** Fills all copies with their contents. */
  void finish() {
    while (true) {
      LuaValue source = unfilled.poll();
      if (source == null) {
        return;
      }
      Object copy = copies.get(source);
      if (source instanceof LuaTable table && copy instanceof LuaTable tableCopy) {
        fill(table, tableCopy);
      } else if (source instanceof LuaClosure closure && copy instanceof LuaClosure closureCopy) {
        fill(closure, closureCopy);
      }
    }
  }

  private LuaValue copyOf(LuaValue source, LuaValue empty) {
    Object known = copies.putIfAbsent(source, empty);
    if (known != null) {
      return (LuaValue) known;
    }
    unfilled.add(source);
    return empty;
  }

  private LuaValue copyOf(ForkableFunction function) {
    Object known = copies.get(function);
    if (known == null) {
      known = function.copy(this);
      copies.put(function, known);
    }
    return (LuaValue) known;
  }

  private void fill(LuaTable source, LuaTable copy) {
    int length = source.rawlen();
    for (int i = 1; i <= length; i++) {
      copy.rawset(i, copy(source.rawget(i)));
    }
    for (Varargs entry = source.next(LuaValue.NIL);
        !entry.arg1().isnil();
        entry = source.next(entry.arg1())) {
      LuaValue key = entry.arg1();
      if (!key.isinttype() || key.toint() < 1 || key.toint() > length) {
        copy.rawset(copy(key), copy(entry.arg(2)));
      }
    }
    if (metatableOf(source) instanceof LuaTable metatable) {
      TableStore.setMetatable(copy, (LuaTable) copy(metatable));
    }
  }

  private static @Nullable LuaValue metatableOf(LuaTable table) {
    return table.getmetatable();
  }

  private void fill(LuaClosure source, LuaClosure copy) {
    for (int i = 0; i < source.upValues.length; i++) {
      UpValue upValue = source.upValues[i];
      UpValue known = (UpValue) copies.get(upValue);
      if (known == null) {
        known = new UpValue(new LuaValue[] {LuaValue.NIL}, 0);
        copies.put(upValue, known);
        known.setValue(copyOrNil(upValue.getValue()));
      }
      copy.upValues[i] = known;
    }
  }

  private LuaValue copyOrNil(@Nullable LuaValue value) {
    return value == null ? LuaValue.NIL : copy(value);
  }
}
