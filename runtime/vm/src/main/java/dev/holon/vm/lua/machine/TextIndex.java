package dev.holon.vm.lua.machine;

import dev.holon.vm.lua.value.ByteString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Numbers texts by content, in the order they come. The hash is keyed by a secret of this Java
 * machine, so that nobody can make texts collide; it decides no order.
 */
final class TextIndex {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SECRET = new SecureRandom().nextLong();
  private static final long FACTOR = new SecureRandom().nextLong() | 1;

  private final IdentityIndex known = new IdentityIndex();
  private ByteString[] texts = new ByteString[128];
  private long[] hashes = new long[128];

  /** Numbers plus one; 0 is an empty place. */
  private int[] places = new int[256];

  private int count;
  private long bytes;

  /** The number of a text, given to it now if it has none. */
  int number(ByteString text) {
    int number = known.get(text);
    if (number < 0) {
      number = numberByContent(text);
      known.put(text, number);
    }
    return number;
  }

  private int numberByContent(ByteString text) {
    long hash = hash(text.array());
    int mask = places.length - 1;
    int place = (int) hash & mask;
    while (places[place] != 0) {
      int number = places[place] - 1;
      if (hashes[number] == hash && Arrays.equals(texts[number].array(), text.array())) {
        return number;
      }
      place = (place + 1) & mask;
    }
    if (count == texts.length) {
      texts = Arrays.copyOf(texts, 2 * count);
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    texts[count] = text;
    hashes[count] = hash;
    bytes += text.length();
    places[place] = ++count;
    if (2 * count > places.length) {
      grow();
    }
    return count - 1;
  }

  private void grow() {
    places = new int[2 * places.length];
    int mask = places.length - 1;
    for (int number = 0; number < count; number++) {
      int place = (int) hashes[number] & mask;
      while (places[place] != 0) {
        place = (place + 1) & mask;
      }
      places[place] = number + 1;
    }
  }

  private static long hash(byte[] bytes) {
    long hash = SECRET ^ bytes.length;
    int at = 0;
    for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
      hash = mix(hash ^ (long) LONGS.get(bytes, at));
    }
    long rest = 0;
    for (; at < bytes.length; at++) {
      rest = (rest << 8) | (bytes[at] & 0xff);
    }
    return mix(hash ^ rest);
  }

  private static long mix(long value) {
    long low = value * FACTOR;
    return low ^ Math.multiplyHigh(value, FACTOR) ^ SECRET;
  }

  int count() {
    return count;
  }

  /** Of all texts together. */
  long bytes() {
    return bytes;
  }

  ByteString text(int number) {
    return texts[number];
  }
}
