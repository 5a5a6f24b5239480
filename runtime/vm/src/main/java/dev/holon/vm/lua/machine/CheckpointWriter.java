package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.Table;
import dev.holon.vm.lua.value.TableLayout;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/** Writes the state of a process, in the form of {@link CheckpointFormat}. */
final class CheckpointWriter {
  private final LuaState state;
  private final Reach reach;
  private final @Nullable CodeUnit module;
  private final CheckpointOutput out;

  /**
   * @param module the unit that is told by its hash only
   */
  CheckpointWriter(LuaState state, @Nullable CodeUnit module, OutputStream stream) {
    this.state = state;
    this.reach = Reach.of(state, null);
    this.module = module;
    this.out = new CheckpointOutput(stream);
  }

  void write() throws IOException {
    header();
    code();
    for (int i = 0; i < reach.texts.count(); i++) {
      out.sized(reach.texts.text(i).array());
    }
    for (NativeFunction function : reach.natives) {
      out.sized(ByteString.of(function.name()).array());
    }
    shells();
    for (Table table : reach.tables) {
      table(table);
    }
    for (Closure closure : reach.closures) {
      for (Upvalue upvalue : closure.upvalues) {
        out.number(reach.number(upvalue));
      }
    }
    for (NativeFunction function : reach.capturing) {
      for (LuaValue value : function.captured()) {
        value(value);
      }
    }
    coroutines();
    for (Upvalue upvalue : reach.upvalues) {
      upvalue(upvalue);
    }
    roots();
    out.finish();
  }

  private void header() throws IOException {
    Heap heap = state.heap();
    for (int shift = 16; shift >= 0; shift -= 8) {
      out.oneByte(CheckpointFormat.MAGIC >>> shift);
    }
    out.oneByte(CheckpointFormat.VERSION);
    out.number(heap.serialLast() & 0xffffffffL);
    out.signed(heap.bytesUsed());
    out.signed(heap.bytesLive());
    for (long word : state.random().words()) {
      out.word(word);
    }
    out.number(reach.units.size());
    out.number(reach.texts.count());
    out.number(reach.natives.size());
    out.number(reach.tables.size());
    out.number(reach.closures.size());
    out.number(reach.capturing.size());
    out.number(reach.upvalues.size());
    out.number(reach.coroutines.size());
  }

  private void code() throws IOException {
    for (CodeUnit unit : reach.units) {
      if (module != null && unit.hasHash(module.hash())) {
        out.oneByte(0);
        out.bytes(unit.hash());
      } else {
        out.oneByte(1);
        out.sized(unit.chunkName.array());
        out.sized(unit.source);
      }
    }
  }

  private void shells() throws IOException {
    for (Table table : reach.tables) {
      serial(table.serial());
    }
    for (Closure closure : reach.closures) {
      serial(closure.serial);
      out.number(reach.number(closure.unit()));
      out.number(closure.code.prototype.index);
    }
    for (NativeFunction function : reach.capturing) {
      serial(function.serial());
      out.number(reach.number(function.shared()));
      out.number(function.capturedCount());
    }
    int frame = 0;
    for (Coroutine coroutine : reach.coroutines) {
      serial(coroutine.serial);
      out.oneByte(coroutine.status.code);
      int count = 0;
      if (coroutine.frame != null) {
        while (reach.frames.get(frame + count).kind != Frame.COROUTINE) {
          count++;
        }
        count++;
      }
      out.number(count);
      frame += count;
    }
  }

  private void serial(int serial) throws IOException {
    out.number(serial & 0xffffffffL);
  }

  private void table(Table table) throws IOException {
    TableLayout layout = table.layout();
    out.number(layout.array().length);
    for (LuaValue value : layout.array()) {
      value(value);
    }
    int count = table.nodeCount();
    out.number(count);
    for (int i = 0; i < count; i++) {
      value(layout.nodes()[2 * i]);
      value(layout.nodes()[2 * i + 1]);
      out.number(layout.links()[i]);
    }
    if (count > 0) {
      out.number(layout.lastFree());
    }
    optional(layout.metatable());
  }

  private void optional(@Nullable Object object) throws IOException {
    out.number(object == null ? 0 : reach.number(object) + 1L);
  }

  private void coroutines() throws IOException {
    int next = 0;
    for (Coroutine coroutine : reach.coroutines) {
      value(coroutine.function);
      if (coroutine.frame == null) {
        continue;
      }
      Frame frame;
      do {
        frame = reach.frames.get(next++);
        frame(frame);
      } while (frame.kind != Frame.COROUTINE);
    }
  }

  private void frame(Frame frame) throws IOException {
    out.oneByte(frame.kind);
    if (frame.closure != null) {
      out.number(reach.number(frame.closure));
      out.oneByte(frame.isTailCall ? 1 : 0);
    }
    out.number(frame.pc);
    out.number(frame.top);
    out.number(frame.base);
    out.oneByte(frame.resultMode);
    out.number(frame.resultRegister);
    out.signed(frame.resultCount);
    out.number(frame.values.length);
    for (int i = 0; i < frame.values.length; i++) {
      register(frame.values[i], frame.numbers[i]);
    }
    out.number(frame.variadic.length);
    for (LuaValue value : frame.variadic) {
      value(value);
    }
    value(frame.subject == null ? LuaValue.NIL : frame.subject);
    int openCount = 0;
    for (Upvalue open = frame.open; open != null; open = open.next) {
      openCount++;
    }
    out.number(openCount);
    for (Upvalue open = frame.open; open != null; open = open.next) {
      out.number(reach.number(open));
      out.number(open.index);
    }
  }

  private void upvalue(Upvalue upvalue) throws IOException {
    Frame frame = upvalue.frame;
    if (frame != null && reach.number(frame) >= 0) {
      out.oneByte(1);
    } else {
      out.oneByte(0);
      register(upvalue.value(), upvalue.bits());
    }
  }

  private void register(LuaValue value, long bits) throws IOException {
    if (value == Unboxed.INTEGER) {
      integer(bits);
    } else if (value == Unboxed.FLOAT) {
      real(Double.longBitsToDouble(bits));
    } else {
      value(value == null ? LuaValue.NIL : value);
    }
  }

  private void integer(long value) throws IOException {
    out.oneByte(CheckpointFormat.INTEGER);
    out.signed(value);
  }

  private void real(double value) throws IOException {
    out.oneByte(CheckpointFormat.FLOAT);
    out.word(Double.doubleToLongBits(value));
  }

  private void value(LuaValue value) throws IOException {
    switch (value) {
      case ByteString text -> reference(CheckpointFormat.TEXT, text);
      case IntegerNumber integer -> integer(integer.value());
      case FloatNumber number -> real(number.value());
      case Table table -> reference(CheckpointFormat.TABLE, table);
      case Closure closure -> reference(CheckpointFormat.CLOSURE, closure);
      case NativeFunction function ->
          reference(
              function.isShared() ? CheckpointFormat.NATIVE : CheckpointFormat.CAPTURING, function);
      case Coroutine coroutine -> reference(CheckpointFormat.COROUTINE, coroutine);
      default -> out.oneByte(simple(value));
    }
  }

  private static int simple(LuaValue value) {
    if (value == LuaValue.NIL) {
      return CheckpointFormat.NIL;
    }
    if (value == LuaValue.FALSE) {
      return CheckpointFormat.FALSE;
    }
    if (value == LuaValue.TRUE) {
      return CheckpointFormat.TRUE;
    }
    throw new IllegalStateException("a " + value.typename() + " in a checkpoint");
  }

  private void reference(int kind, LuaValue object) throws IOException {
    out.number(((long) reach.number(object) << CheckpointFormat.KIND_BITS) | kind);
  }

  private void roots() throws IOException {
    out.number(reach.number(state.globals()));
    out.number(reach.number(state.registry()));
    optional(state.stringMetatable());
    optional(state.mainCoroutineIfMade());
  }
}
