package dev.holon.protocol;

/**
 * Finds and checks the fields of a data item, in the order of the bytes; reads each length before
 * it trusts it.
 */
final class ItemParser {
  private final byte[] bytes;
  private int position;

  private ItemParser(byte[] bytes) {
    this.bytes = bytes;
  }

  static ItemLayout parse(byte[] bytes, ItemRules rules) throws ItemException {
    if (bytes.length > rules.itemSizeBytesMax()) {
      throw new ItemException(
          ItemError.ITEM_SIZE_LIMIT,
          "item of " + bytes.length + " bytes, limit " + rules.itemSizeBytesMax());
    }
    return new ItemParser(bytes).parse(rules);
  }

  private ItemLayout parse(ItemRules rules) throws ItemException {
    SignatureType type = readType();
    take(type.signatureSizeBytes(), "signature");
    take(type.ownerSizeBytes(), "owner");
    int target = readReference("target");
    int anchor = readReference("anchor");
    long tagCount = readCount("number of tags");
    long tagBytes = readCount("number of tag bytes");
    // ANS-104 §2.1: at most 128 tags. Counts are unsigned, so a set top bit is more than any limit.
    if (Long.compareUnsigned(tagCount, ItemRules.TAG_COUNT_MAX) > 0) {
      throw limit(ItemError.TAG_COUNT_LIMIT, tagCount, " tags, limit ", ItemRules.TAG_COUNT_MAX);
    }
    if (Long.compareUnsigned(tagBytes, ItemRules.TAG_BLOCK_SIZE_BYTES_MAX) > 0) {
      throw limit(
          ItemError.TAG_BYTES_LIMIT,
          tagBytes,
          " tag bytes, limit ",
          ItemRules.TAG_BLOCK_SIZE_BYTES_MAX);
    }
    int tagsOffset = take((int) tagBytes, "tags");
    TagBlock.check(bytes, tagsOffset, (int) tagBytes, (int) tagCount, rules);
    return new ItemLayout(type, target, anchor, (int) tagCount, tagsOffset, position);
  }

  private SignatureType readType() throws ItemException {
    int offset = take(ItemLayout.SIGNATURE_OFFSET, "signature type");
    int code = (bytes[offset] & 0xff) | (bytes[offset + 1] & 0xff) << 8;
    SignatureType type = SignatureType.ofCode(code).orElse(null);
    if (type == null) {
      throw new ItemException(
          ItemError.UNKNOWN_SIGNATURE_TYPE, "type " + code + ", known are 1 to 7");
    }
    return type;
  }

  private int readReference(String field) throws ItemException {
    int offset = take(1, field + " presence");
    return switch (bytes[offset]) {
      case 0 -> ItemLayout.ABSENT;
      case 1 -> take(ItemLayout.REFERENCE_SIZE_BYTES, field);
      default ->
          throw new ItemException(
              ItemError.BAD_PRESENCE_BYTE,
              field + " presence " + (bytes[offset] & 0xff) + " at byte " + offset);
    };
  }

  private long readCount(String field) throws ItemException {
    int offset = take(Long.BYTES, field);
    long value = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[offset + i] & 0xff);
    }
    return value;
  }

  /** Steps over a field and returns where it begins. */
  private int take(int size, String field) throws ItemException {
    if (size > bytes.length - position) {
      throw new ItemException(
          ItemError.TRUNCATED,
          field + " of " + size + " bytes at byte " + position + ", the item has " + bytes.length);
    }
    int offset = position;
    position += size;
    return offset;
  }

  private static ItemException limit(ItemError error, long actual, String unit, int limit) {
    return new ItemException(error, Long.toUnsignedString(actual) + unit + limit);
  }
}
