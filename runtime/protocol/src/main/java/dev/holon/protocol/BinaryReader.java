package dev.holon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link BinaryWriter} wrote; checks every size against the bytes left before it
 * allocates. Each read throws {@link MalformedResultException}, with the position, when the bytes
 * are not what it expects.
 */
public final class BinaryReader {
  private final byte[] bytes;
  private int position;

  public BinaryReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int readByte() throws MalformedResultException {
    return bytes[take(1)] & 0xff;
  }

  public int readInt() throws MalformedResultException {
    int offset = take(Integer.BYTES);
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  public long readLong() throws MalformedResultException {
    return ((long) readInt() << Integer.SIZE) | (readInt() & 0xffff_ffffL);
  }

  public byte[] readBytes() throws MalformedResultException {
    int size = readInt();
    int offset = take(size);
    return Arrays.copyOfRange(bytes, offset, offset + size);
  }

  public String readText() throws MalformedResultException {
    int size = readInt();
    int offset = take(size);
    if (!Utf8.isValid(bytes, offset, size)) {
      throw new MalformedResultException(
          "text of " + size + " bytes at byte " + offset + " is not UTF-8");
    }
    return new String(bytes, offset, size, StandardCharsets.UTF_8);
  }

  /** The number of elements that follow, each of which takes at least so many bytes. */
  public int readCount(int elementSizeBytesMin) throws MalformedResultException {
    int count = readInt();
    if (count < 0 || count > (bytes.length - position) / elementSizeBytesMin) {
      throw new MalformedResultException(
          Integer.toUnsignedString(count)
              + " elements at byte "
              + position
              + ", "
              + (bytes.length - position)
              + " bytes left");
    }
    return count;
  }

  public boolean readPresence() throws MalformedResultException {
    int presence = readByte();
    if (presence > 1) {
      throw new MalformedResultException("presence " + presence + " before byte " + position);
    }
    return presence == 1;
  }

  public void requireEnd() throws MalformedResultException {
    if (position != bytes.length) {
      throw new MalformedResultException(
          (bytes.length - position) + " bytes after the end at byte " + position);
    }
  }

  private int take(int size) throws MalformedResultException {
    if (size < 0 || size > bytes.length - position) {
      throw new MalformedResultException(
          Integer.toUnsignedString(size)
              + " bytes expected at byte "
              + position
              + " of "
              + bytes.length);
    }
    int offset = position;
    position += size;
    return offset;
  }
}
