package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.machine.ScriptError;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;

/** {@code unpack} (Lua 5.3 manual §6.4). */
final class PackReader {
  static final NativeFunction UNPACK = NativeFunction.of("string.unpack", PackReader::unpack);

  private final Call call;
  private final PackFormat format;
  private final ByteString data;
  private long at;

  private PackReader(Call call) {
    this.call = call;
    this.format = new PackFormat(call, call.string(1));
    this.data = call.string(2);
    this.at = StringPart.position(call.integer(3, 1), data.length()) - 1;
    if (at < 0 || at > data.length()) {
      throw call.argumentError(3, "initial position out of string");
    }
  }

  private static void unpack(Call call) {
    new PackReader(call).run();
  }

  private void run() {
    while (format.hasNext()) {
      PackFormat.Kind kind = format.read(at);
      require(format.padding() + (long) format.size());
      at += format.padding();
      if (call.resultCount() >= StringBytes.RESULTS_MAX) {
        throw call.error("stack overflow (too many results)");
      }
      call.heap().allocate(Heap.ARRAY_SLOT_BYTES);
      switch (kind) {
        case SIGNED -> call.give(integer(true));
        case UNSIGNED -> call.give(integer(false));
        case FLOAT -> call.give(real());
        case FIXED_STRING -> call.give(part(at, at + format.size()));
        case COUNTED_STRING -> giveCountedString();
        case ZERO_STRING -> giveZeroString();
        case PADDING, ALIGNMENT, NONE -> {}
      }
      at += format.size();
    }
    call.give(at + 1);
  }

  private void require(long bytes) {
    if (at + bytes > data.length()) {
      throw call.argumentError(2, "data string too short");
    }
  }

  private ByteString part(long from, long to) {
    return StringPart.of(call.heap(), data, (int) from, (int) to);
  }

  private int byteAt(int index) {
    int offset = format.isLittleEndian() ? index : format.size() - 1 - index;
    return data.at((int) at + offset);
  }

  private long integer(boolean isSigned) {
    int size = format.size();
    long value = 0;
    for (int i = Math.min(size, 8) - 1; i >= 0; i--) {
      value = (value << 8) | byteAt(i);
    }
    if (size < 8) {
      int unused = 64 - size * 8;
      return isSigned ? value << unused >> unused : value;
    }
    int beyond = isSigned && value < 0 ? 0xff : 0;
    for (int i = 8; i < size; i++) {
      if (byteAt(i) != beyond) {
        throw call.error(size + "-byte integer does not fit into Lua Integer");
      }
    }
    return value;
  }

  private double real() {
    long bits = integer(false);
    return format.size() == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private void giveCountedString() {
    long length = integer(false);
    long start = at + format.size();
    if (length < 0 && start + length >= 0) {
      // The sum wraps round in the C implementation, which then asks for all memory.
      throw new ScriptError("memory allocation error: block too big");
    }
    if (length < 0 || length > data.length() - start) {
      throw call.argumentError(2, "data string too short");
    }
    call.give(part(start, start + length));
    at += length;
  }

  private void giveZeroString() {
    int end = (int) at;
    while (end < data.length() && data.at(end) != 0) {
      end++;
    }
    call.give(part(at, end));
    at = end + 1L;
  }
}
