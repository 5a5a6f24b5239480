package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.LuaState;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.FloatNumber;
import dev.holon.vm.lua.value.Heap;
import dev.holon.vm.lua.value.IntegerNumber;
import dev.holon.vm.lua.value.NumberText;
import dev.holon.vm.lua.value.Table;
import org.luaj.vm2.LuaValue;

/** The library {@code table} (Lua 5.3 manual §6.6). */
public final class TableLibrary implements Library {
  /** As many results as fit on a stack of the C implementation. */
  private static final long RESULTS_MAX = 999_950;

  private static final ByteString COUNT_FIELD = ByteString.of("n");

  private static final ByteString NAME = ByteString.of("table");

  private static final FunctionTable FUNCTIONS =
      new FunctionTable(
          NativeFunction.of("table.concat", TableLibrary::concat),
          NativeFunction.of("table.insert", TableLibrary::insert),
          NativeFunction.of("table.move", TableLibrary::move),
          NativeFunction.of("table.pack", TableLibrary::pack),
          NativeFunction.of("table.remove", TableLibrary::remove),
          NativeFunction.of("table.sort", TableLibrary::sort),
          NativeFunction.of("table.unpack", TableLibrary::unpack));

  @Override
  public void open(LuaState state) {
    Heap heap = state.heap();
    Table library = FUNCTIONS.toTable(heap, 0);
    state.globals().store(heap, NAME, library);
  }

  private static Sequence readWrite(Call call) {
    return Sequence.of(call, 1, Sequence.INDEX, Sequence.NEW_INDEX, Sequence.LENGTH);
  }

  private static void concat(Call call) {
    Sequence items = Sequence.of(call, 1, Sequence.INDEX, Sequence.LENGTH);
    long length = items.length();
    ByteString separator = call.string(2, ByteString.EMPTY);
    long first = call.integer(3, 1);
    long last = call.integer(4, length);
    ByteBuilder text = new ByteBuilder(call.heap());
    if (first <= last) {
      for (long i = first; i < last; i++) {
        addItem(call, text, items.get(i), i);
        text.append(separator);
      }
      addItem(call, text, items.get(last), last);
    }
    call.give(text.toByteString());
  }

  private static void addItem(Call call, ByteBuilder text, LuaValue item, long index) {
    if (item instanceof ByteString string) {
      text.append(string);
    } else if (item instanceof IntegerNumber number) {
      text.append(NumberText.of(number.value()));
    } else if (item instanceof FloatNumber number) {
      call.heap().spend(NumberText.gasOf(number.value()));
      text.append(NumberText.of(number.value()));
    } else {
      // The C implementation prints 32 bits of the index.
      String what = "invalid value (" + item.typename() + ") at index " + (int) index;
      throw call.error(what + " in table for 'concat'");
    }
  }

  private static void insert(Call call) {
    Sequence items = readWrite(call);
    long end = items.length() + 1;
    if (call.count() == 2) {
      items.set(end, call.arg(2));
      return;
    }
    if (call.count() != 3) {
      throw call.error("wrong number of arguments to 'insert'");
    }
    long position = call.integer(2);
    if (position < 1 || position > end) {
      throw call.argumentError(2, "position out of bounds");
    }
    for (long i = end; i > position; i--) {
      items.set(i, items.get(i - 1));
    }
    items.set(position, call.arg(3));
  }

  private static void remove(Call call) {
    Sequence items = readWrite(call);
    long size = items.length();
    long position = call.integer(2, size);
    if (position != size && (position < 1 || position > size + 1)) {
      throw call.argumentError(1, "position out of bounds");
    }
    LuaValue removed = items.get(position);
    for (; position < size; position++) {
      items.set(position, items.get(position + 1));
    }
    items.set(position, LuaValue.NIL);
    call.give(removed);
  }

  private static void move(Call call) {
    long first = call.integer(2);
    long last = call.integer(3);
    long target = call.integer(4);
    int destination = call.isNoneOrNil(5) ? 1 : 5;
    Sequence from = Sequence.of(call, 1, Sequence.INDEX);
    Sequence to = Sequence.of(call, destination, Sequence.NEW_INDEX);
    if (last >= first) {
      if (first <= 0 && last >= Long.MAX_VALUE + first) {
        throw call.argumentError(3, "too many elements to move");
      }
      long count = last - first + 1;
      if (target > Long.MAX_VALUE - count + 1) {
        throw call.argumentError(4, "destination wrap around");
      }
      boolean isForward =
          target > last
              || target <= first
              || (destination != 1 && !call.state().isEqual(from.value(), to.value()));
      for (long i = 0; i < count; i++) {
        long offset = isForward ? i : count - 1 - i;
        to.set(target + offset, from.get(first + offset));
      }
    }
    call.give(to.value());
  }

  private static void pack(Call call) {
    Heap heap = call.heap();
    int count = call.count();
    heap.spend(count);
    Table packed = new Table(heap, count, 1);
    for (int i = count; i >= 1; i--) {
      packed.store(heap, i, call.arg(i));
    }
    packed.store(heap, COUNT_FIELD, IntegerNumber.of(count));
    call.give(packed);
  }

  private static void unpack(Call call) {
    long first = call.integer(2, 1);
    long last = call.isNoneOrNil(3) ? call.state().length(call.arg(1)) : call.integer(3);
    if (first > last) {
      return;
    }
    long count = last - first + 1;
    if (count <= 0 || count >= RESULTS_MAX) {
      throw call.error("too many results to unpack");
    }
    call.heap().allocate(count * Heap.ARRAY_SLOT_BYTES);
    Sequence items = Sequence.unchecked(call.state(), call.arg(1));
    for (long i = 0; i < count; i++) {
      call.give(items.get(first + i));
    }
  }

  private static void sort(Call call) {
    Sequence items = readWrite(call);
    long length = items.length();
    if (length <= 1) {
      return;
    }
    if (length >= Integer.MAX_VALUE) {
      throw call.argumentError(1, "array too big");
    }
    LuaValue order = call.arg(2);
    if (order != LuaValue.NIL && order.type() != LuaValue.TFUNCTION) {
      throw call.typeError(2, "function");
    }
    new Sort(call, items, order).sort((int) length);
  }
}
