package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** Carries an error to whoever catches it: {@code pcall}, a resumer, or Java code. */
final class Unwinding {
  /** What an error costs that is raised: Java takes long over an exception. */
  private static final int ERROR_GAS = 20;

  private final LuaState state;
  private final Calls calls;
  private final Heap heap;

  Unwinding(LuaState state, Calls calls) {
    this.state = state;
    this.calls = calls;
    this.heap = state.heap();
  }

  /**
   * Ends frames up to the one that catches the error. Returns the frame to go on with.
   *
   * @throws ScriptError when nobody above the boundary catches it
   */
  Frame unwind(ScriptError raised, Frame boundary) {
    heap.spend(ERROR_GAS);
    ScriptError error = handled(raised);
    Frame frame = state.frame;
    while (frame != boundary) {
      switch (frame.kind) {
        case Frame.PROTECTED, Frame.HANDLED -> {
          return caught(frame, error.value());
        }
        case Frame.COROUTINE -> {
          frame = calls.coroutines().finish(frame);
          if (frame.kind == Frame.RESUME) {
            return caught(frame, error.value());
          }
          state.frame = frame;
          error = handled(repositioned(frame, error));
        }
        default -> heap.release(frame.bytes());
      }
      if (frame.open != null) {
        frame.closeFrom(0);
      }
      frame = frame.caller;
      state.frame = frame;
    }
    throw error;
  }

  /** A resume that cannot be: the resumer gets the reason, or the error if it is a wrapped one. */
  Frame failResume(Frame resumer, ScriptError error) {
    if (resumer.kind == Frame.RESUME) {
      return caught(resumer, error.value());
    }
    ScriptError repositioned = repositioned(resumer, error);
    heap.release(Frame.FRAME_BYTES);
    state.frame = resumer.caller;
    throw repositioned;
  }

  /** An error that leaves a wrapped coroutine gets the position of its caller in front. */
  private ScriptError repositioned(Frame resumer, ScriptError error) {
    if (!(error.value() instanceof ByteString text)) {
      return error;
    }
    ByteString where = ByteString.ofLatin1(state.errors().position(resumer.caller));
    heap.allocateString((long) where.length() + text.length());
    byte[] joined = new byte[where.length() + text.length()];
    System.arraycopy(where.array(), 0, joined, 0, where.length());
    System.arraycopy(text.array(), 0, joined, where.length(), text.length());
    return new ScriptError(ByteString.wrap(joined), error.isHandled());
  }

  private Frame caught(Frame guard, LuaValue value) {
    heap.release(Frame.FRAME_BYTES);
    LuaValue[] results = {LuaValue.FALSE, value};
    return calls.deliver(
        guard.caller,
        guard.resultMode,
        guard.resultRegister,
        guard.resultCount,
        results,
        new long[2],
        0,
        2);
  }

  /** The error after the innermost handler, if any, saw it at the place where it rose. */
  private ScriptError handled(ScriptError error) {
    LuaValue handler = error.isHandled() ? null : handler(state.frame);
    if (handler == null) {
      return error;
    }
    try {
      return new ScriptError(state.callHandler(handler, error.value()), true);
    } catch (ScriptError inHandler) {
      return new ScriptError(inHandler.value(), true);
    }
  }

  private @Nullable LuaValue handler(Frame from) {
    Frame frame = from;
    while (frame != state.root() && frame.kind != Frame.COROUTINE) {
      if (frame.kind == Frame.PROTECTED) {
        return null;
      }
      if (frame.kind == Frame.HANDLED) {
        return frame.subject;
      }
      frame = frame.caller;
    }
    return frame == state.root() ? state.errorHandler() : null;
  }
}
