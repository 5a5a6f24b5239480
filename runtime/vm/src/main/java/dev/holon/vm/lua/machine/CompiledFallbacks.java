package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaValue;

/**
 * Whole instructions as the interpreter does them, for compiled code that cannot finish one by
 * itself. All registers are in the frame; pc is that of the next instruction. Each returns the
 * frame to go on with, the same one when the instruction is done.
 */
final class CompiledFallbacks {
  /** Compiled functions that may call one another on the Java stack; deeper ones are returned. */
  static final int DEPTH_MAX = 100;

  /** A stack up to which no call can overflow it, for lack of as many registers or arguments. */
  static final int SLOTS_SAFE = Calls.SLOTS_MAX / 4;

  private CompiledFallbacks() {}

  /** Compiled code leaves a frame to the interpreter, for what it assumed is not so. */
  static Frame abandoned(Frame f) {
    Tier.abandoned(f);
    return f;
  }

  /**
   * Tells which frame runs, before anything that may raise an error or that calls Java code. Frames
   * that only compute need not: a store into the old generation costs more than it seems.
   */
  private static void runs(LuaState state, Frame f) {
    if (state.frame != f) {
      state.frame = f;
    }
  }

  /** Runs what was called from a frame until it returns there, if it is compiled. */
  private static Frame finish(LuaState state, Frame f, Frame called) {
    Frame next = called;
    while (next != f && next.caller == f && next.kind == Frame.LUA) {
      CompiledCode code = next.code.compiled;
      if (code == null || state.compiledDepth >= DEPTH_MAX) {
        return next;
      }
      state.compiledDepth++;
      Frame after = code.run(state, next);
      state.compiledDepth--;
      if (after == null || after == next) {
        return next;
      }
      next = after;
    }
    return next;
  }

  static Frame call(LuaState state, Frame f, int register, int count, int wanted) {
    if (f.values[register] instanceof Closure closure) {
      CompiledCode leaf = closure.code.leaf;
      if (leaf != null) {
        int outcome = leaf.leaf(state, f, closure.upvalues, register, count, wanted);
        if (outcome == CompiledCode.LEAF_DONE) {
          return f;
        }
        if (outcome == CompiledCode.LEAF_GIVEN_UP) {
          Tier.leafGivenUp(closure.code);
        }
      }
      Frame next = enter(state, f, closure, register, count, wanted);
      CompiledCode code = closure.code.compiled;
      if (code == null || state.compiledDepth >= DEPTH_MAX) {
        return next;
      }
      state.compiledDepth++;
      Frame after = code.run(state, next);
      state.compiledDepth--;
      if (after == f) {
        return f;
      }
      return after == null || after == next ? next : finish(state, f, after);
    }
    runs(state, f);
    Frame next = state.calls.call(f, register, count, wanted);
    return next == f ? f : finish(state, f, next);
  }

  /** As {@link Calls#enter}, in the usual case with less ado. */
  private static Frame enter(
      LuaState state, Frame f, Closure closure, int register, int count, int wanted) {
    Executable code = closure.code;
    if (code.isVariadic || f.base + f.values.length > SLOTS_SAFE) {
      runs(state, f);
      return state.calls.enter(f, closure, register, count, wanted);
    }
    state.heap().allocate(code.frameBytes);
    Frame frame = new Frame(closure);
    frame.base = f.base + register + 1 + Frame.OWN_SLOTS;
    frame.caller = f;
    frame.resultRegister = register;
    frame.resultCount = wanted;
    LuaValue[] r = frame.values;
    long[] n = frame.numbers;
    int named = Math.min(count, code.parameterCount);
    for (int i = 0; i < named; i++) {
      n[i] = f.numbers[register + 1 + i];
      r[i] = f.values[register + 1 + i];
    }
    for (int i = named; i < code.parameterCount; i++) {
      r[i] = LuaValue.NIL;
    }
    return frame;
  }

  static Frame callOpen(LuaState state, Frame f, int register, int wanted) {
    return call(state, f, register, f.top - register - 1, wanted);
  }

  static Frame tailCall(LuaState state, Frame f, int register, int operand) {
    runs(state, f);
    return state.calls.tailCall(f, register, operand != 0 ? operand - 1 : f.top - register - 1);
  }

  static Frame leave(LuaState state, Frame f, int register, int operand) {
    runs(state, f);
    return state.calls.leave(f, register, operand != 0 ? operand - 1 : f.top - register);
  }

  /** Ends a function with one result, in the usual case at once. */
  static Frame leaveWith(LuaState state, Frame f, int register, LuaValue value, long bits) {
    Frame to = f.caller;
    if (f.open == null
        && to.kind == Frame.LUA
        && f.resultMode == Frame.TO_REGISTERS
        && f.resultCount == 1) {
      state.heap().release(f.bytes());
      int at = f.resultRegister;
      to.numbers[at] = bits;
      if (to.values[at] != value) {
        to.values[at] = value;
      }
      return to;
    }
    f.numbers[register] = bits;
    f.values[register] = value;
    runs(state, f);
    return state.calls.leave(f, register, 1);
  }

  static Frame forCall(LuaState state, Frame f, int a, int wanted) {
    runs(state, f);
    LuaValue[] r = f.values;
    if (r[a] == state.next && r[a + 1] instanceof Table table) {
      state.indexing.next(f, table, a + 2, a + 3, wanted);
      return f;
    }
    long[] n = f.numbers;
    if (r[a] == state.ipairsStep
        && r[a + 1] instanceof Table table
        && table.metatable() == null
        && r[a + 2] == Unboxed.INTEGER) {
      state.indexing.nextItem(f, table, n[a + 2] + 1, a + 3, wanted);
      return f;
    }
    for (int j = 2; j >= 0; j--) {
      n[a + 3 + j] = n[a + j];
      r[a + 3 + j] = r[a + j];
    }
    return call(state, f, a + 3, 2, wanted);
  }

  static Frame get(LuaState state, Frame f, int pc) {
    runs(state, f);
    f.pc = pc;
    int i = instruction(f, pc);
    LuaValue value =
        (i & 0x3f) == Opcode.GETTABUP ? f.upvalues[i >>> 23].boxed() : f.boxed(i >>> 23);
    LuaValue key = operand(f, i >>> 14 & 0x1ff);
    int a = i >>> 6 & 0xff;
    if ((i & 0x3f) == Opcode.SELF) {
      f.numbers[a + 1] = f.numbers[i >>> 23];
      f.values[a + 1] = f.values[i >>> 23];
    }
    return finish(state, f, state.indexing.get(f, a, value, key));
  }

  static Frame set(LuaState state, Frame f, int pc) {
    runs(state, f);
    f.pc = pc;
    int i = instruction(f, pc);
    int a = i >>> 6 & 0xff;
    LuaValue value = (i & 0x3f) == Opcode.SETTABUP ? f.upvalues[a].boxed() : f.boxed(a);
    LuaValue key = operand(f, i >>> 23);
    LuaValue item = operand(f, i >>> 14 & 0x1ff);
    return finish(state, f, state.indexing.set(f, value, key, item));
  }

  static Frame arithmetic(LuaState state, Frame f, int pc) {
    runs(state, f);
    f.pc = pc;
    int i = instruction(f, pc);
    return finish(
        state,
        f,
        state.arithmetic.general(f, i & 0x3f, i >>> 6 & 0xff, i >>> 23, i >>> 14 & 0x1ff));
  }

  static Frame unary(LuaState state, Frame f, int pc) {
    runs(state, f);
    f.pc = pc;
    int i = instruction(f, pc);
    return finish(state, f, state.arithmetic.unary(f, i & 0x3f, i >>> 6 & 0xff, i >>> 23));
  }

  static Frame length(LuaState state, Frame f, int pc) {
    runs(state, f);
    f.pc = pc;
    int i = instruction(f, pc);
    return finish(state, f, state.indexing.length(f, i >>> 6 & 0xff, f.boxed(i >>> 23)));
  }

  static Frame concatenation(LuaState state, Frame f, int pc) {
    runs(state, f);
    f.pc = pc;
    int i = instruction(f, pc);
    return finish(state, f, state.calls.concatenation().run(f, i >>> 23, i >>> 14 & 0x1ff));
  }

  /** The outcome is left where the comparison leaves it, also when a metamethod told it. */
  static Frame comparison(LuaState state, Frame f, int pc) {
    runs(state, f);
    f.pc = pc;
    int i = instruction(f, pc);
    int a = i >>> 6 & 0xff;
    LuaValue x = operand(f, i >>> 23);
    LuaValue y = operand(f, i >>> 14 & 0x1ff);
    Comparison comparison = state.comparison;
    Frame next =
        switch (i & 0x3f) {
          case Opcode.EQ -> comparison.equal(f, x, y, a);
          case Opcode.LT -> comparison.less(f, x, y, a);
          default -> comparison.lessOrEqual(f, x, y, a);
        };
    if (next == f) {
      return f;
    }
    next = finish(state, f, next);
    if (next == f) {
      comparison.isTrue = (f.pc == pc) == (a != 0);
    }
    return next;
  }

  static boolean outcome(LuaState state) {
    return state.comparison.isTrue;
  }

  static void prepareLoop(LuaState state, Frame f, int a) {
    runs(state, f);
    state.arithmetic.prepareLoop(f, a);
  }

  static void spread(LuaState state, Frame f, int a, int wanted) {
    runs(state, f);
    state.calls.spread(f, a, wanted);
  }

  static void setList(LuaState state, Frame f, int a, int stated, int block) {
    runs(state, f);
    state.indexing.setList(f, a, stated, block);
  }

  static LuaValue closure(LuaState state, Frame f, int child) {
    runs(state, f);
    return state.calls.closure(f, f.code.children[child]);
  }

  private static int instruction(Frame f, int pc) {
    return f.code.prototype.code[pc - 1];
  }

  private static LuaValue operand(Frame f, int index) {
    return index > 0xff
        ? Unboxed.box(f.code.constants, f.code.constantNumbers, index & 0xff)
        : f.boxed(index);
  }
}
