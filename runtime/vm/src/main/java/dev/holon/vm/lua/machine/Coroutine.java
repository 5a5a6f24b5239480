package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Identity;
import dev.holon.vm.lua.value.Undoable;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** A coroutine: a stack of frames that is not being run, or whose turn it is. */
public final class Coroutine extends LuaValue implements Identity, Undoable {
  enum Status {
    SUSPENDED(0, "suspended"),
    RUNNING(1, "running"),
    NORMAL(2, "normal"),
    DEAD(3, "dead");

    /** In a checkpoint. */
    final int code;

    /** As {@code coroutine.status} tells it. */
    final String text;

    Status(int code, String text) {
      this.code = code;
      this.text = text;
    }
  }

  final int serial;

  Status status = Status.SUSPENDED;

  /** The topmost frame while suspended; null before the first resume and after the end. */
  @Nullable Frame frame;

  /** What the first resume calls. */
  LuaValue function;

  /** The frame that waits for what this coroutine yields or returns, while it runs. */
  @Nullable Frame resumer;

  /** The coroutine that resumed this one; null for the main one. */
  @Nullable Coroutine previous;

  /** Java code that waits in this coroutine; it cannot yield across it. */
  int boundaryCount;

  /** The message in which it was made or last saved for undo. */
  int epoch;

  Coroutine(Heap heap, LuaValue function) {
    heap.allocate(Heap.COROUTINE_BYTES);
    this.function = function;
    this.serial = heap.nextSerial();
    this.epoch = heap.epoch();
  }

  /** From a checkpoint; charges nothing, and is given its function later. */
  Coroutine(int serial, Status status) {
    this.function = LuaValue.NIL;
    this.serial = serial;
    this.status = status;
  }

  @Override
  public int serial() {
    return serial;
  }

  @Override
  public void undo(Object saved) {
    ((CoroutineMemento) saved).restore(this);
  }

  @Override
  public int type() {
    return TTHREAD;
  }

  @Override
  public String typename() {
    return "thread";
  }
}
