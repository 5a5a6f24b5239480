package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import org.jspecify.annotations.Nullable;

/**
 * Measures what is alive in a process, by the formulas that it was charged by. While code runs, all
 * that the running frames and native functions hold counts as well, registers that will not be read
 * again included.
 *
 * <p>Texts count by content, once each; see {@link Reach}. What only the undo log holds does not
 * count: it was alive before the message, and so within the limit by itself.
 */
final class LiveSize {
  private final Reach reach;
  private long running;

  private LiveSize(@Nullable Heap payer) {
    reach = new Reach(payer);
  }

  /**
   * Between messages or at a safe point.
   *
   * @param payer gives gas for it; null when it is free
   */
  static long of(LuaState state, @Nullable Heap payer) {
    LiveSize size = new LiveSize(payer);
    size.reach.addRoots(state);
    size.addRunning(state);
    size.reach.walk();
    return size.sum();
  }

  private void addRunning(LuaState state) {
    Frame frame = state.frame;
    while (frame != state.root()) {
      reach.walk(frame);
      running += bytes(frame);
      Frame below = frame.caller;
      if (frame.kind == Frame.COROUTINE && frame.subject instanceof Coroutine coroutine) {
        Frame resumer = coroutine.resumer;
        if (resumer == null) {
          throw new IllegalStateException("a coroutine runs that nobody resumed");
        }
        below = resumer;
      }
      frame = below;
    }
    if (state.coroutine != null) {
      reach.visit(state.coroutine);
    }
    state.visitCalls(reach);
    running += state.heldBytes();
  }

  /** Java's frames and the bottoms of coroutines are not charged for. */
  private static long bytes(Frame frame) {
    return frame.kind == Frame.BOUNDARY || frame.kind == Frame.COROUTINE ? 0 : frame.bytes();
  }

  private long sum() {
    long sum = running + reach.texts.bytes() + (long) Heap.STRING_BYTES * reach.texts.count();
    for (Table table : reach.tables) {
      sum += table.footprint();
    }
    for (Closure closure : reach.closures) {
      sum += Heap.CLOSURE_BYTES + 8L * closure.upvalues.length;
    }
    sum += (long) Heap.UPVALUE_BYTES * reach.upvalues.size();
    for (NativeFunction function : reach.capturing) {
      sum += Heap.CLOSURE_BYTES + (long) Heap.ARRAY_SLOT_BYTES * function.capturedCount();
    }
    sum += (long) Heap.COROUTINE_BYTES * reach.coroutines.size();
    for (Frame frame : reach.frames) {
      sum += bytes(frame);
    }
    for (CodeUnit unit : reach.units) {
      sum += unit.bytes;
    }
    return sum;
  }
}
