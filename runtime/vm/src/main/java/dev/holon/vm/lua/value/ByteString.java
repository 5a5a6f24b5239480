package dev.holon.vm.lua.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.luaj.vm2.LuaValue;

/**
 * A string of Lua: any bytes. Immutable; the array is shared, never written to. The hash is that of
 * the C implementation with the constant {@link #SEED}, so that tables have its order.
 */
public final class ByteString extends LuaValue {
  /** The hash seed of the network's reference module, so that tables iterate as there. */
  public static final int SEED = 0xb820c8c6;

  public static final ByteString EMPTY = new ByteString(new byte[0]);

  /** The strings of one byte, for programs that look at texts byte by byte. */
  private static final ByteString[] SINGLE = singles();

  private final byte[] bytes;
  private int hash;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A string over this array, which the caller must not write to any more. */
  public static ByteString wrap(byte[] bytes) {
    return new ByteString(bytes);
  }

  /** The UTF-8 bytes of a text. */
  public static ByteString of(String text) {
    return new ByteString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A string of one byte a character, none above U+00FF: the inverse of {@link #toLatin1}. */
  public static ByteString ofLatin1(String text) {
    return new ByteString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One character a byte, so that no byte is lost when messages are put together. */
  public String toLatin1() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** As {@link #toLatin1}, up to the first zero: how C shows a string. */
  public String upToZero() {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }

  @Override
  public int length() {
    return bytes.length;
  }

  /** The byte at an index from 0, as 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** The string's own array: to be read only. */
  public byte[] array() {
    return bytes;
  }

  private static ByteString[] singles() {
    ByteString[] all = new ByteString[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = new ByteString(new byte[] {(byte) i});
    }
    return all;
  }

  /** A part; not charged to any heap. */
  public ByteString slice(int from, int to) {
    if (from == 0 && to == bytes.length) {
      return this;
    }
    return to - from == 1
        ? SINGLE[bytes[from] & 0xff]
        : new ByteString(Arrays.copyOfRange(bytes, from, to));
  }

  /** The seeded hash of the C implementation, computed once. */
  public int hash() {
    int known = hash;
    if (known == 0) {
      known = computeHash(bytes);
      hash = known;
    }
    return known;
  }

  private static int computeHash(byte[] bytes) {
    int length = bytes.length;
    int result = SEED ^ length;
    int step = (length >> 5) + 1;
    for (int i = length; i >= step; i -= step) {
      result ^= (result << 5) + (result >>> 2) + (bytes[i - 1] & 0xff);
    }
    return result;
  }

  /** Order of bytes, unsigned; negative, zero or positive. */
  public int order(ByteString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public int type() {
    return TSTRING;
  }

  @Override
  public String typename() {
    return "string";
  }

  @Override
  public boolean isstring() {
    return true;
  }

  /** The text; bytes that are not UTF-8 read as U+FFFD. */
  @Override
  public String tojstring() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return tojstring();
  }

  @Override
  public boolean raweq(LuaValue other) {
    return equals(other);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ByteString string
            && string.bytes.length == bytes.length
            && string.hash() == hash()
            && Arrays.equals(string.bytes, bytes));
  }

  @Override
  public int hashCode() {
    return hash();
  }
}
