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

  @SuppressWarnings("LabelledBreakTarget")
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
      // An instruction is done when it continues the loop. What else it may come to follows the
      // switch, once for all of them: that keeps this method small.
      loop:
      while (true) {
        int i = code[pc++];
        int a = i >>> 6 & 0xff;
        Frame next;
        slow:
        {
          long bits;
          real:
          {
            integer:
            {
              arithmetic:
              {
                int distance;
                jump:
                {
                  boolean isHeld;
                  test:
                  {
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
                        continue loop;
                      }
                      case Opcode.LOADK -> {
                        int x = i >>> 14;
                        n[a] = kn[x];
                        r[a] = kv[x];
                        continue loop;
                      }
                      case Opcode.GETUPVAL -> {
                        Upvalue u = f.upvalues[i >>> 23];
                        n[a] = u.bits();
                        r[a] = u.value();
                        continue loop;
                      }
                      case Executable.GET_GLOBAL -> {
                        ByteString key = (ByteString) kv[i >>> 14 & 0xff];
                        if (f.upvalues[i >>> 23].value() instanceof Table t) {
                          LuaValue v = t.fetch(key);
                          if (v != NIL || t.metatable() == null) {
                            r[a] = v;
                            continue loop;
                          }
                        }
                        f.pc = pc;
                        next = indexing.get(f, a, f.upvalues[i >>> 23].boxed(), key);
                        break slow;
                      }
                      case Executable.GET_FIELD -> {
                        ByteString key = (ByteString) kv[i >>> 14 & 0xff];
                        if (r[i >>> 23] instanceof Table t) {
                          LuaValue v = t.fetch(key);
                          if (v != NIL || t.metatable() == null) {
                            r[a] = v;
                            continue loop;
                          }
                        }
                        f.pc = pc;
                        next = indexing.get(f, a, f.boxed(i >>> 23), key);
                        break slow;
                      }
                      case Opcode.GETTABLE -> {
                        int c = i >>> 14 & 0x1ff;
                        if (r[i >>> 23] instanceof Table t) {
                          LuaValue v =
                              c <= 0xff && r[c] == INTEGER ? t.fetch(n[c]) : t.fetch(operand(f, c));
                          if (v != NIL || t.metatable() == null) {
                            r[a] = v;
                            continue loop;
                          }
                        }
                        f.pc = pc;
                        next = indexing.get(f, a, f.boxed(i >>> 23), operand(f, c));
                        break slow;
                      }
                      case Opcode.ADD -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          bits = n[b] + n[c];
                          break integer;
                        }
                        if (r[b] == FLOAT && r[c] == FLOAT) {
                          bits = bits(real(n[b]) + real(n[c]));
                          break real;
                        }
                        break arithmetic;
                      }
                      case Opcode.ADD + Executable.WITH_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0xff;
                        if (r[b] == INTEGER && kv[c] == INTEGER) {
                          bits = n[b] + kn[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.SUB -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          bits = n[b] - n[c];
                          break integer;
                        }
                        if (r[b] == FLOAT && r[c] == FLOAT) {
                          bits = bits(real(n[b]) - real(n[c]));
                          break real;
                        }
                        break arithmetic;
                      }
                      case Opcode.SUB + Executable.WITH_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0xff;
                        if (r[b] == INTEGER && kv[c] == INTEGER) {
                          bits = n[b] - kn[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.MUL -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == FLOAT && r[c] == FLOAT) {
                          bits = bits(real(n[b]) * real(n[c]));
                          break real;
                        }
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          bits = n[b] * n[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.MUL + Executable.WITH_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0xff;
                        if (r[b] == INTEGER && kv[c] == INTEGER) {
                          bits = n[b] * kn[c];
                          break integer;
                        }
                        if (r[b] == FLOAT && kv[c] == FLOAT) {
                          bits = bits(real(n[b]) * real(kn[c]));
                          break real;
                        }
                        break arithmetic;
                      }
                      case Opcode.DIV -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == FLOAT && r[c] == FLOAT) {
                          bits = bits(real(n[b]) / real(n[c]));
                          break real;
                        }
                        break arithmetic;
                      }
                      case Opcode.MOD + Executable.WITH_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0xff;
                        if (r[b] == INTEGER && kv[c] == INTEGER && kn[c] > 0) {
                          long remainder = n[b] % kn[c];
                          bits = remainder < 0 ? remainder + kn[c] : remainder;
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.BAND -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          bits = n[b] & n[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.BAND + Executable.WITH_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0xff;
                        if (r[b] == INTEGER && kv[c] == INTEGER) {
                          bits = n[b] & kn[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.BOR -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          bits = n[b] | n[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.BXOR -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          bits = n[b] ^ n[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.SHL + Executable.WITH_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0xff;
                        if (r[b] == INTEGER && kv[c] == INTEGER && (kn[c] & ~63) == 0) {
                          bits = n[b] << kn[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Executable.SHIFT_RIGHT_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0xff;
                        if (r[b] == INTEGER && kv[c] == INTEGER && (kn[c] & ~63) == 0) {
                          bits = n[b] >>> kn[c];
                          break integer;
                        }
                        break arithmetic;
                      }
                      case Opcode.MOD,
                          Opcode.IDIV,
                          Opcode.SHL,
                          Opcode.SHR,
                          Opcode.DIV + Executable.WITH_CONSTANT,
                          Opcode.IDIV + Executable.WITH_CONSTANT,
                          Opcode.BOR + Executable.WITH_CONSTANT,
                          Opcode.BXOR + Executable.WITH_CONSTANT,
                          Executable.ARITHMETIC -> {
                        break arithmetic;
                      }
                      case Opcode.JMP -> {
                        if (a != 0) {
                          f.closeFrom(a - 1);
                        }
                        distance = (i >>> 14) - 131071;
                        break jump;
                      }
                      case Opcode.FORLOOP -> {
                        long step = n[a + 2];
                        distance = (i >>> 14) - 131071;
                        if (r[a] == INTEGER) {
                          // Wraps around at the ends of the integers, as the C implementation does.
                          long at = n[a] + step;
                          long limit = n[a + 1];
                          if (step > 0 ? at <= limit : limit <= at) {
                            n[a] = at;
                            n[a + 3] = at;
                            if (r[a + 3] != INTEGER) {
                              r[a + 3] = INTEGER;
                            }
                            break jump;
                          }
                        } else if (Arithmetic.isFloatLoopOn(n, a, real(step))) {
                          r[a + 3] = FLOAT;
                          break jump;
                        }
                        continue loop;
                      }
                      case Opcode.LT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          isHeld = n[b] < n[c];
                          break test;
                        }
                        f.pc = pc;
                        next = comparison.less(f, f.boxed(b), f.boxed(c), a);
                        if (next == f) {
                          isHeld = comparison.isTrue;
                          break test;
                        }
                        break slow;
                      }
                      case Opcode.LE -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          isHeld = n[b] <= n[c];
                          break test;
                        }
                        f.pc = pc;
                        next = comparison.lessOrEqual(f, f.boxed(b), f.boxed(c), a);
                        if (next == f) {
                          isHeld = comparison.isTrue;
                          break test;
                        }
                        break slow;
                      }
                      case Opcode.EQ -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        if (r[b] == INTEGER && r[c] == INTEGER) {
                          isHeld = n[b] == n[c];
                          break test;
                        }
                        f.pc = pc;
                        next = comparison.equal(f, f.boxed(b), f.boxed(c), a);
                        if (next == f) {
                          isHeld = comparison.isTrue;
                          break test;
                        }
                        break slow;
                      }
                      case Executable.EQUAL_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        LuaValue x = b > 0xff ? kv[b & 0xff] : r[b];
                        LuaValue y = c > 0xff ? kv[c & 0xff] : r[c];
                        if (x == INTEGER && y == INTEGER) {
                          isHeld =
                              (b > 0xff ? kn[b & 0xff] : n[b]) == (c > 0xff ? kn[c & 0xff] : n[c]);
                          break test;
                        }
                        if (x == y && !(x instanceof Unboxed) && !(x instanceof ByteString)) {
                          isHeld = true;
                          break test;
                        }
                        f.pc = pc;
                        next = comparison.equal(f, operand(f, b), operand(f, c), a);
                        if (next == f) {
                          isHeld = comparison.isTrue;
                          break test;
                        }
                        break slow;
                      }
                      case Executable.COMPARE_CONSTANT -> {
                        int b = i >>> 23;
                        int c = i >>> 14 & 0x1ff;
                        boolean isLess = (executable.prototype.code[pc - 1] & 0x3f) == Opcode.LT;
                        if ((b > 0xff ? kv[b & 0xff] : r[b]) == INTEGER
                            && (c > 0xff ? kv[c & 0xff] : r[c]) == INTEGER) {
                          long x = b > 0xff ? kn[b & 0xff] : n[b];
                          long y = c > 0xff ? kn[c & 0xff] : n[c];
                          isHeld = isLess ? x < y : x <= y;
                          break test;
                        }
                        f.pc = pc;
                        LuaValue x = operand(f, b);
                        LuaValue y = operand(f, c);
                        next =
                            isLess
                                ? comparison.less(f, x, y, a)
                                : comparison.lessOrEqual(f, x, y, a);
                        if (next == f) {
                          isHeld = comparison.isTrue;
                          break test;
                        }
                        break slow;
                      }
                      case Opcode.TEST -> {
                        LuaValue v = r[a];
                        isHeld = v != NIL && v != FALSE;
                        a = i >>> 14 & 0x1ff;
                        break test;
                      }
                      case Opcode.TESTSET -> {
                        int b = i >>> 23;
                        LuaValue v = r[b];
                        isHeld = v != NIL && v != FALSE;
                        if (isHeld == ((i >>> 14 & 0x1ff) != 0)) {
                          n[a] = n[b];
                          r[a] = v;
                        }
                        a = i >>> 14 & 0x1ff;
                        break test;
                      }
                      case Opcode.CALL -> {
                        int b = i >>> 23;
                        int count = b != 0 ? b - 1 : f.top - a - 1;
                        int wanted = (i >>> 14 & 0x1ff) - 1;
                        f.pc = pc;
                        if (r[a] instanceof Closure closure) {
                          f = calls.enter(f, closure, a, count, wanted);
                          break loop;
                        }
                        next = calls.call(f, a, count, wanted);
                        r = f.values;
                        n = f.numbers;
                        break slow;
                      }
                      case Opcode.RETURN -> {
                        int b = i >>> 23;
                        Tier.left(f, pc);
                        f = calls.leave(f, a, b != 0 ? b - 1 : f.top - a);
                        break loop;
                      }
                      case Executable.SET_FIELD -> {
                        ByteString key = (ByteString) kv[i >>> 23 & 0xff];
                        LuaValue v = operand(f, i >>> 14 & 0x1ff);
                        if (r[a] instanceof Table t && t.metatable() == null) {
                          t.store(heap, key, v);
                          continue loop;
                        }
                        f.pc = pc;
                        next = indexing.set(f, f.boxed(a), key, v);
                        break slow;
                      }
                      case Opcode.SETTABLE -> {
                        int b = i >>> 23;
                        LuaValue v = operand(f, i >>> 14 & 0x1ff);
                        if (b <= 0xff
                            && r[b] == INTEGER
                            && r[a] instanceof Table t
                            && t.metatable() == null) {
                          t.store(heap, n[b], v);
                          continue loop;
                        }
                        f.pc = pc;
                        next = indexing.set(f, f.boxed(a), operand(f, b), v);
                        break slow;
                      }
                      case Opcode.SELF -> {
                        int b = i >>> 23;
                        LuaValue self = f.boxed(b);
                        n[a + 1] = n[b];
                        r[a + 1] = r[b];
                        f.pc = pc;
                        next = indexing.get(f, a, self, operand(f, i >>> 14 & 0x1ff));
                        break slow;
                      }
                      case Opcode.SETUPVAL -> {
                        f.upvalues[i >>> 23].assign(state, heap, r[a], n[a]);
                        continue loop;
                      }
                      case Opcode.TFORLOOP -> {
                        LuaValue v = r[a + 1];
                        if (v == NIL) {
                          continue loop;
                        }
                        n[a] = n[a + 1];
                        r[a] = v;
                        distance = (i >>> 14) - 131071;
                        break jump;
                      }
                      case Opcode.TFORCALL -> {
                        int wanted = i >>> 14 & 0x1ff;
                        f.pc = pc;
                        if (r[a] == state.next && r[a + 1] instanceof Table t) {
                          indexing.next(f, t, a + 2, a + 3, wanted);
                          continue loop;
                        }
                        if (r[a] == state.ipairsStep
                            && r[a + 1] instanceof Table t
                            && t.metatable() == null
                            && r[a + 2] == INTEGER) {
                          indexing.nextItem(f, t, n[a + 2] + 1, a + 3, wanted);
                          continue loop;
                        }
                        for (int j = 2; j >= 0; j--) {
                          n[a + 3 + j] = n[a + j];
                          r[a + 3 + j] = r[a + j];
                        }
                        next = calls.call(f, a + 3, 2, wanted);
                        break slow;
                      }
                      case Opcode.LEN -> {
                        if (r[i >>> 23] instanceof Table t && t.metatable() == null) {
                          bits = t.border();
                          break integer;
                        }
                        f.pc = pc;
                        next = indexing.length(f, a, f.boxed(i >>> 23));
                        break slow;
                      }
                      case Opcode.NOT -> {
                        LuaValue v = r[i >>> 23];
                        r[a] = v == NIL || v == FALSE ? LuaValue.TRUE : FALSE;
                        continue loop;
                      }
                      case Opcode.LOADKX -> {
                        int x = code[pc++] >>> 6;
                        n[a] = kn[x];
                        r[a] = kv[x];
                        continue loop;
                      }
                      case Opcode.LOADBOOL -> {
                        r[a] = i >>> 23 != 0 ? LuaValue.TRUE : FALSE;
                        if ((i >>> 14 & 0x1ff) != 0) {
                          pc++;
                        }
                        continue loop;
                      }
                      case Opcode.LOADNIL -> {
                        for (int last = a + (i >>> 23); a <= last; a++) {
                          r[a] = NIL;
                        }
                        continue loop;
                      }
                      default -> {
                        f.pc = pc;
                        next = rare(f, i, a);
                        if (next != f) {
                          break slow;
                        }
                        pc = f.pc;
                        r = f.values;
                        n = f.numbers;
                        continue loop;
                      }
                    }
                  }
                  // A comparison or test came out; a jump follows each of them.
                  if (isHeld != (a != 0)) {
                    pc++;
                    continue loop;
                  }
                  i = code[pc++];
                  a = i >>> 6 & 0xff;
                  if (a != 0) {
                    f.closeFrom(a - 1);
                  }
                  distance = (i >>> 14) - 131071;
                }
                // A jump.
                pc += distance;
                if (distance < 0) {
                  if ((heap.gasLeft += distance) < 0 || heap.isCollectionDue) {
                    state.atSafePoint(f, pc);
                  }
                  if (!isStaying && pc != 0 && Tier.isCompiledAfterJump(f, pc - distance)) {
                    f.pc = pc;
                    isJumping = true;
                    break loop;
                  }
                }
                continue loop;
              }
              // Arithmetic on anything.
              f.pc = pc;
              int opcode = executable.prototype.code[pc - 1] & 0x3f;
              next = arithmetic.general(f, opcode, a, i >>> 23, i >>> 14 & 0x1ff);
              break slow;
            }
            // A new integer.
            n[a] = bits;
            if (r[a] != INTEGER) {
              r[a] = INTEGER;
            }
            continue loop;
          }
          // A new float.
          n[a] = bits;
          if (r[a] != FLOAT) {
            r[a] = FLOAT;
          }
          continue loop;
        }
        // What may have called a function.
        if (next != f) {
          f = next;
          break loop;
        }
      }
    }
    return f;
  }

  /** The instructions that are few or do much. The next is at the frame's pc. */
  private Frame rare(Frame f, int i, int a) {
    switch (i & 0x3f) {
      case Opcode.GETTABUP -> {
        return indexing.get(f, a, f.upvalues[i >>> 23].boxed(), operand(f, i >>> 14 & 0x1ff));
      }
      case Opcode.SETTABUP -> {
        return indexing.set(
            f, f.upvalues[a].boxed(), operand(f, i >>> 23), operand(f, i >>> 14 & 0x1ff));
      }
      case Opcode.NEWTABLE ->
          f.values[a] =
              new Table(heap, Instruction.sizeOf(i >>> 23), Instruction.sizeOf(i >>> 14 & 0x1ff));
      case Opcode.UNM, Opcode.BNOT -> {
        return arithmetic.unary(f, i & 0x3f, a, i >>> 23);
      }
      case Opcode.CONCAT -> {
        return calls.concatenation().run(f, i >>> 23, i >>> 14 & 0x1ff);
      }
      case Opcode.TAILCALL -> {
        int b = i >>> 23;
        return calls.tailCall(f, a, b != 0 ? b - 1 : f.top - a - 1);
      }
      case Opcode.FORPREP -> {
        arithmetic.prepareLoop(f, a);
        f.pc += (i >>> 14) - 131071;
      }
      case Opcode.SETLIST -> {
        int c = i >>> 14 & 0x1ff;
        if (c == 0) {
          c = f.code.code[f.pc++] >>> 6;
        }
        indexing.setList(f, a, i >>> 23, c);
      }
      case Opcode.CLOSURE -> f.values[a] = calls.closure(f, f.code.children[i >>> 14]);
      case Opcode.VARARG -> calls.spread(f, a, (i >>> 23) - 1);
      default -> throw new IllegalStateException("opcode " + (i & 0x3f));
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
