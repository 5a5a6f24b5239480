package dev.holon.vm.lua.machine;

import static dev.holon.vm.lua.machine.Unboxed.FLOAT;
import static dev.holon.vm.lua.machine.Unboxed.INTEGER;

import dev.holon.vm.lua.code.Instruction;
import dev.holon.vm.lua.code.Opcode;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaValue;

/**
 * The first tier: executes register code over frames on the heap. One Java activation of {@link
 * #run} executes any number of Lua calls, coroutine switches included; it ends when a value reaches
 * a {@link Frame#BOUNDARY}.
 *
 * <p>Gas: {@link Executable#entryGas} when a function is entered, the distance when it jumps back.
 * So what runs between two charges is bounded by what was paid.
 *
 * <p>The method {@code run} must stay below 8,000 bytes of Java bytecode: HotSpot does not compile
 * larger ones.
 */
final class Interpreter {
  private static final LuaValue NIL = LuaValue.NIL;
  private static final LuaValue FALSE = LuaValue.FALSE;

  private final LuaState state;
  private final Heap heap;
  private final Arithmetic arithmetic;
  private final Comparison comparison;
  private final Calls calls;
  private final Indexing indexing;

  Interpreter(LuaState state, Calls calls, Indexing indexing) {
    this.state = state;
    this.heap = state.heap();
    this.calls = calls;
    this.indexing = indexing;
    this.arithmetic = new Arithmetic(state, calls);
    this.comparison = new Comparison(state, calls);
  }

  /** Runs until the results of the call lie in the boundary's frame. */
  void execute(Frame first, Frame boundary) {
    Frame frame = first;
    int compiledDepth = state.compiledDepth;
    int callDepth = state.callDepth;
    try {
      while (frame != boundary) {
        try {
          frame = run(frame, boundary);
        } catch (ScriptError error) {
          state.compiledDepth = compiledDepth;
          state.callDepth = callDepth;
          frame = calls.unwinding().unwind(error, boundary);
        }
      }
    } finally {
      state.compiledDepth = compiledDepth;
    }
  }

  private Frame run(Frame start, Frame boundary) {
    Frame f = start;
    // A jump back went to compiled code, which may refuse; then this tier stays.
    boolean isJumping = false;
    while (f != boundary) {
      if (f.kind != Frame.LUA) {
        throw new IllegalStateException("a frame of kind " + f.kind + " cannot run");
      }
      state.frame = f;
      Executable executable = f.code;
      boolean isStaying = isJumping;
      isJumping = false;
      CompiledCode compiled = executable.compiled;
      if (compiled == null && f.pc == 0) {
        compiled = Tier.entered(executable);
      }
      if (compiled != null) {
        Frame next = compiled.run(state, f);
        if (next != null) {
          f = next;
          continue;
        }
      }
      int[] code = executable.code;
      LuaValue[] kv = executable.constants;
      long[] kn = executable.constantNumbers;
      LuaValue[] r = f.values;
      long[] n = f.numbers;
      int pc = f.pc;
      if (pc == 0) {
        state.pay(f, 0, executable.entryGas);
      }
      dispatch:
      while (true) {
        int i = code[pc++];
        int a = i >>> 6 & 0xff;
        switch (i & 0x3f) {
          case Opcode.MOVE -> {
            int b = i >>> 23;
            LuaValue v = r[b];
            if (v instanceof Unboxed) {
              n[a] = n[b];
              if (r[a] != v) {
                r[a] = v;
              }
            } else {
              r[a] = v;
            }
          }
          case Opcode.LOADK -> {
            int x = i >>> 14;
            n[a] = kn[x];
            r[a] = kv[x];
          }
          case Opcode.LOADKX -> {
            int x = code[pc++] >>> 6;
            n[a] = kn[x];
            r[a] = kv[x];
          }
          case Opcode.LOADBOOL -> {
            r[a] = i >>> 23 != 0 ? LuaValue.TRUE : FALSE;
            if ((i >>> 14 & 0x1ff) != 0) {
              pc++;
            }
          }
          case Opcode.LOADNIL -> {
            for (int last = a + (i >>> 23); a <= last; a++) {
              r[a] = NIL;
            }
          }
          case Opcode.GETUPVAL -> {
            Upvalue u = f.upvalues[i >>> 23];
            n[a] = u.bits();
            r[a] = u.value();
          }
          case Executable.GET_GLOBAL -> {
            Upvalue u = f.upvalues[i >>> 23];
            ByteString key = (ByteString) kv[i >>> 14 & 0xff];
            if (u.value() instanceof Table t) {
              LuaValue v = t.fetch(key);
              if (v != NIL || t.metatable() == null) {
                r[a] = v;
                continue;
              }
            }
            f.pc = pc;
            Frame next = indexing.get(f, a, u.boxed(), key);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Executable.GET_FIELD -> {
            ByteString key = (ByteString) kv[i >>> 14 & 0xff];
            if (r[i >>> 23] instanceof Table t) {
              LuaValue v = t.fetch(key);
              if (v != NIL || t.metatable() == null) {
                r[a] = v;
                continue;
              }
            }
            f.pc = pc;
            Frame next = indexing.get(f, a, f.boxed(i >>> 23), key);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.GETTABLE -> {
            int c = i >>> 14 & 0x1ff;
            if (r[i >>> 23] instanceof Table t) {
              LuaValue v;
              if (c > 0xff) {
                v = t.fetch(Unboxed.box(kv, kn, c & 0xff));
              } else if (r[c] == INTEGER) {
                v = t.fetch(n[c]);
              } else {
                v = t.fetch(f.boxed(c));
              }
              if (v != NIL || t.metatable() == null) {
                r[a] = v;
                continue;
              }
            }
            f.pc = pc;
            Frame next = indexing.get(f, a, f.boxed(i >>> 23), operand(f, c));
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.GETTABUP -> {
            f.pc = pc;
            Upvalue u = f.upvalues[i >>> 23];
            Frame next = indexing.get(f, a, u.boxed(), operand(f, i >>> 14 & 0x1ff));
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.SETTABUP -> {
            f.pc = pc;
            Frame next =
                indexing.set(
                    f, f.upvalues[a].boxed(), operand(f, i >>> 23), operand(f, i >>> 14 & 0x1ff));
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.SETUPVAL -> {
            int b = i >>> 23;
            Upvalue u = f.upvalues[b];
            if (u.epoch != heap.epoch()) {
              state.saveUpvalue(u);
            }
            Frame open = u.frame;
            if (open != null) {
              open.numbers[u.index] = n[a];
              open.values[u.index] = r[a];
            } else {
              u.closedBits = n[a];
              u.closedValue = r[a];
            }
          }
          case Executable.SET_FIELD -> {
            ByteString key = (ByteString) kv[i >>> 23 & 0xff];
            LuaValue v = operand(f, i >>> 14 & 0x1ff);
            f.pc = pc;
            if (r[a] instanceof Table t && t.metatable() == null) {
              t.store(heap, key, v);
              continue;
            }
            Frame next = indexing.set(f, f.boxed(a), key, v);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.SETTABLE -> {
            int b = i >>> 23;
            LuaValue v = operand(f, i >>> 14 & 0x1ff);
            f.pc = pc;
            if (b <= 0xff && r[b] == INTEGER && r[a] instanceof Table t && t.metatable() == null) {
              t.store(heap, n[b], v);
              continue;
            }
            Frame next = indexing.set(f, f.boxed(a), operand(f, b), v);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.NEWTABLE -> {
            f.pc = pc;
            r[a] =
                new Table(heap, Instruction.sizeOf(i >>> 23), Instruction.sizeOf(i >>> 14 & 0x1ff));
          }
          case Opcode.SELF -> {
            int b = i >>> 23;
            LuaValue self = f.boxed(b);
            LuaValue key = operand(f, i >>> 14 & 0x1ff);
            n[a + 1] = n[b];
            r[a + 1] = r[b];
            f.pc = pc;
            Frame next = indexing.get(f, a, self, key);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.ADD -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            LuaValue x = r[b];
            if (x == INTEGER && r[c] == INTEGER) {
              n[a] = n[b] + n[c];
              if (r[a] != INTEGER) {
                r[a] = INTEGER;
              }
              continue;
            }
            if (x == FLOAT && r[c] == FLOAT) {
              n[a] = bits(real(n[b]) + real(n[c]));
              if (r[a] != FLOAT) {
                r[a] = FLOAT;
              }
              continue;
            }
            f.pc = pc;
            Frame next = arithmetic.run(f, Opcode.ADD, a, r, n, b, r, n, c);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.ADD + Executable.WITH_CONSTANT -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0xff;
            if (r[b] == INTEGER && kv[c] == INTEGER) {
              n[a] = n[b] + kn[c];
              if (r[a] != INTEGER) {
                r[a] = INTEGER;
              }
              continue;
            }
            f.pc = pc;
            Frame next = arithmetic.run(f, Opcode.ADD, a, r, n, b, kv, kn, c);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.SUB -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            LuaValue x = r[b];
            if (x == INTEGER && r[c] == INTEGER) {
              n[a] = n[b] - n[c];
              if (r[a] != INTEGER) {
                r[a] = INTEGER;
              }
              continue;
            }
            if (x == FLOAT && r[c] == FLOAT) {
              n[a] = bits(real(n[b]) - real(n[c]));
              if (r[a] != FLOAT) {
                r[a] = FLOAT;
              }
              continue;
            }
            f.pc = pc;
            Frame next = arithmetic.run(f, Opcode.SUB, a, r, n, b, r, n, c);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.SUB + Executable.WITH_CONSTANT -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0xff;
            if (r[b] == INTEGER && kv[c] == INTEGER) {
              n[a] = n[b] - kn[c];
              if (r[a] != INTEGER) {
                r[a] = INTEGER;
              }
              continue;
            }
            f.pc = pc;
            Frame next = arithmetic.run(f, Opcode.SUB, a, r, n, b, kv, kn, c);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.MUL -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            LuaValue x = r[b];
            if (x == FLOAT && r[c] == FLOAT) {
              n[a] = bits(real(n[b]) * real(n[c]));
              if (r[a] != FLOAT) {
                r[a] = FLOAT;
              }
              continue;
            }
            if (x == INTEGER && r[c] == INTEGER) {
              n[a] = n[b] * n[c];
              if (r[a] != INTEGER) {
                r[a] = INTEGER;
              }
              continue;
            }
            f.pc = pc;
            Frame next = arithmetic.run(f, Opcode.MUL, a, r, n, b, r, n, c);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.DIV,
              Opcode.MOD,
              Opcode.IDIV,
              Opcode.BAND,
              Opcode.BOR,
              Opcode.BXOR,
              Opcode.SHL,
              Opcode.SHR -> {
            f.pc = pc;
            Frame next = arithmetic.run(f, i & 0x3f, a, r, n, i >>> 23, r, n, i >>> 14 & 0x1ff);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.MUL + Executable.WITH_CONSTANT,
              Opcode.DIV + Executable.WITH_CONSTANT,
              Opcode.MOD + Executable.WITH_CONSTANT,
              Opcode.IDIV + Executable.WITH_CONSTANT,
              Opcode.BAND + Executable.WITH_CONSTANT,
              Opcode.BOR + Executable.WITH_CONSTANT,
              Opcode.BXOR + Executable.WITH_CONSTANT,
              Opcode.SHL + Executable.WITH_CONSTANT -> {
            f.pc = pc;
            Frame next =
                arithmetic.run(
                    f,
                    (i & 0x3f) - Executable.WITH_CONSTANT,
                    a,
                    r,
                    n,
                    i >>> 23,
                    kv,
                    kn,
                    i >>> 14 & 0xff);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Executable.SHIFT_RIGHT_CONSTANT -> {
            f.pc = pc;
            Frame next = arithmetic.run(f, Opcode.SHR, a, r, n, i >>> 23, kv, kn, i >>> 14 & 0xff);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Executable.ARITHMETIC -> {
            f.pc = pc;
            int opcode = executable.prototype.code[pc - 1] & 0x3f;
            Frame next = arithmetic.general(f, opcode, a, i >>> 23, i >>> 14 & 0x1ff);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.UNM, Opcode.BNOT -> {
            f.pc = pc;
            Frame next = arithmetic.unary(f, i & 0x3f, a, i >>> 23);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.NOT -> {
            LuaValue v = r[i >>> 23];
            r[a] = v == NIL || v == FALSE ? LuaValue.TRUE : FALSE;
          }
          case Opcode.LEN -> {
            LuaValue v = r[i >>> 23];
            f.pc = pc;
            if (v instanceof Table t && t.metatable() == null) {
              n[a] = t.border();
              r[a] = INTEGER;
              continue;
            }
            Frame next = indexing.length(f, a, f.boxed(i >>> 23));
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.CONCAT -> {
            f.pc = pc;
            Frame next = calls.concatenation().run(f, i >>> 23, i >>> 14 & 0x1ff);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.JMP -> {
            if (a != 0) {
              f.closeFrom(a - 1);
            }
            int distance = (i >>> 14) - 131071;
            pc += distance;
            if (distance < 0) {
              if ((heap.gasLeft += distance) < 0 || heap.isCollectionDue) {
                state.atSafePoint(f, pc);
              }
              if (!isStaying && pc != 0 && Tier.isCompiledAfterJump(f, pc - distance)) {
                f.pc = pc;
                isJumping = true;
                break dispatch;
              }
            }
          }
          case Opcode.EQ -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            LuaValue x = r[b];
            boolean isTrue;
            if (x == INTEGER && r[c] == INTEGER) {
              isTrue = n[b] == n[c];
            } else {
              f.pc = pc;
              Frame next = comparison.equal(f, f.boxed(b), f.boxed(c), a);
              if (next != f) {
                f = next;
                break dispatch;
              }
              isTrue = comparison.isTrue;
            }
            if (isTrue != (a != 0)) {
              pc++;
            }
          }
          case Executable.EQUAL_CONSTANT -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            boolean isTrue;
            LuaValue x = b > 0xff ? kv[b & 0xff] : r[b];
            LuaValue y = c > 0xff ? kv[c & 0xff] : r[c];
            if (x == y && !(x instanceof Unboxed) && !(x instanceof ByteString)) {
              isTrue = true;
            } else {
              f.pc = pc;
              Frame next = comparison.equal(f, operand(f, b), operand(f, c), a);
              if (next != f) {
                f = next;
                break dispatch;
              }
              isTrue = comparison.isTrue;
            }
            if (isTrue != (a != 0)) {
              pc++;
            }
          }
          case Opcode.LT -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            LuaValue x = r[b];
            boolean isTrue;
            if (x == INTEGER && r[c] == INTEGER) {
              isTrue = n[b] < n[c];
            } else if (x == FLOAT && r[c] == FLOAT) {
              isTrue = real(n[b]) < real(n[c]);
            } else {
              f.pc = pc;
              Frame next = comparison.less(f, f.boxed(b), f.boxed(c), a);
              if (next != f) {
                f = next;
                break dispatch;
              }
              isTrue = comparison.isTrue;
            }
            if (isTrue != (a != 0)) {
              pc++;
            }
          }
          case Opcode.LE -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            LuaValue x = r[b];
            boolean isTrue;
            if (x == INTEGER && r[c] == INTEGER) {
              isTrue = n[b] <= n[c];
            } else if (x == FLOAT && r[c] == FLOAT) {
              isTrue = real(n[b]) <= real(n[c]);
            } else {
              f.pc = pc;
              Frame next = comparison.lessOrEqual(f, f.boxed(b), f.boxed(c), a);
              if (next != f) {
                f = next;
                break dispatch;
              }
              isTrue = comparison.isTrue;
            }
            if (isTrue != (a != 0)) {
              pc++;
            }
          }
          case Executable.COMPARE_CONSTANT -> {
            int b = i >>> 23;
            int c = i >>> 14 & 0x1ff;
            boolean isLess = (executable.prototype.code[pc - 1] & 0x3f) == Opcode.LT;
            boolean isTrue;
            if ((b > 0xff ? kv[b & 0xff] : r[b]) == INTEGER
                && (c > 0xff ? kv[c & 0xff] : r[c]) == INTEGER) {
              long x = b > 0xff ? kn[b & 0xff] : n[b];
              long y = c > 0xff ? kn[c & 0xff] : n[c];
              isTrue = isLess ? x < y : x <= y;
            } else {
              f.pc = pc;
              LuaValue x = operand(f, b);
              LuaValue y = operand(f, c);
              Frame next =
                  isLess ? comparison.less(f, x, y, a) : comparison.lessOrEqual(f, x, y, a);
              if (next != f) {
                f = next;
                break dispatch;
              }
              isTrue = comparison.isTrue;
            }
            if (isTrue != (a != 0)) {
              pc++;
            }
          }
          case Opcode.TEST -> {
            LuaValue v = r[a];
            if ((v != NIL && v != FALSE) != ((i >>> 14 & 0x1ff) != 0)) {
              pc++;
            }
          }
          case Opcode.TESTSET -> {
            int b = i >>> 23;
            LuaValue v = r[b];
            if ((v != NIL && v != FALSE) != ((i >>> 14 & 0x1ff) != 0)) {
              pc++;
            } else {
              n[a] = n[b];
              r[a] = v;
            }
          }
          case Opcode.CALL -> {
            int b = i >>> 23;
            int count = b != 0 ? b - 1 : f.top - a - 1;
            int wanted = (i >>> 14 & 0x1ff) - 1;
            f.pc = pc;
            if (r[a] instanceof Closure closure) {
              f = calls.enter(f, closure, a, count, wanted);
              break dispatch;
            }
            Frame next = calls.call(f, a, count, wanted);
            if (next != f) {
              f = next;
              break dispatch;
            }
            r = f.values;
            n = f.numbers;
          }
          case Opcode.TAILCALL -> {
            int b = i >>> 23;
            f.pc = pc;
            f = calls.tailCall(f, a, b != 0 ? b - 1 : f.top - a - 1);
            break dispatch;
          }
          case Opcode.RETURN -> {
            int b = i >>> 23;
            int count = b != 0 ? b - 1 : f.top - a;
            Tier.left(f, pc);
            f = calls.leave(f, a, count);
            break dispatch;
          }
          case Opcode.FORLOOP -> {
            if (r[a] == INTEGER) {
              // Wraps around at the ends of the integers, as the C implementation does.
              long step = n[a + 2];
              long at = n[a] + step;
              long limit = n[a + 1];
              if (step > 0 ? at <= limit : limit <= at) {
                n[a] = at;
                n[a + 3] = at;
                if (r[a + 3] != INTEGER) {
                  r[a + 3] = INTEGER;
                }
                int distance = (i >>> 14) - 131071;
                pc += distance;
                if ((heap.gasLeft += distance) < 0 || heap.isCollectionDue) {
                  state.atSafePoint(f, pc);
                }
                if (!isStaying && pc != 0 && Tier.isCompiledAfterJump(f, pc - distance)) {
                  f.pc = pc;
                  isJumping = true;
                  break dispatch;
                }
              }
            } else {
              double step = real(n[a + 2]);
              double at = real(n[a]) + step;
              double limit = real(n[a + 1]);
              if (step > 0 ? at <= limit : limit <= at) {
                n[a] = bits(at);
                n[a + 3] = n[a];
                r[a + 3] = FLOAT;
                int distance = (i >>> 14) - 131071;
                pc += distance;
                if ((heap.gasLeft += distance) < 0 || heap.isCollectionDue) {
                  state.atSafePoint(f, pc);
                }
                if (!isStaying && pc != 0 && Tier.isCompiledAfterJump(f, pc - distance)) {
                  f.pc = pc;
                  isJumping = true;
                  break dispatch;
                }
              }
            }
          }
          case Opcode.FORPREP -> {
            f.pc = pc;
            arithmetic.prepareLoop(f, a);
            pc += (i >>> 14) - 131071;
          }
          case Opcode.TFORCALL -> {
            int wanted = i >>> 14 & 0x1ff;
            f.pc = pc;
            if (r[a] == state.next && r[a + 1] instanceof Table t) {
              indexing.next(f, t, a + 2, a + 3, wanted);
              continue;
            }
            for (int j = 2; j >= 0; j--) {
              n[a + 3 + j] = n[a + j];
              r[a + 3 + j] = r[a + j];
            }
            Frame next = calls.call(f, a + 3, 2, wanted);
            if (next != f) {
              f = next;
              break dispatch;
            }
          }
          case Opcode.TFORLOOP -> {
            LuaValue v = r[a + 1];
            if (v != NIL) {
              n[a] = n[a + 1];
              r[a] = v;
              int distance = (i >>> 14) - 131071;
              pc += distance;
              if ((heap.gasLeft += distance) < 0 || heap.isCollectionDue) {
                state.atSafePoint(f, pc);
              }
              if (!isStaying && pc != 0 && Tier.isCompiledAfterJump(f, pc - distance)) {
                f.pc = pc;
                isJumping = true;
                break dispatch;
              }
            }
          }
          case Opcode.SETLIST -> {
            f.pc = pc;
            int c = i >>> 14 & 0x1ff;
            if (c == 0) {
              c = code[pc++] >>> 6;
            }
            indexing.setList(f, a, i >>> 23, c);
          }
          case Opcode.CLOSURE -> {
            f.pc = pc;
            r[a] = calls.closure(f, executable.children[i >>> 14]);
          }
          case Opcode.VARARG -> {
            f.pc = pc;
            calls.spread(f, a, (i >>> 23) - 1);
            r = f.values;
            n = f.numbers;
          }
          default -> throw new IllegalStateException("opcode " + (i & 0x3f));
        }
      }
    }
    return f;
  }

  /** A register or a constant, as an object. */
  private static LuaValue operand(Frame f, int index) {
    return index > 0xff
        ? Unboxed.box(f.code.constants, f.code.constantNumbers, index & 0xff)
        : Unboxed.box(f.values, f.numbers, index);
  }

  private static double real(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
