package dev.holon.vm.lua.machine;

import org.luaj.vm2.LuaValue;

/** Switches between coroutines, by handing the interpreter another frame. */
final class Coroutines {
  /** Coroutines that may wait for one another (the C implementation's LUAI_MAXCCALLS). */
  static final int NESTED_MAX = 200;

  private final LuaState state;
  private final Calls calls;

  Coroutines(LuaState state, Calls calls) {
    this.state = state;
    this.calls = calls;
  }

  /** Gives the turn to a coroutine; the frame waits for what it yields or returns. */
  Frame resume(
      Coroutine coroutine, Frame resumer, LuaValue[] values, long[] numbers, int from, int count) {
    state.frame = resumer;
    if (coroutine.status != Coroutine.Status.SUSPENDED) {
      String what = isDeadForResumer(coroutine, resumer) ? "dead" : "non-suspended";
      return calls
          .unwinding()
          .failResume(resumer, new ScriptError("cannot resume " + what + " coroutine"));
    }
    if (state.coroutineDepth >= NESTED_MAX) {
      return calls.unwinding().failResume(resumer, new ScriptError("C stack overflow"));
    }
    state.saveCoroutine(coroutine);
    Coroutine previous = state.coroutine;
    if (previous != null) {
      state.saveCoroutine(previous);
      previous.status = Coroutine.Status.NORMAL;
    }
    coroutine.status = Coroutine.Status.RUNNING;
    coroutine.previous = previous;
    coroutine.resumer = resumer;
    state.coroutine = coroutine;
    state.coroutineDepth++;
    Frame waiting = coroutine.frame;
    coroutine.frame = null;
    if (waiting != null) {
      return calls.deliver(waiting, Frame.TO_REGISTERS, 0, -1, values, numbers, from, count);
    }
    Frame bottom = new Frame(Frame.COROUTINE, coroutine);
    return calls.begin(
        bottom, Frame.TO_REGISTERS, 0, -1, coroutine.function, values, numbers, from, count, false);
  }

  /** One that waits in a wrapped resume passes for dead as well, as in the C implementation. */
  private boolean isDeadForResumer(Coroutine coroutine, Frame resumer) {
    if (coroutine.status == Coroutine.Status.DEAD) {
      return true;
    }
    Frame waitsIn = resumer;
    Coroutine above = state.coroutine;
    Coroutine wanted = coroutine == state.mainCoroutine() ? null : coroutine;
    while (above != null && above != wanted) {
      if (above.resumer != null) {
        waitsIn = above.resumer;
      }
      above = above.previous;
    }
    return waitsIn.kind == Frame.WRAPPED_RESUME;
  }

  /** Gives the turn back to who resumed the coroutine; the frame waits for the next resume. */
  Frame suspend(Frame yielded, LuaValue[] values, long[] numbers, int from, int count) {
    Coroutine coroutine = state.coroutine;
    if (coroutine == null) {
      throw state.errors().plain("attempt to yield from outside a coroutine");
    }
    if (coroutine.boundaryCount > 0) {
      throw state.errors().plain("attempt to yield across a C-call boundary");
    }
    coroutine.status = Coroutine.Status.SUSPENDED;
    coroutine.frame = yielded;
    Frame resumer = leave(coroutine);
    return calls.deliver(resumer, Frame.TO_REGISTERS, 0, -1, values, numbers, from, count);
  }

  /** The function of a coroutine returned, or failed. Returns the frame that waits for it. */
  Frame finish(Frame bottom) {
    Coroutine coroutine = (Coroutine) bottom.subject;
    if (coroutine == null) {
      throw new IllegalStateException("a coroutine's bottom without coroutine");
    }
    coroutine.status = Coroutine.Status.DEAD;
    return leave(coroutine);
  }

  private Frame leave(Coroutine coroutine) {
    Frame resumer = coroutine.resumer;
    if (resumer == null) {
      throw new IllegalStateException("nobody resumed the coroutine");
    }
    Coroutine previous = coroutine.previous;
    coroutine.resumer = null;
    coroutine.previous = null;
    if (previous != null) {
      previous.status = Coroutine.Status.RUNNING;
    }
    state.coroutine = previous;
    state.coroutineDepth--;
    state.frame = resumer;
    return resumer;
  }
}
