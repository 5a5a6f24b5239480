package dev.holon.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the layout that {@link Bundle} draws; believes no count or size before it fits the bytes
 * left.
 */
final class BundleParser {
  private static final int NUMBER_SIZE_BYTES = 32;
  private static final int ENTRY_SIZE_BYTES = NUMBER_SIZE_BYTES + Id.SIZE_BYTES;
  private static final long TOO_LARGE = -1;

  private final byte[] bytes;
  private final ItemRules rules;

  BundleParser(byte[] bytes, ItemRules rules) {
    this.bytes = bytes;
    this.rules = rules;
  }

  static long headerSize(int count) {
    return NUMBER_SIZE_BYTES + (long) ENTRY_SIZE_BYTES * count;
  }

  Bundle parse() throws ItemException {
    int count = readCount();
    List<DataItem> items = new ArrayList<>(count);
    int position = (int) headerSize(count);
    for (int index = 0; index < count; index++) {
      int size = readSize(index, bytes.length - position);
      items.add(readItem(index, position, size));
      position += size;
    }
    requireEnd(position);
    requireDistinct(items);
    return new Bundle(items);
  }

  private int readCount() throws ItemException {
    if (bytes.length < NUMBER_SIZE_BYTES) {
      throw new ItemException(
          ItemError.BAD_BUNDLE_HEADER,
          "a bundle of " + bytes.length + " bytes, expected 32 or more");
    }
    long count = readNumber(0);
    int countMax = (bytes.length - NUMBER_SIZE_BYTES) / ENTRY_SIZE_BYTES;
    if (count == TOO_LARGE || count > countMax) {
      throw new ItemException(
          ItemError.BAD_BUNDLE_HEADER,
          "counts "
              + (count == TOO_LARGE ? "over 2^63" : count)
              + " items, its bytes hold headers of "
              + countMax);
    }
    return (int) count;
  }

  private int readSize(int index, int left) throws ItemException {
    long size = readNumber((int) headerSize(index));
    if (size == TOO_LARGE || size > left) {
      throw new ItemException(
          ItemError.BUNDLE_SIZE_MISMATCH,
          "item "
              + index
              + " of "
              + (size == TOO_LARGE ? "over 2^63" : size)
              + " bytes, "
              + left
              + " left");
    }
    return (int) size;
  }

  private DataItem readItem(int index, int offset, int size) throws ItemException {
    DataItem item = DataItem.ofPrivate(Arrays.copyOfRange(bytes, offset, offset + size), rules);
    Id id = Id.of(bytes, (int) headerSize(index) + NUMBER_SIZE_BYTES, Id.SIZE_BYTES);
    if (!id.equals(item.id())) {
      throw new ItemException(
          ItemError.BUNDLE_ID_MISMATCH,
          "item " + index + " is " + item.id() + ", header says " + id);
    }
    return item;
  }

  private void requireEnd(int position) throws ItemException {
    if (position != bytes.length && !rules.allows(ItemRules.Allowance.BUNDLE_TRAILING_BYTES)) {
      throw new ItemException(
          ItemError.BUNDLE_TRAILING_BYTES,
          (bytes.length - position) + " bytes after the last item");
    }
  }

  private void requireDistinct(List<DataItem> items) throws ItemException {
    if (rules.allows(ItemRules.Allowance.BUNDLE_DUPLICATE_ITEMS)) {
      return;
    }
    Set<Id> seen = new HashSet<>();
    for (DataItem item : items) {
      if (!seen.add(item.id())) {
        throw new ItemException(ItemError.BUNDLE_DUPLICATE_ITEM, "item " + item.id());
      }
    }
  }

  /** A number of 256 bits; {@link #TOO_LARGE} when it needs more than 63. */
  private long readNumber(int offset) {
    for (int i = Long.BYTES; i < NUMBER_SIZE_BYTES; i++) {
      if (bytes[offset + i] != 0) {
        return TOO_LARGE;
      }
    }
    long value = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[offset + i] & 0xff);
    }
    return value < 0 ? TOO_LARGE : value;
  }
}
