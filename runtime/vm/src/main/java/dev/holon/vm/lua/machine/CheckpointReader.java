package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.TableLayout;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * Makes the objects of one process from a checkpoint: first all of them empty, then what they hold.
 * Sizes are believed only as far as there are bytes to fill them.
 */
final class CheckpointReader {
  private static final LuaValue[] NO_VALUES = {};
  private static final LuaValue[] NO_NODES = {LuaValue.NIL, LuaValue.NIL};
  private static final int[] NO_LINKS = {0};

  private final Checkpoint from;
  private final Heap heap;
  private final CheckpointInput in;
  private final ByteString[] texts;
  private final NativeFunction[] natives;
  private final Table[] tables;
  private final Closure[] closures;
  private final NativeFunction[] capturing;
  private final Upvalue[] upvalues;
  private final Coroutine[] coroutines;
  private final int[] frameCounts;
  private long promised;

  CheckpointReader(Checkpoint from, Heap heap) {
    this.from = from;
    this.heap = heap;
    this.in = new CheckpointInput(from.bytes, from.shells, from.end);
    this.texts = from.texts;
    this.natives = from.natives;
    this.tables = new Table[from.tableCount];
    this.closures = new Closure[from.closureCount];
    this.capturing = new NativeFunction[from.capturingCount];
    this.upvalues = new Upvalue[from.upvalueCount];
    this.coroutines = new Coroutine[from.coroutineCount];
    this.frameCounts = new int[from.coroutineCount];
  }

  LuaState read() throws CheckpointException {
    shells();
    for (Table table : tables) {
      fill(table);
    }
    for (Closure closure : closures) {
      for (int i = 0; i < closure.upvalues.length; i++) {
        closure.upvalues[i] = upvalues[in.below(upvalues.length, "variable")];
      }
    }
    for (NativeFunction function : capturing) {
      values(function.captured());
    }
    FrameReader frames = new FrameReader();
    for (int i = 0; i < coroutines.length; i++) {
      coroutines[i].function = value();
      frames.read(coroutines[i], frameCounts[i]);
    }
    for (Upvalue upvalue : upvalues) {
      fill(upvalue);
    }
    LuaState state = roots();
    in.expectEnd();
    heap.setSerialLast(from.serialLast);
    heap.setBytesUsed(from.bytesUsed);
    heap.setBytesLive(from.bytesLive);
    state.random().setWords(from.random);
    from.sources.natives().setSteps(state);
    return state;
  }

  private void shells() throws CheckpointException {
    for (int i = 0; i < tables.length; i++) {
      tables[i] = Table.restored(heap, in.serial());
    }
    for (int i = 0; i < closures.length; i++) {
      int serial = in.serial();
      CodeUnit unit = from.units[in.below(from.units.length, "unit")];
      Executable code = unit.functions[in.below(unit.functions.length, "function")];
      promise(code.upvalueCount);
      closures[i] = new Closure(code, serial);
    }
    for (int i = 0; i < capturing.length; i++) {
      int serial = in.serial();
      NativeFunction shared = natives[in.below(natives.length, "native")];
      int count = in.count("values");
      promise(count);
      capturing[i] = shared.restored(new LuaValue[count], serial);
    }
    for (int i = 0; i < coroutines.length; i++) {
      int serial = in.serial();
      Coroutine.Status status = status(in.oneByte());
      frameCounts[i] = in.count("frames");
      if (frameCounts[i] > 0 && status != Coroutine.Status.SUSPENDED) {
        throw CheckpointInput.damaged("frames of a coroutine that is " + status.text);
      }
      coroutines[i] = new Coroutine(serial, status);
    }
    for (int i = 0; i < upvalues.length; i++) {
      upvalues[i] = Upvalue.closed(LuaValue.NIL);
    }
  }

  private static Coroutine.Status status(int code) throws CheckpointException {
    for (Coroutine.Status status : Coroutine.Status.values()) {
      if (status.code == code) {
        return status;
      }
    }
    throw CheckpointInput.damaged("a coroutine of status " + code);
  }

  /** Arrays that are made now and filled later: what fills them must be there. */
  private void promise(int count) throws CheckpointException {
    promised += count;
    if (promised > from.end - in.position()) {
      throw CheckpointInput.damaged("it states more than it holds");
    }
  }

  private LuaValue value() throws CheckpointException {
    long tagged = in.number();
    int kind = (int) tagged & ((1 << CheckpointFormat.KIND_BITS) - 1);
    long index = tagged >>> CheckpointFormat.KIND_BITS;
    return switch (kind) {
      case CheckpointFormat.NIL -> LuaValue.NIL;
      case CheckpointFormat.FALSE -> LuaValue.FALSE;
      case CheckpointFormat.TRUE -> LuaValue.TRUE;
      case CheckpointFormat.INTEGER -> IntegerNumber.of(in.signed());
      case CheckpointFormat.FLOAT -> FloatNumber.of(Double.longBitsToDouble(in.word()));
      case CheckpointFormat.TEXT -> texts[index(index, texts.length)];
      case CheckpointFormat.TABLE -> tables[index(index, tables.length)];
      case CheckpointFormat.CLOSURE -> closures[index(index, closures.length)];
      case CheckpointFormat.NATIVE -> natives[index(index, natives.length)];
      case CheckpointFormat.CAPTURING -> capturing[index(index, capturing.length)];
      case CheckpointFormat.COROUTINE -> coroutines[index(index, coroutines.length)];
      default -> throw CheckpointInput.damaged("a value of kind " + kind);
    };
  }

  private static int index(long index, int count) throws CheckpointException {
    if (index >= count) {
      throw CheckpointInput.damaged("object " + index + " of " + count);
    }
    return (int) index;
  }

  private void values(LuaValue[] values) throws CheckpointException {
    for (int i = 0; i < values.length; i++) {
      values[i] = value();
    }
  }

  private void fill(Table table) throws CheckpointException {
    int arraySize = in.count("slots");
    LuaValue[] array = arraySize == 0 ? NO_VALUES : new LuaValue[arraySize];
    values(array);
    int count = in.count("nodes");
    LuaValue[] nodes = NO_NODES;
    int[] links = NO_LINKS;
    int lastFree = 0;
    if (count > 0) {
      if (Integer.bitCount(count) != 1) {
        throw CheckpointInput.damaged(count + " nodes");
      }
      nodes = new LuaValue[2 * count];
      links = new int[count];
      for (int i = 0; i < count; i++) {
        nodes[2 * i] = value();
        nodes[2 * i + 1] = value();
        links[i] = in.below(count + 1, "link");
      }
      requireChains(links);
      lastFree = in.below(count + 1, "free node");
    }
    table.restore(new TableLayout(array, nodes, links, lastFree, optional(tables, "metatable")));
  }

  /** A chain that leads back into itself would never end. */
  private static void requireChains(int[] links) throws CheckpointException {
    boolean isLinked = false;
    for (int link : links) {
      isLinked |= link != 0;
    }
    if (!isLinked) {
      return;
    }
    boolean[] hasPrevious = new boolean[links.length];
    for (int link : links) {
      if (link != 0) {
        if (hasPrevious[link - 1]) {
          throw CheckpointInput.damaged("chains that meet");
        }
        hasPrevious[link - 1] = true;
      }
    }
    int reached = 0;
    for (int i = 0; i < links.length; i++) {
      if (!hasPrevious[i]) {
        reached++;
        for (int at = i; links[at] != 0; at = links[at] - 1) {
          reached++;
        }
      }
    }
    if (reached != links.length) {
      throw CheckpointInput.damaged("a chain without end");
    }
  }

  private <T> @Nullable T optional(T[] objects, String what) throws CheckpointException {
    int number = in.below(objects.length + 1, what);
    return number == 0 ? null : objects[number - 1];
  }

  private void fill(Upvalue upvalue) throws CheckpointException {
    int form = in.oneByte();
    if (form == 1 && upvalue.frame != null) {
      return;
    }
    if (form != 0 || upvalue.frame != null) {
      throw CheckpointInput.damaged("a variable without a place");
    }
    LuaValue value = value();
    upvalue.closedValue = Unboxed.mark(value);
    upvalue.closedBits = Unboxed.bits(value);
  }

  private LuaState roots() throws CheckpointException {
    Table globals = tables[in.below(tables.length, "table")];
    Table registry = tables[in.below(tables.length, "table")];
    LuaState state = new LuaState(heap, from.sources.code(), globals, registry);
    state.restore(optional(tables, "metatable"), optional(coroutines, "coroutine"));
    return state;
  }

  /** Reads the stacks of coroutines. */
  private final class FrameReader {
    private static final int SIZE_MAX = 1 << 24;

    private void read(Coroutine coroutine, int count) throws CheckpointException {
      Frame above = null;
      for (int i = 0; i < count; i++) {
        Frame frame = frame(coroutine);
        if ((frame.kind == Frame.COROUTINE) != (i == count - 1)
            || (frame.kind == Frame.YIELD) != (i == 0)) {
          throw CheckpointInput.damaged("a frame in the wrong place");
        }
        if (above == null) {
          coroutine.frame = frame;
        } else {
          above.caller = frame;
        }
        above = frame;
      }
    }

    private Frame frame(Coroutine coroutine) throws CheckpointException {
      int kind = in.oneByte();
      Closure closure = null;
      boolean isTailCall = false;
      if (kind == Frame.LUA) {
        closure = closures[in.below(closures.length, "closure")];
        isTailCall = in.oneByte() != 0;
      } else if (kind != Frame.PROTECTED
          && kind != Frame.HANDLED
          && kind != Frame.COROUTINE
          && kind != Frame.YIELD) {
        throw CheckpointInput.damaged("a waiting frame of kind " + kind);
      }
      int pc = in.below(closure == null ? 1 : closure.code.length, "place in code");
      int top = in.below(SIZE_MAX, "top");
      int base = in.below(SIZE_MAX, "base");
      int mode = in.below(Frame.TO_CONCATENATION + 1, "mode");
      int register = in.below(SIZE_MAX, "register");
      long wanted = in.signed();
      if (wanted < -1 || wanted > SIZE_MAX) {
        throw CheckpointInput.damaged(wanted + " results");
      }
      Frame frame = withRegisters(kind, closure);
      frame.isTailCall = isTailCall;
      frame.pc = pc;
      frame.top = top;
      frame.base = base;
      frame.resultMode = mode;
      frame.resultRegister = register;
      frame.resultCount = (int) wanted;
      int variadicCount = in.count("arguments");
      if (variadicCount > 0) {
        frame.variadic = new LuaValue[variadicCount];
        values(frame.variadic);
      }
      subject(frame, coroutine);
      open(frame);
      return frame;
    }

    private Frame withRegisters(int kind, @Nullable Closure closure) throws CheckpointException {
      int count = in.count("registers");
      if (closure == null) {
        if (count != 0) {
          throw CheckpointInput.damaged("registers of a native function");
        }
        return new Frame(kind, null);
      }
      if (count < closure.code.registerCount) {
        throw CheckpointInput.damaged("too few registers");
      }
      LuaValue[] values = new LuaValue[count];
      long[] numbers = new long[count];
      for (int i = 0; i < count; i++) {
        LuaValue value = value();
        values[i] = Unboxed.mark(value);
        numbers[i] = Unboxed.bits(value);
      }
      return new Frame(closure, values, numbers);
    }

    private void subject(Frame frame, Coroutine coroutine) throws CheckpointException {
      LuaValue subject = value();
      if (frame.kind == Frame.COROUTINE && subject != coroutine) {
        throw CheckpointInput.damaged("a frame of another coroutine");
      }
      frame.subject = subject == LuaValue.NIL ? null : subject;
    }

    private void open(Frame frame) throws CheckpointException {
      int count = in.count("open variables");
      int above = frame.values.length;
      Upvalue last = null;
      for (int i = 0; i < count; i++) {
        Upvalue upvalue = upvalues[in.below(upvalues.length, "variable")];
        if (upvalue.frame != null) {
          throw CheckpointInput.damaged("a variable in two places");
        }
        upvalue.frame = frame;
        upvalue.index = in.below(above, "register");
        above = upvalue.index;
        if (last == null) {
          frame.open = upvalue;
        } else {
          last.next = upvalue;
        }
        last = upvalue;
      }
    }
  }
}
