package dev.holon.protocol;

import java.util.Map;

/** The one error of each invalid vector: that of its reason, or a more precise one. */
final class ExpectedErrors {
  private static final Map<String, ItemError> PRECISE =
      Map.ofEntries(
          Map.entry("t3-owner-compressed-padded", ItemError.BAD_OWNER),
          Map.entry("t1-rsa2048-left-padded", ItemError.BAD_OWNER),
          Map.entry("t1-even-modulus", ItemError.BAD_OWNER),
          Map.entry("t1-zero-owner", ItemError.BAD_OWNER),
          Map.entry("t2-s-plus-l", ItemError.NON_CANONICAL_SIGNATURE),
          Map.entry("t1-signature-ge-modulus", ItemError.NON_CANONICAL_SIGNATURE),
          Map.entry("avro-missing-terminator", ItemError.AVRO_NO_TERMINATOR),
          Map.entry("avro-bytes-after-terminator", ItemError.AVRO_TRAILING_BYTES),
          Map.entry("avro-negative-string-length", ItemError.AVRO_NEGATIVE_LENGTH),
          Map.entry("bundle-count-too-high", ItemError.BUNDLE_SIZE_MISMATCH),
          Map.entry("avro-garbage", ItemError.AVRO_NUMBER_LENGTH),
          Map.entry("avro-varint-11-bytes", ItemError.AVRO_NUMBER_LENGTH),
          Map.entry("avro-block-size-wrong", ItemError.AVRO_BLOCK_SIZE));

  private ExpectedErrors() {}

  static ItemError of(String vector, String reason) {
    ItemError precise = PRECISE.get(vector);
    return precise == null ? ItemError.valueOf(reason) : precise;
  }
}
