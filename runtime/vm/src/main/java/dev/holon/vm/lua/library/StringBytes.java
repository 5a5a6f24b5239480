package dev.holon.vm.lua.library;

import dev.holon.vm.lua.machine.Call;
import dev.holon.vm.lua.machine.NativeFunction;
import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;

/** The functions of {@code string} that work on plain bytes (Lua 5.3 manual §6.4). */
final class StringBytes {
  static final NativeFunction BYTE = NativeFunction.of("string.byte", StringBytes::bytes);
  static final NativeFunction CHAR = NativeFunction.of("string.char", StringBytes::character);
  static final NativeFunction LEN = NativeFunction.of("string.len", StringBytes::length);
  static final NativeFunction LOWER = NativeFunction.of("string.lower", StringBytes::lower);
  static final NativeFunction UPPER = NativeFunction.of("string.upper", StringBytes::upper);
  static final NativeFunction REP = NativeFunction.of("string.rep", StringBytes::repeat);
  static final NativeFunction REVERSE = NativeFunction.of("string.reverse", StringBytes::reverse);
  static final NativeFunction SUB = NativeFunction.of("string.sub", StringBytes::part);

  /** Results that one call may give: the stack of the C implementation holds no more. */
  static final int RESULTS_MAX = 999_950;

  private StringBytes() {}

  private static void bytes(Call call) {
    ByteString source = call.string(1);
    int length = source.length();
    long first = StringPart.position(call.integer(2, 1), length);
    long last = Math.min(length, StringPart.position(call.integer(3, first), length));
    first = Math.max(1, first);
    if (first > last) {
      return;
    }
    chargeResults(call, last - first + 1, "string slice too long");
    for (int i = (int) first - 1; i < last; i++) {
      call.give((long) source.at(i));
    }
  }

  /** Pays for many results before they are made. */
  static void chargeResults(Call call, long count, String message) {
    if (count > RESULTS_MAX) {
      throw call.error("stack overflow (" + message + ")");
    }
    if (count > 1) {
      call.heap().spend(count);
      call.heap().allocate(count * Heap.ARRAY_SLOT_BYTES);
    }
  }

  private static void character(Call call) {
    int count = call.count();
    call.heap().spend(count);
    if (count == 1) {
      call.give(StringPart.single(call.heap(), byteArgument(call, 1)));
      return;
    }
    call.heap().allocateString(count);
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) byteArgument(call, i + 1);
    }
    call.give(ByteString.wrap(bytes));
  }

  private static int byteArgument(Call call, int index) {
    long value = call.integer(index);
    if (value < 0 || value > 255) {
      throw call.argumentError(index, "value out of range");
    }
    return (int) value;
  }

  private static void length(Call call) {
    call.give((long) call.string(1).length());
  }

  private static void lower(Call call) {
    flip(call, 'A', 'Z');
  }

  private static void upper(Call call) {
    flip(call, 'a', 'z');
  }

  private static void flip(Call call, char first, char last) {
    ByteString source = call.string(1);
    call.heap().allocateString(source.length());
    byte[] bytes = source.array().clone();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] >= first && bytes[i] <= last) {
        bytes[i] ^= 'a' - 'A';
      }
    }
    call.give(ByteString.wrap(bytes));
  }

  private static void reverse(Call call) {
    ByteString source = call.string(1);
    int length = source.length();
    call.heap().allocateString(length);
    byte[] bytes = new byte[length];
    byte[] from = source.array();
    for (int i = 0; i < length; i++) {
      bytes[i] = from[length - 1 - i];
    }
    call.give(ByteString.wrap(bytes));
  }

  private static void part(Call call) {
    ByteString source = call.string(1);
    int length = source.length();
    long first = Math.max(1, StringPart.position(call.integer(2), length));
    long last = Math.min(length, StringPart.position(call.integer(3, -1), length));
    if (first > last) {
      call.give(ByteString.EMPTY);
    } else {
      call.give(StringPart.of(call.heap(), source, (int) first - 1, (int) last));
    }
  }

  private static void repeat(Call call) {
    ByteString source = call.string(1);
    long count = call.integer(2);
    ByteString separator = call.string(3, ByteString.EMPTY);
    long unit = (long) source.length() + separator.length();
    if (count <= 0 || unit == 0) {
      call.give(ByteString.EMPTY);
      return;
    }
    if (unit > Integer.MAX_VALUE / count) {
      throw call.error("resulting string too large");
    }
    int total = (int) (unit * count - separator.length());
    call.heap().allocateString(total);
    byte[] bytes = new byte[total];
    System.arraycopy(source.array(), 0, bytes, 0, source.length());
    if (count > 1) {
      System.arraycopy(separator.array(), 0, bytes, source.length(), separator.length());
      // Doubles what is there, so that short strings are repeated fast.
      int filled = (int) unit;
      while (filled < total) {
        int more = Math.min(filled, total - filled);
        System.arraycopy(bytes, 0, bytes, filled, more);
        filled += more;
      }
    }
    call.give(ByteString.wrap(bytes));
  }
}
