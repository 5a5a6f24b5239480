package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.Heap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** A suspended coroutine as it was before a message let it run: for undo. */
final class CoroutineMemento {

  /** A frame and what changes in it while it runs. */
  @SuppressWarnings("ArrayRecordComponent")
  private record FrameState(
      Frame frame,
      LuaValue[] values,
      long[] numbers,
      int pc,
      int top,
      @Nullable Upvalue open,
      List<Upvalue> openOnes) {

    static FrameState of(Frame frame) {
      List<Upvalue> open = new ArrayList<>();
      for (Upvalue at = frame.open; at != null; at = at.next) {
        open.add(at);
      }
      return new FrameState(
          frame,
          frame.values.clone(),
          frame.numbers.clone(),
          frame.pc,
          frame.top,
          frame.open,
          open);
    }

    void restore() {
      frame.values = values;
      frame.numbers = numbers;
      frame.pc = pc;
      frame.top = top;
      frame.open = open;
      for (int i = 0; i < openOnes.size(); i++) {
        Upvalue upvalue = openOnes.get(i);
        upvalue.frame = frame;
        upvalue.next = i + 1 < openOnes.size() ? openOnes.get(i + 1) : null;
      }
    }
  }

  private final Coroutine.Status status;
  private final @Nullable Frame top;
  private final List<FrameState> frames;

  private CoroutineMemento(Coroutine.Status status, @Nullable Frame top, List<FrameState> frames) {
    this.status = status;
    this.top = top;
    this.frames = frames;
  }

  /** Copies the coroutine's own stack; the heap is charged for it until the message ends. */
  static CoroutineMemento of(Coroutine coroutine, Heap heap) {
    List<FrameState> frames = new ArrayList<>();
    Frame frame = coroutine.frame;
    while (frame != null) {
      heap.spend(1 + frame.values.length / 4);
      heap.allocateForLog(frame.bytes());
      frames.add(FrameState.of(frame));
      frame = frame.kind == Frame.COROUTINE ? null : frame.caller;
    }
    return new CoroutineMemento(coroutine.status, coroutine.frame, frames);
  }

  void restore(Coroutine coroutine) {
    coroutine.status = status;
    coroutine.frame = top;
    coroutine.resumer = null;
    coroutine.previous = null;
    coroutine.boundaryCount = 0;
    frames.forEach(FrameState::restore);
  }
}
