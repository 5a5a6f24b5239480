package dev.holon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the Avro array of tags (arweave.md §2) without allocating for what it only passes by.
 *
 * <pre>
 * array  = block* 00
 * block  = count:long [size:long, only when count is negative] |count| * item
 * item   = nameSize:long name valueSize:long value
 * long   = zig-zag, then base 128, low group first, high bit = more follows
 * </pre>
 *
 * <p>Every count and length is checked against the bytes left before it is used.
 */
final class TagReader {
  private static final int ITEM_SIZE_BYTES_MIN = 2;
  private static final int UNSIZED = -1;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;
  private long itemsLeftInBlock;
  private int blockEnd = UNSIZED;
  private int blockCount;
  private boolean isCanonical = true;
  private int nameOffset;
  private int nameSize;
  private int valueOffset;
  private int valueSize;

  TagReader(byte[] bytes, int offset, int size) {
    this.bytes = bytes;
    this.start = offset;
    this.position = offset;
    this.end = offset + size;
  }

  /**
   * Moves to the next tag; false after the last one, when the array has filled its bytes exactly.
   * No bytes at all are an empty array.
   */
  boolean next() throws ItemException {
    if (start == end) {
      return false;
    }
    if (itemsLeftInBlock == 0 && !startBlock()) {
      return false;
    }
    itemsLeftInBlock--;
    nameSize = readSize("name");
    nameOffset = position;
    position += nameSize;
    valueSize = readSize("value");
    valueOffset = position;
    position += valueSize;
    return true;
  }

  /**
   * Whether what was read so far is as every writer writes it: one unsized block, shortest numbers.
   */
  boolean isCanonical() {
    return isCanonical;
  }

  int nameSize() {
    return nameSize;
  }

  int valueSize() {
    return valueSize;
  }

  boolean isUtf8() {
    return Utf8.isValid(bytes, nameOffset, nameSize) && Utf8.isValid(bytes, valueOffset, valueSize);
  }

  boolean hasName(byte[] name) {
    return Arrays.equals(bytes, nameOffset, nameOffset + nameSize, name, 0, name.length);
  }

  String name() {
    return new String(bytes, nameOffset, nameSize, StandardCharsets.UTF_8);
  }

  String value() {
    return new String(bytes, valueOffset, valueSize, StandardCharsets.UTF_8);
  }

  RawTag raw() {
    return new RawTag(
        Bytes.of(Arrays.copyOfRange(bytes, nameOffset, nameOffset + nameSize)),
        Bytes.of(Arrays.copyOfRange(bytes, valueOffset, valueOffset + valueSize)));
  }

  private boolean startBlock() throws ItemException {
    if (blockEnd != UNSIZED && position != blockEnd) {
      throw new ItemException(
          ItemError.AVRO_BLOCK_SIZE,
          "block says it ends at " + at(blockEnd) + ", ends at " + at(position));
    }
    long count = readLong();
    if (count == 0) {
      if (position != end) {
        throw new ItemException(
            ItemError.AVRO_TRAILING_BYTES, (end - position) + " bytes after " + at(position));
      }
      isCanonical &= blockCount == 1;
      return false;
    }
    blockCount++;
    blockEnd = UNSIZED;
    if (count < 0) {
      isCanonical = false;
      blockEnd = readBlockEnd();
    }
    // Long.MIN_VALUE stays negative under negation, so the sign is looked at again.
    itemsLeftInBlock = count < 0 ? -count : count;
    if (itemsLeftInBlock < 0 || itemsLeftInBlock > (end - position) / ITEM_SIZE_BYTES_MIN) {
      throw new ItemException(
          ItemError.BAD_AVRO,
          "block of "
              + count
              + " tags at "
              + at(position)
              + ", "
              + (end - position)
              + " bytes left");
    }
    return true;
  }

  private int readBlockEnd() throws ItemException {
    long size = readLong();
    if (size < 0 || size > end - position) {
      throw new ItemException(
          ItemError.AVRO_BLOCK_SIZE,
          "block of " + size + " bytes at " + at(position) + ", " + (end - position) + " left");
    }
    return position + (int) size;
  }

  private int readSize(String field) throws ItemException {
    long size = readLong();
    if (size < 0) {
      throw new ItemException(
          ItemError.AVRO_NEGATIVE_LENGTH, field + " of " + size + " bytes at " + at(position));
    }
    if (size > end - position) {
      throw new ItemException(
          ItemError.BAD_AVRO,
          field + " of " + size + " bytes at " + at(position) + ", " + (end - position) + " left");
    }
    return (int) size;
  }

  private long readLong() throws ItemException {
    long zigzag = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position == end) {
        throw new ItemException(
            ItemError.AVRO_NO_TERMINATOR, "block of " + (end - start) + " bytes ends in mid-array");
      }
      int group = bytes[position++] & 0xff;
      // The tenth byte has room for one bit only.
      if (shift == 63 && group > 1) {
        break;
      }
      zigzag |= (long) (group & 0x7f) << shift;
      if (group < 0x80) {
        isCanonical &= group != 0 || shift == 0;
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new ItemException(
        ItemError.AVRO_NUMBER_LENGTH, "number of more than 64 bits before " + at(position));
  }

  /** An offset as errors tell it: counted from the start of the tag block. */
  private String at(int offset) {
    return "tag byte " + (offset - start);
  }
}
