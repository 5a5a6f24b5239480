package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** Reads and writes {@code value[key]} with metamethods (Lua 5.3 manual §2.4). */
final class Indexing {
  /** Steps from table to table through metamethods (the C implementation's MAXTAGLOOP). */
  static final int CHAIN_MAX = 2000;

  private final LuaState state;
  private final Calls calls;
  private final Heap heap;

  /** The value whose metamethod the last failed store found. */
  private LuaValue receiver = LuaValue.NIL;

  Indexing(LuaState state, Calls calls) {
    this.state = state;
    this.calls = calls;
    this.heap = state.heap();
  }

  /** Into a register of the frame. Returns the frame to go on with. */
  Frame get(Frame frame, int register, LuaValue value, LuaValue key) {
    LuaValue at = value;
    for (int i = 0; i < CHAIN_MAX; i++) {
      LuaValue metamethod;
      if (at instanceof Table table) {
        LuaValue found = fetch(table, key);
        Table metatable = table.metatable();
        if (found != LuaValue.NIL || metatable == null) {
          frame.values[register] = found;
          return frame;
        }
        metamethod = metatable.fetch(Names.INDEX);
        if (metamethod == LuaValue.NIL) {
          frame.values[register] = LuaValue.NIL;
          return frame;
        }
      } else {
        metamethod = state.metamethod(at, Names.INDEX);
        if (metamethod == LuaValue.NIL) {
          throw state.errors().index(frame, at, key);
        }
      }
      if (metamethod.isfunction()) {
        return calls.metamethod(frame, Frame.TO_REGISTERS, register, 1, metamethod, at, key);
      }
      heap.spend(1);
      at = metamethod;
    }
    throw state.errors().positioned("'__index' chain too long; possible loop");
  }

  /** For Java code. */
  LuaValue get(LuaValue value, LuaValue key) {
    LuaValue at = value;
    for (int i = 0; i < CHAIN_MAX; i++) {
      LuaValue metamethod;
      if (at instanceof Table table) {
        LuaValue found = fetch(table, key);
        Table metatable = table.metatable();
        if (found != LuaValue.NIL || metatable == null) {
          return found;
        }
        metamethod = metatable.fetch(Names.INDEX);
        if (metamethod == LuaValue.NIL) {
          return LuaValue.NIL;
        }
      } else {
        metamethod = state.metamethod(at, Names.INDEX);
        if (metamethod == LuaValue.NIL) {
          throw state.errors().plain("attempt to index a " + state.typeNameForError(at) + " value");
        }
      }
      if (metamethod.isfunction()) {
        return state.callForOne(metamethod, at, key);
      }
      heap.spend(1);
      at = metamethod;
    }
    throw state.errors().plain("'__index' chain too long; possible loop");
  }

  /** Returns the frame to go on with. */
  Frame set(Frame frame, LuaValue value, LuaValue key, LuaValue item) {
    LuaValue handler = setOrHandler(frame, value, key, item);
    return handler == LuaValue.NIL
        ? frame
        : calls.metamethod(frame, Frame.TO_REGISTERS, 0, 0, handler, receiver, key, item);
  }

  /** For Java code. */
  void set(LuaValue value, LuaValue key, LuaValue item) {
    LuaValue handler = setOrHandler(null, value, key, item);
    if (handler != LuaValue.NIL) {
      LuaValue self = receiver;
      state.call(handler, self, key, item);
    }
  }

  private LuaValue setOrHandler(
      @Nullable Frame frame, LuaValue value, LuaValue key, LuaValue item) {
    LuaValue at = value;
    for (int i = 0; i < CHAIN_MAX; i++) {
      LuaValue metamethod;
      if (at instanceof Table table) {
        Table metatable = table.metatable();
        metamethod = LuaValue.NIL;
        if (metatable != null && fetch(table, key) == LuaValue.NIL) {
          metamethod = metatable.fetch(Names.NEW_INDEX);
        }
        if (metamethod == LuaValue.NIL) {
          if (frame != null) {
            requireKey(key);
          } else {
            requireKeyInJava(key);
          }
          table.store(heap, key, item);
          return LuaValue.NIL;
        }
      } else {
        metamethod = state.metamethod(at, Names.NEW_INDEX);
        if (metamethod == LuaValue.NIL) {
          throw frame != null
              ? state.errors().index(frame, at, key)
              : state.errors().plain("attempt to index a " + state.typeNameForError(at) + " value");
        }
      }
      if (metamethod.isfunction()) {
        receiver = at;
        return metamethod;
      }
      heap.spend(1);
      at = metamethod;
    }
    throw state.errors().positioned("'__newindex' chain too long; possible loop");
  }

  private static LuaValue fetch(Table table, LuaValue key) {
    return key instanceof ByteString text ? table.fetch(text) : table.fetch(key);
  }

  private void requireKey(LuaValue key) {
    String problem = problem(key);
    if (problem != null) {
      throw state.errors().positioned(problem);
    }
  }

  /** Refuses the keys that no table can have. */
  void requireKeyInJava(LuaValue key) {
    String problem = problem(key);
    if (problem != null) {
      throw state.errors().plain(problem);
    }
  }

  private static @Nullable String problem(LuaValue key) {
    if (key == LuaValue.NIL) {
      return "table index is nil";
    }
    return key instanceof FloatNumber number && Double.isNaN(number.value())
        ? "table index is NaN"
        : null;
  }

  /** {@code #value} into a register. */
  Frame length(Frame frame, int register, LuaValue value) {
    if (value instanceof ByteString text) {
      frame.numbers[register] = text.length();
      frame.values[register] = Unboxed.INTEGER;
      return frame;
    }
    LuaValue metamethod = state.metamethod(value, Names.LENGTH);
    if (metamethod != LuaValue.NIL) {
      return calls.metamethod(frame, Frame.TO_REGISTERS, register, 1, metamethod, value, value);
    }
    if (value instanceof Table table) {
      frame.numbers[register] = table.border();
      frame.values[register] = Unboxed.INTEGER;
      return frame;
    }
    int operand = frame.code.prototype.code[frame.pc - 1] >>> 23;
    throw state.errors().operation(frame, "get length of", value, operand);
  }

  /** The entry after the key in a register: what {@code next} gives to a generic loop. */
  void next(Frame frame, Table table, int keyRegister, int target, int wanted) {
    LuaValue key = frame.boxed(keyRegister);
    int position = -2;
    if (key != LuaValue.NIL && !(frame.values[keyRegister] instanceof Unboxed)) {
      int hint = (int) frame.numbers[keyRegister];
      if (table.hasPosition(hint) && table.keyAt(hint) == key) {
        position = table.positionAfter(hint);
      }
    }
    if (position == -2) {
      position = table.nextPosition(key);
    }
    if (position == -2) {
      throw state.errors().plain("invalid key to 'next'");
    }
    LuaValue[] r = frame.values;
    if (position == -1) {
      for (int i = 0; i < wanted; i++) {
        r[target + i] = LuaValue.NIL;
      }
      return;
    }
    r[target] = table.keyAt(position);
    frame.numbers[target] = position;
    if (wanted > 1) {
      r[target + 1] = table.valueAt(position);
      for (int i = 2; i < wanted; i++) {
        r[target + i] = LuaValue.NIL;
      }
    }
  }

  /** An index and what is there, or nil: what {@code ipairs} gives to a generic loop. */
  void nextItem(Frame frame, Table table, long index, int target, int wanted) {
    LuaValue[] r = frame.values;
    LuaValue item = table.fetch(index);
    boolean isEnd = item == LuaValue.NIL;
    frame.numbers[target] = index;
    r[target] = isEnd ? item : Unboxed.INTEGER;
    for (int i = 1; i < wanted; i++) {
      r[target + i] = i == 1 ? item : LuaValue.NIL;
    }
  }

  /** The items of a table constructor: registers after the table's, in blocks of 50. */
  void setList(Frame frame, int register, int stated, int block) {
    int count = stated != 0 ? stated : frame.top - register - 1;
    if (!(frame.values[register] instanceof Table table)) {
      throw new IllegalStateException("no table under construction");
    }
    long last = (block - 1) * 50L + count;
    table.ensureArray(heap, (int) last);
    for (int i = count; i > 0; i--) {
      table.store(heap, last--, frame.boxed(register + i));
    }
  }
}
