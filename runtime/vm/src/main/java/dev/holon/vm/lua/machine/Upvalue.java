package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Undoable;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * A variable that closures share: open while the frame it lives in runs, then closed with a place
 * of its own.
 */
final class Upvalue implements Undoable {
  /** The frame it lives in while open, else null. */
  @Nullable Frame frame;

  /** The register while open. */
  int index;

  /** The next open upvalue of the frame, of a lower register. */
  @Nullable Upvalue next;

  /** Value and bits when closed. */
  LuaValue closedValue = LuaValue.NIL;

  long closedBits;

  /** The message in which it was made or last saved for undo. */
  int epoch;

  static Upvalue open(Frame frame, int index, @Nullable Upvalue next) {
    Upvalue upvalue = new Upvalue();
    upvalue.frame = frame;
    upvalue.index = index;
    upvalue.next = next;
    return upvalue;
  }

  static Upvalue closed(LuaValue value) {
    Upvalue upvalue = new Upvalue();
    upvalue.closedValue = value;
    return upvalue;
  }

  LuaValue value() {
    Frame open = frame;
    return open == null ? closedValue : open.values[index];
  }

  long bits() {
    Frame open = frame;
    return open == null ? closedBits : open.numbers[index];
  }

  LuaValue boxed() {
    return Unboxed.box(value(), bits());
  }

  /** Sets the variable; what it held at the message's begin is kept. */
  void assign(LuaState state, Heap heap, LuaValue value, long bits) {
    if (epoch != heap.epoch()) {
      state.saveUpvalue(this);
    }
    Frame open = frame;
    if (open != null) {
      open.numbers[index] = bits;
      // A store of an object costs more than a look.
      if (open.values[index] != value) {
        open.values[index] = value;
      }
    } else {
      closedBits = bits;
      if (closedValue != value) {
        closedValue = value;
      }
    }
  }

  void close() {
    Frame open = frame;
    if (open != null) {
      closedValue = open.values[index];
      closedBits = open.numbers[index];
      frame = null;
      next = null;
    }
  }

  /** The variable's place and what was in it; no frame for a closed one. */
  private record Saved(@Nullable Frame frame, int index, LuaValue value, long bits) {}

  /** What {@link #undo} takes back. */
  Object memento() {
    return new Saved(frame, index, value(), bits());
  }

  /**
   * Puts the value back where it was. A frame that was copied later in the message has got its
   * registers of that time back before, for undo goes backwards.
   */
  @Override
  public void undo(Object memento) {
    Saved saved = (Saved) memento;
    Frame lived = saved.frame();
    if (lived == null) {
      closedValue = saved.value();
      closedBits = saved.bits();
    } else {
      lived.values[saved.index()] = saved.value();
      lived.numbers[saved.index()] = saved.bits();
    }
  }
}
