package dev.holon.vm.lua.code;

import java.util.Arrays;

/**
 * Bytes as a key of a hash map. Comparable, so that texts chosen to collide cost a search in a tree
 * and not in a list.
 */
final class TextKey implements Comparable<TextKey> {
  private final byte[] bytes;
  private final int from;
  private final int to;
  private final int hash;

  TextKey(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    int sum = to - from;
    for (int i = from; i < to; i++) {
      sum = 31 * sum + bytes[i];
    }
    this.hash = sum;
  }

  @Override
  public int compareTo(TextKey other) {
    return Arrays.compareUnsigned(bytes, from, to, other.bytes, other.from, other.to);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextKey key
        && key.hash == hash
        && Arrays.equals(bytes, from, to, key.bytes, key.from, key.to);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
