package dev.holon.vm.lua.value;

import java.util.Arrays;

/** Builds a string and charges the heap for what it holds as it grows, before it grows. */
public final class ByteBuilder {
  private final Heap heap;
  private byte[] bytes = new byte[32];
  private int length;

  public ByteBuilder(Heap heap) {
    this.heap = heap;
  }

  public int length() {
    return length;
  }

  public void append(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  public void append(byte[] source) {
    append(source, 0, source.length);
  }

  public void append(byte[] source, int from, int to) {
    int count = to - from;
    ensure(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  public void append(ByteString string) {
    append(string.array());
  }

  /** ASCII text. */
  public void append(String text) {
    ensure(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  private void ensure(int count) {
    long needed = (long) length + count;
    if (needed > bytes.length) {
      long capacity = Math.max(needed, 2L * bytes.length);
      heap.allocate(capacity - bytes.length);
      heap.heldBytes += capacity - bytes.length;
      heap.spend(length / Heap.BYTES_PER_GAS);
      bytes = Arrays.copyOf(bytes, Math.toIntExact(capacity));
    }
  }

  /** The string built; charged as a new string. The builder may not be used afterwards. */
  public ByteString toByteString() {
    heap.allocateString(length);
    return ByteString.wrap(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
  }
}
