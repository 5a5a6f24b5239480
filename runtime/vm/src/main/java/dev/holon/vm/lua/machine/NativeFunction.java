package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Identity;
import dev.holon.vm.lua.value.Undoable;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;

/**
 * A function of a library, written in Java. One without captured values is shared by all processes;
 * its name is its identity in a checkpoint.
 */
public final class NativeFunction extends LuaFunction implements Identity, Undoable {

  /** The work: reads arguments from the call, gives results to it. Keeps no state of its own. */
  @FunctionalInterface
  public interface Body {
    void run(Call call);
  }

  private static final LuaValue[] NONE = {};

  private final String name;
  private final Body body;
  private final Control control;
  private final LuaValue[] captured;
  private final int serial;
  private final @Nullable NativeFunction shared;

  /** The message in which the captured values were made or last saved for undo. */
  private int epoch;

  private NativeFunction(String name, Body body, Control control) {
    this.name = name;
    this.body = body;
    this.control = control;
    this.captured = NONE;
    this.serial = name.hashCode();
    this.shared = null;
  }

  private NativeFunction(NativeFunction shared, LuaValue[] captured, int serial) {
    this.name = shared.name;
    this.body = shared.body;
    this.control = shared.control;
    this.captured = captured;
    this.serial = serial;
    this.shared = shared;
  }

  /** A shared function, named like {@code string.rep}; base functions like {@code print}. */
  public static NativeFunction of(String name, Body body) {
    return new NativeFunction(name, body, Control.NONE);
  }

  /** A shared function that the interpreter carries out. */
  static NativeFunction of(String name, Control control) {
    Body none =
        call -> {
          throw new IllegalStateException(name + " has no body");
        };
    return new NativeFunction(name, none, control);
  }

  /** This function with state of its own, such as an iterator's; charged as an object. */
  public NativeFunction capturing(Heap heap, LuaValue... values) {
    heap.allocate(Heap.CLOSURE_BYTES + (long) Heap.ARRAY_SLOT_BYTES * values.length);
    NativeFunction made = new NativeFunction(shared(), values, heap.nextSerial());
    made.epoch = heap.epoch();
    return made;
  }

  /** Whether it is one of all processes, without values of its own. */
  boolean isShared() {
    return shared == null;
  }

  /** The function of all processes that this one was made from. */
  NativeFunction shared() {
    return shared == null ? this : shared;
  }

  LuaValue[] captured() {
    return captured;
  }

  /** One from a checkpoint, which charges nothing. */
  NativeFunction restored(LuaValue[] values, int itsSerial) {
    return new NativeFunction(this, values, itsSerial);
  }

  @Override
  public String name() {
    return name;
  }

  Control control() {
    return control;
  }

  public Body body() {
    return body;
  }

  @Override
  public int serial() {
    return serial;
  }

  public LuaValue captured(int index) {
    return captured[index];
  }

  public int capturedCount() {
    return captured.length;
  }

  /** Changes captured state; undone when the evaluation fails. */
  public void setCaptured(Heap heap, int index, LuaValue value) {
    if (epoch != heap.epoch()) {
      heap.save(this, captured.clone());
      epoch = heap.epoch();
    }
    captured[index] = value;
  }

  @Override
  public void undo(Object saved) {
    System.arraycopy((LuaValue[]) saved, 0, captured, 0, captured.length);
  }
}
