package dev.holon.protocol;

/**
 * Where the fields of a data item lie in its bytes. Offsets count from the start of the item;
 * {@link #ABSENT} stands for a field that is not there.
 *
 * @param targetOffset of the 32 bytes of the target
 * @param anchorOffset of the 32 bytes of the anchor
 * @param tagsOffset of the tag block, which ends at {@code dataOffset}
 * @param dataOffset of the data, which ends with the item
 */
record ItemLayout(
    SignatureType type,
    int targetOffset,
    int anchorOffset,
    int tagCount,
    int tagsOffset,
    int dataOffset) {
  static final int ABSENT = -1;

  /** Size of the type field, and so the offset of the signature, in bytes. */
  static final int SIGNATURE_OFFSET = 2;

  /** Size of a target and of an anchor, in bytes. */
  static final int REFERENCE_SIZE_BYTES = 32;

  int ownerOffset() {
    return SIGNATURE_OFFSET + type.signatureSizeBytes();
  }

  int tagsSize() {
    return dataOffset - tagsOffset;
  }
}
