package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.TableLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * All objects of a process, numbered kind by kind in the order of a walk from its roots. The walk
 * goes through a list of what is to be looked at, never by recursion, and depends on nothing but
 * the state.
 *
 * <p>Texts are numbered by content: which of two equal texts is one object is decided by caches and
 * by restores. Where two long ones are found to be equal, one takes the other's place, so that what
 * counts once is held once.
 *
 * <p>An open variable keeps the value of its register, not the frame: nobody runs a coroutine that
 * only its variables remember.
 */
final class Reach {
  private static final int UNIFIED_LENGTH_MIN = 32;

  /** Slots looked at that cost one gas. */
  private static final int SLOTS_PER_GAS = 8;

  /** Bytes of a text met for the first time that cost one gas. */
  private static final int TEXT_BYTES_PER_GAS = 64;

  final TextIndex texts = new TextIndex();
  final List<Table> tables = new ArrayList<>();
  final List<Closure> closures = new ArrayList<>();
  final List<Upvalue> upvalues = new ArrayList<>();
  final List<NativeFunction> natives = new ArrayList<>();
  final List<NativeFunction> capturing = new ArrayList<>();
  final List<Coroutine> coroutines = new ArrayList<>();
  final List<CodeUnit> units = new ArrayList<>();

  /** Those of suspended coroutines, coroutine by coroutine, from top to bottom. */
  final List<Frame> frames = new ArrayList<>();

  private final IdentityIndex numbers = new IdentityIndex();
  private final List<Object> found = new ArrayList<>();
  private final @Nullable Heap payer;

  /**
   * @param payer gives gas for the walk, one for each object, each reference to one and each eight
   *     slots; null when it is free
   */
  Reach(@Nullable Heap payer) {
    this.payer = payer;
  }

  /** Walks from all that a process holds between messages. */
  static Reach of(LuaState state, @Nullable Heap payer) {
    Reach reach = new Reach(payer);
    reach.addRoots(state);
    reach.walk();
    return reach;
  }

  void addRoots(LuaState state) {
    visit(state.globals());
    visit(state.registry());
    Table metatable = state.stringMetatable();
    if (metatable != null) {
      visit(metatable);
    }
    Coroutine main = state.mainCoroutineIfMade();
    if (main != null) {
      visit(main);
    }
  }

  /** The number of an object among those of its kind; -1 when it was not reached. */
  int number(Object object) {
    return object instanceof ByteString text ? texts.number(text) : numbers.get(object);
  }

  /** Looks at all that was found and not yet looked at. */
  void walk() {
    for (int i = 0; i < found.size(); i++) {
      switch (found.get(i)) {
        case Table table -> walk(table);
        case Closure closure -> walk(closure);
        case Upvalue upvalue -> walk(upvalue);
        case NativeFunction function -> walk(function);
        case Coroutine coroutine -> walk(coroutine);
        default -> throw new IllegalStateException("not walked: " + found.get(i));
      }
    }
    found.clear();
  }

  void visit(LuaValue value) {
    switch (value) {
      case ByteString text -> number(text);
      case Table table -> add(table, tables);
      case Closure closure -> add(closure, closures);
      case NativeFunction function -> {
        if (!function.isShared()) {
          add(function, capturing);
        } else if (numbers.get(function) < 0) {
          numbers.put(function, natives.size());
          natives.add(function);
        }
      }
      case Coroutine coroutine -> add(coroutine, coroutines);
      default -> {
        // Nil, booleans and numbers have no identity.
      }
    }
  }

  private int number(ByteString text) {
    payReference();
    int count = texts.count();
    int number = texts.number(text);
    if (payer != null && texts.count() > count) {
      // By content: how many objects of equal content there are depends on caches and restores.
      payer.spend(text.length() / TEXT_BYTES_PER_GAS);
    }
    return number;
  }

  /** Each time, so that it is the same whichever way the walk comes to an object first. */
  private void payReference() {
    if (payer != null) {
      payer.spend(1);
    }
  }

  private <T> void add(T object, List<T> kind) {
    payReference();
    if (numbers.get(object) < 0) {
      numbers.put(object, kind.size());
      kind.add(object);
      found.add(object);
    }
  }

  void visit(LuaValue[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      LuaValue value = values[i];
      if (value instanceof ByteString text) {
        ByteString first = texts.text(number(text));
        if (first != text && text.length() >= UNIFIED_LENGTH_MIN) {
          values[i] = first;
        }
      } else if (value != null) {
        visit(value);
      }
    }
  }

  private void pay(int slots) {
    if (payer != null) {
      payer.spend(1 + slots / SLOTS_PER_GAS);
    }
  }

  private void walk(Table table) {
    TableLayout layout = table.layout();
    pay(layout.array().length + layout.nodes().length);
    visit(layout.array(), 0, layout.array().length);
    visit(layout.nodes(), 0, layout.nodes().length);
    Table metatable = layout.metatable();
    if (metatable != null) {
      visit(metatable);
    }
  }

  private void walk(Closure closure) {
    pay(closure.upvalues.length);
    visit(closure.code);
    for (Upvalue upvalue : closure.upvalues) {
      add(upvalue, upvalues);
    }
  }

  private void visit(Executable code) {
    CodeUnit unit = code.unit;
    if (unit != null && numbers.get(unit) < 0) {
      numbers.put(unit, units.size());
      units.add(unit);
    }
  }

  private void walk(Upvalue upvalue) {
    pay(1);
    Frame frame = upvalue.frame;
    if (frame != null) {
      visit(frame.values, upvalue.index, upvalue.index + 1);
    } else if (upvalue.closedValue instanceof ByteString text) {
      ByteString first = texts.text(number(text));
      if (text.length() >= UNIFIED_LENGTH_MIN) {
        upvalue.closedValue = first;
      }
    } else {
      visit(upvalue.closedValue);
    }
  }

  private void walk(NativeFunction function) {
    LuaValue[] captured = function.captured();
    pay(captured.length);
    visit(function.shared());
    visit(captured, 0, captured.length);
  }

  private void walk(Coroutine coroutine) {
    pay(1);
    visit(coroutine.function);
    Frame frame = coroutine.frame;
    while (frame != null) {
      numbers.put(frame, frames.size());
      frames.add(frame);
      walk(frame);
      frame = frame.kind == Frame.COROUTINE ? null : frame.caller;
    }
  }

  /** What one frame holds, but not its caller. */
  void walk(Frame frame) {
    pay(frame.values.length + frame.variadic.length);
    if (frame.closure != null) {
      visit(frame.closure);
    }
    visit(frame.values, 0, frame.values.length);
    visit(frame.variadic, 0, frame.variadic.length);
    if (frame.subject != null) {
      visit(frame.subject);
    }
    for (Upvalue open = frame.open; open != null; open = open.next) {
      add(open, upvalues);
    }
  }
}
