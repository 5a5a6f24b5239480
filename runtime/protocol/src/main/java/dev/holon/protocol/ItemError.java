package dev.holon.protocol;

import java.util.Locale;

/**
 * Why bytes are not an acceptable data item, bundle or assignment. Codes are stable and never
 * reused; sections are those of ANS-104 as {@link DataItem} draws it.
 */
public enum ItemError {
  /** The bytes end inside a field. */
  TRUNCATED(1),
  /** The signature type is none of {@link SignatureType}. */
  UNKNOWN_SIGNATURE_TYPE(2),
  /** A presence byte is neither 00 nor 01. */
  BAD_PRESENCE_BYTE(3),
  /** More tags than {@link ItemRules#TAG_COUNT_MAX}. */
  TAG_COUNT_LIMIT(4),
  /** A tag block larger than {@link ItemRules#TAG_BLOCK_SIZE_BYTES_MAX}. */
  TAG_BYTES_LIMIT(5),
  /** The number of tags differs from that in the block. */
  TAG_COUNT_MISMATCH(6),
  /** A count or length in the tag block points beyond its end. */
  BAD_AVRO(7),
  /** A tag's name is longer than {@link ItemRules#TAG_NAME_SIZE_BYTES_MAX}. */
  TAG_NAME_LENGTH(8),
  /** A tag's value is longer than {@link ItemRules#TAG_VALUE_SIZE_BYTES_MAX}. */
  TAG_VALUE_LENGTH(9),
  /** The signature is not that of this owner and content. */
  BAD_SIGNATURE(10),
  /** The signature is one of several spellings of a valid one, and not the one that counts. */
  NON_CANONICAL_SIGNATURE(11),
  /** Fewer keys signed than the owner demands. */
  THRESHOLD_NOT_MET(12),
  /** The owner field holds no key of its type. */
  BAD_OWNER(13),
  /** The item is larger than {@link ItemRules#itemSizeBytesMax()}. */
  ITEM_SIZE_LIMIT(14),
  /** The tag block has no terminator. */
  AVRO_NO_TERMINATOR(15),
  /** Bytes follow the tag block's terminator. */
  AVRO_TRAILING_BYTES(16),
  /** A number in the tag block takes more than ten bytes or 64 bits. */
  AVRO_NUMBER_LENGTH(17),
  /** A sized block of the tag array has another size than it says. */
  AVRO_BLOCK_SIZE(18),
  /** A name or a value has a negative length. */
  AVRO_NEGATIVE_LENGTH(19),
  /**
   * The tag block is legal, but not as every writer writes it, and the rules in force refuse that.
   */
  NON_CANONICAL_TAGS(20),
  /** A tag is not UTF-8, and the rules in force refuse that. */
  NON_UTF8_TAG(21),
  /** A tag has an empty name, and the rules in force refuse that. */
  EMPTY_TAG_NAME(22),
  /** The bundle's header is cut short, or counts more items than its bytes can hold. */
  BAD_BUNDLE_HEADER(23),
  /** An item's size in the bundle's header points beyond the end. */
  BUNDLE_SIZE_MISMATCH(24),
  /** An item's id in the bundle's header is not SHA-256 of its signature. */
  BUNDLE_ID_MISMATCH(25),
  /** Bytes follow the bundle's last item, and the rules in force refuse that. */
  BUNDLE_TRAILING_BYTES(26),
  /** The bundle lists an item twice, and the rules in force refuse that. */
  BUNDLE_DUPLICATE_ITEM(27),
  /** Bundles lie within bundles deeper than the limit. */
  BUNDLE_DEPTH_LIMIT(28),
  /** A tag that the record needs is missing. */
  MISSING_TAG(29),
  /** A tag's value is not of its form. */
  BAD_TAG_VALUE(30);

  private final int number;

  ItemError(int number) {
    this.number = number;
  }

  /** The stable code for clients, logs and documentation, such as {@code ITEM-0001}. */
  public String code() {
    return String.format(Locale.ROOT, "ITEM-%04d", number);
  }
}
