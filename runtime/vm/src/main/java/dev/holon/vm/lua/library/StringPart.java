package dev.holon.vm.lua.library;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;

/** Parts of strings, charged like new ones; those of one byte are shared. */
final class StringPart {
  private static final ByteString[] SINGLE = new ByteString[256];

  static {
    for (int i = 0; i < SINGLE.length; i++) {
      SINGLE[i] = ByteString.wrap(new byte[] {(byte) i});
    }
  }

  private StringPart() {}

  static ByteString of(Heap heap, ByteString source, int from, int to) {
    int length = to - from;
    heap.allocateString(length);
    if (length <= 1) {
      return length == 1 ? SINGLE[source.at(from)] : ByteString.EMPTY;
    }
    return source.slice(from, to);
  }

  static ByteString single(Heap heap, int value) {
    heap.allocateString(1);
    return SINGLE[value];
  }

  /** A position as Lua counts: negative from the end, zero before the start. */
  static long position(long position, int length) {
    if (position >= 0) {
      return position;
    }
    return position < -length ? 0 : length + position + 1;
  }
}
