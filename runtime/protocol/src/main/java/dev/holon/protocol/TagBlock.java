package dev.holon.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The tag field of a data item: checks offered bytes, decodes checked ones, writes the canonical
 * form.
 */
final class TagBlock {
  private TagBlock() {}

  /** Checks a block against the limits, its own count and the rules. */
  static void check(byte[] bytes, int offset, int size, int count, ItemRules rules)
      throws ItemException {
    TagReader reader = new TagReader(bytes, offset, size);
    int found = 0;
    while (reader.next()) {
      checkTag(reader, found, rules);
      found++;
    }
    if (found != count) {
      throw new ItemException(
          ItemError.TAG_COUNT_MISMATCH, "the count says " + count + ", the block holds " + found);
    }
    if (!reader.isCanonical() && !rules.allows(ItemRules.Allowance.NON_CANONICAL_TAGS)) {
      throw new ItemException(
          ItemError.NON_CANONICAL_TAGS, "expected one unsized block with shortest numbers");
    }
  }

  private static void checkTag(TagReader reader, int index, ItemRules rules) throws ItemException {
    // ANS-104 §2.1: names of at most 1024 bytes, values of at most 3072.
    if (reader.nameSize() > ItemRules.TAG_NAME_SIZE_BYTES_MAX) {
      throw new ItemException(
          ItemError.TAG_NAME_LENGTH,
          "name of tag "
              + index
              + ": "
              + reader.nameSize()
              + " bytes, limit "
              + ItemRules.TAG_NAME_SIZE_BYTES_MAX);
    }
    if (reader.valueSize() > ItemRules.TAG_VALUE_SIZE_BYTES_MAX) {
      throw new ItemException(
          ItemError.TAG_VALUE_LENGTH,
          "value of tag "
              + index
              + ": "
              + reader.valueSize()
              + " bytes, limit "
              + ItemRules.TAG_VALUE_SIZE_BYTES_MAX);
    }
    if (reader.nameSize() == 0 && !rules.allows(ItemRules.Allowance.EMPTY_TAG_NAMES)) {
      throw new ItemException(ItemError.EMPTY_TAG_NAME, "tag " + index);
    }
    if (!rules.allows(ItemRules.Allowance.NON_UTF8_TAGS) && !reader.isUtf8()) {
      throw new ItemException(ItemError.NON_UTF8_TAG, "tag " + index);
    }
  }

  /** The tags of a block that {@link #check} has passed. */
  static List<Tag> decode(byte[] bytes, int offset, int size) {
    List<Tag> tags = new ArrayList<>();
    TagReader reader = new TagReader(bytes, offset, size);
    while (advance(reader)) {
      tags.add(new Tag(reader.name(), reader.value()));
    }
    return List.copyOf(tags);
  }

  /** As {@link #decode}, with the bytes of the wire. */
  static List<RawTag> decodeRaw(byte[] bytes, int offset, int size) {
    List<RawTag> tags = new ArrayList<>();
    TagReader reader = new TagReader(bytes, offset, size);
    while (advance(reader)) {
      tags.add(reader.raw());
    }
    return tags;
  }

  /** The canonical block: one unsized array block and the terminator; no bytes for no tags. */
  static byte[] encode(List<RawTag> tags) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    if (tags.isEmpty()) {
      return block.toByteArray();
    }
    writeLong(block, tags.size());
    for (RawTag tag : tags) {
      writeBytes(block, tag.name());
      writeBytes(block, tag.value());
    }
    writeLong(block, 0);
    return block.toByteArray();
  }

  private static boolean advance(TagReader checked) {
    try {
      return checked.next();
    } catch (ItemException e) {
      throw new IllegalStateException("a checked tag block no longer reads", e);
    }
  }

  private static void writeBytes(ByteArrayOutputStream block, Bytes bytes) {
    writeLong(block, bytes.size());
    block.writeBytes(bytes.toArray());
  }

  private static void writeLong(ByteArrayOutputStream block, long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    while ((zigzag & ~0x7fL) != 0) {
      block.write((int) ((zigzag & 0x7f) | 0x80));
      zigzag >>>= 7;
    }
    block.write((int) zigzag);
  }
}
