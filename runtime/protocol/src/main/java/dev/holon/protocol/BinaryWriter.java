package dev.holon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array of big-endian numbers and sized byte strings, at most {@link
 * ResultCodec#SIZE_BYTES_MAX} bytes in all.
 */
public final class BinaryWriter {
  private static final int INITIAL_SIZE_BYTES = 256;

  private byte[] bytes = new byte[INITIAL_SIZE_BYTES];
  private int size;

  public void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  public void putInt(int value) {
    reserve(Integer.BYTES);
    for (int shift = Integer.SIZE - 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
  }

  public void putLong(long value) {
    putInt((int) (value >>> Integer.SIZE));
    putInt((int) value);
  }

  public void putBytes(byte[] value) {
    putInt(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** As UTF-8; an unpaired surrogate, which no decoder makes, is written as a question mark. */
  public void putText(String value) {
    putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void reserve(int more) {
    long needed = (long) size + more;
    if (needed > ResultCodec.SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "the encoding exceeds " + ResultCodec.SIZE_BYTES_MAX + " bytes");
    }
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes,
              (int) Math.max(needed, Math.min(2L * bytes.length, ResultCodec.SIZE_BYTES_MAX)));
    }
  }
}
