package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * The instruction that joins a range of registers: from the last to the first, as many texts at a
 * time as there are, a metamethod for a pair where one is no text.
 */
final class Concatenation {
  private final LuaState state;
  private final Calls calls;
  private final Heap heap;

  Concatenation(LuaState state, Calls calls) {
    this.state = state;
    this.calls = calls;
    this.heap = state.heap();
  }

  /** Joins the registers from first to last into the register the instruction names. */
  Frame run(Frame frame, int first, int lastOne) {
    int last = lastOne;
    while (last > first) {
      ByteString right = text(frame, last);
      ByteString left = text(frame, last - 1);
      if (right == null || left == null) {
        LuaValue x = frame.boxed(last - 1);
        LuaValue y = frame.boxed(last);
        LuaValue metamethod = state.metamethod(x, Names.CONCATENATION);
        if (metamethod == LuaValue.NIL) {
          metamethod = state.metamethod(y, Names.CONCATENATION);
        }
        if (metamethod == LuaValue.NIL) {
          throw state.errors().concatenation(frame, last - 1, last, left != null);
        }
        // A native one is done at once and comes back here: counted, for it is on the Java stack.
        state.enterNative();
        try {
          return calls.metamethod(frame, Frame.TO_CONCATENATION, last - 1, 0, metamethod, x, y);
        } finally {
          state.leaveNative();
        }
      }
      int from = last - 1;
      long length = (long) left.length() + right.length();
      while (from > first) {
        ByteString more = text(frame, from - 1);
        if (more == null) {
          break;
        }
        length += more.length();
        from--;
      }
      frame.values[from] = join(frame, from, last, length);
      last = from;
    }
    int target = frame.code.prototype.code[frame.pc - 1] >>> 6 & 0xff;
    frame.numbers[target] = frame.numbers[first];
    frame.values[target] = frame.values[first];
    return frame;
  }

  /** Goes on with the result of a metamethod for the parts at and after a register. */
  Frame resume(Frame frame, int register, LuaValue part) {
    frame.values[register] = part;
    int instruction = frame.code.prototype.code[frame.pc - 1];
    if ((instruction & 0x3f) != Opcode.CONCAT) {
      throw new IllegalStateException("no concatenation at " + (frame.pc - 1));
    }
    return run(frame, instruction >>> 23, register);
  }

  private ByteString join(Frame frame, int from, int last, long length) {
    if (length > Integer.MAX_VALUE - 64) {
      throw state.errors().positioned("string length overflow");
    }
    heap.allocateString(length);
    byte[] joined = new byte[(int) length];
    int at = 0;
    for (int i = from; i <= last; i++) {
      byte[] part = ((ByteString) frame.values[i]).array();
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return ByteString.wrap(joined);
  }

  /** A register as text, which numbers in it become; null when it is neither. */
  private @Nullable ByteString text(Frame frame, int register) {
    LuaValue value = frame.values[register];
    if (value instanceof ByteString text) {
      return text;
    }
    LuaValue boxed = Unboxed.box(value, frame.numbers[register]);
    ByteString text;
    if (boxed instanceof IntegerNumber integer) {
      text = ByteString.of(NumberText.of(integer.value()));
    } else if (boxed instanceof FloatNumber number) {
      heap.spend(NumberText.gasOf(number.value()));
      text = ByteString.of(NumberText.of(number.value()));
    } else {
      return null;
    }
    heap.allocateString(text.length());
    frame.values[register] = text;
    return text;
  }
}
