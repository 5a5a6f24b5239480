package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteBuilder;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;

/** {@code pack} and {@code packsize} (Lua 5.3 manual §6.4). */
final class PackWriter {
  static final NativeFunction PACK = NativeFunction.of("string.pack", PackWriter::pack);
  static final NativeFunction PACKSIZE = NativeFunction.of("string.packsize", PackWriter::packSize);

  private final Call call;
  private final PackFormat format;
  private final ByteBuilder result;
  private int argument = 1;

  private PackWriter(Call call) {
    this.call = call;
    this.format = new PackFormat(call, call.string(1));
    this.result = new ByteBuilder(call.heap());
  }

  private static void packSize(Call call) {
    PackFormat format = new PackFormat(call, call.string(1));
    long total = 0;
    while (format.hasNext()) {
      PackFormat.Kind kind = format.read(total);
      total += (long) format.padding() + format.size();
      if (total > Integer.MAX_VALUE) {
        throw call.argumentError(1, "format result too large");
      }
      if (kind == PackFormat.Kind.COUNTED_STRING || kind == PackFormat.Kind.ZERO_STRING) {
        throw call.argumentError(1, "variable-length format");
      }
    }
    call.give(total);
  }

  private static void pack(Call call) {
    new PackWriter(call).run();
  }

  private void run() {
    while (format.hasNext()) {
      PackFormat.Kind kind = format.read(result.length());
      addZeros(format.padding());
      switch (kind) {
        case SIGNED -> addSigned();
        case UNSIGNED -> addUnsigned();
        case FLOAT -> addFloat();
        case FIXED_STRING -> addFixedString();
        case COUNTED_STRING -> addCountedString();
        case ZERO_STRING -> addZeroString();
        case PADDING -> result.append(0);
        case ALIGNMENT, NONE -> {}
      }
    }
    call.give(result.toByteString());
  }

  private void addZeros(int count) {
    call.heap().spend(count / Heap.BYTES_PER_GAS);
    for (int i = 0; i < count; i++) {
      result.append(0);
    }
  }

  private void nextArgument(String expected) {
    argument++;
    if (call.isNone(argument)) {
      // The C implementation has a nil of its own after the arguments.
      throw call.argumentError(argument, expected + " expected, got nil");
    }
  }

  private ByteString nextString() {
    nextArgument("string");
    ByteString string = call.string(argument);
    call.heap().spend(string.length() / Heap.BYTES_PER_GAS);
    return string;
  }

  private void addSigned() {
    nextArgument("number");
    long value = call.integer(argument);
    int size = format.size();
    if (size < 8) {
      long limit = 1L << (size * 8 - 1);
      if (value < -limit || value >= limit) {
        throw call.argumentError(argument, "integer overflow");
      }
    }
    addInteger(value, size, value < 0 ? 0xff : 0);
  }

  private void addUnsigned() {
    nextArgument("number");
    long value = call.integer(argument);
    int size = format.size();
    if (size < 8 && value >>> (size * 8) != 0) {
      throw call.argumentError(argument, "unsigned overflow");
    }
    addInteger(value, size, 0);
  }

  private void addInteger(long value, int size, int beyond) {
    for (int i = 0; i < size; i++) {
      int index = format.isLittleEndian() ? i : size - 1 - i;
      result.append(index < 8 ? (int) (value >>> (index * 8)) : beyond);
    }
  }

  private void addFloat() {
    nextArgument("number");
    double value = call.real(argument);
    long bits =
        format.size() == 4 ? Float.floatToIntBits((float) value) : Double.doubleToLongBits(value);
    addInteger(bits, format.size(), 0);
  }

  private void addFixedString() {
    ByteString string = nextString();
    if (string.length() > format.size()) {
      throw call.argumentError(argument, "string longer than given size");
    }
    result.append(string);
    addZeros(format.size() - string.length());
  }

  private void addCountedString() {
    ByteString string = nextString();
    int size = format.size();
    if (size < 8 && (long) string.length() >>> (size * 8) != 0) {
      throw call.argumentError(argument, "string length does not fit in given size");
    }
    addInteger(string.length(), size, 0);
    result.append(string);
  }

  private void addZeroString() {
    ByteString string = nextString();
    for (byte b : string.array()) {
      if (b == 0) {
        throw call.argumentError(argument, "string contains zeros");
      }
    }
    result.append(string);
    result.append(0);
  }
}
