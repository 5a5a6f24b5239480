package dev.holon.vm.luaj;

import java.util.Arrays;
import org.luaj.vm2.LuaString;

/** Builds a string piece by piece, each accounted for before it is added. */
final class TextBuilder {
  private static final int CAPACITY_MIN = 32;

  private final Meter meter;
  private byte[] bytes = new byte[CAPACITY_MIN];
  private int length;

  TextBuilder(Meter meter) {
    this.meter = meter;
  }

  void append(int c) {
    reserve(1);
    bytes[length++] = (byte) c;
  }

  void append(LuaString text) {
    int count = text.length();
    meter.allocate(count);
    meter.requireSize((long) length + count);
    reserve(count);
    text.copyInto(0, bytes, length, count);
    length += count;
  }

  /** The whole text. The builder is not used afterwards. */
  LuaString finish() {
    return LuaString.valueUsing(bytes, 0, length);
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
