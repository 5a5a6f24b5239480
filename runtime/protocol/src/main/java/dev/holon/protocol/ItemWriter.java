package dev.holon.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the bytes of a data item and puts the signature in. */
final class ItemWriter {
  private final Wallet wallet;
  private final SignatureType type;

  ItemWriter(Wallet wallet) {
    this.wallet = wallet;
    this.type = wallet.signatureType();
  }

  DataItem write(@Nullable Id target, byte @Nullable [] anchor, List<Tag> tags, byte[] data) {
    byte[] block = TagBlock.encode(tags.stream().map(RawTag::of).toList());
    ByteBuffer item =
        ByteBuffer.allocate(size(target, anchor, block, data)).order(ByteOrder.LITTLE_ENDIAN);
    item.putShort((short) type.code());
    item.position(ItemLayout.SIGNATURE_OFFSET + type.signatureSizeBytes());
    item.put(wallet.owner());
    int targetOffset = putReference(item, target == null ? null : target.toBytes());
    int anchorOffset = putReference(item, anchor);
    item.putLong(tags.size()).putLong(block.length);
    int tagsOffset = item.position();
    item.put(block);
    ItemLayout layout =
        new ItemLayout(
            type, targetOffset, anchorOffset, tags.size(), tagsOffset, tagsOffset + block.length);
    item.put(data);
    byte[] bytes = item.array();
    requireWithinLimits(bytes, layout);
    putSignature(bytes, layout);
    return new DataItem(bytes, layout);
  }

  private int size(@Nullable Id target, byte @Nullable [] anchor, byte[] block, byte[] data) {
    int fixed =
        ItemLayout.SIGNATURE_OFFSET
            + type.signatureSizeBytes()
            + type.ownerSizeBytes()
            + 2
            + 2 * Long.BYTES;
    int references =
        (target == null ? 0 : Id.SIZE_BYTES)
            + (anchor == null ? 0 : ItemLayout.REFERENCE_SIZE_BYTES);
    long size = (long) fixed + references + block.length + data.length;
    if (size > ItemRules.STORED_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "an item of " + size + " bytes, limit " + ItemRules.STORED_SIZE_BYTES_MAX);
    }
    return (int) size;
  }

  /** What is written is held to the same limits as what is read. */
  private static void requireWithinLimits(byte[] bytes, ItemLayout layout) {
    if (layout.tagCount() > ItemRules.TAG_COUNT_MAX
        || layout.tagsSize() > ItemRules.TAG_BLOCK_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          layout.tagCount()
              + " tags of "
              + layout.tagsSize()
              + " bytes together, limits "
              + ItemRules.TAG_COUNT_MAX
              + " and "
              + ItemRules.TAG_BLOCK_SIZE_BYTES_MAX);
    }
    try {
      TagBlock.check(
          bytes, layout.tagsOffset(), layout.tagsSize(), layout.tagCount(), ItemRules.OFFERED);
    } catch (ItemException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void putSignature(byte[] bytes, ItemLayout layout) {
    byte[] signature = wallet.sign(SigningMessage.of(bytes, layout));
    if (signature.length != type.signatureSizeBytes()) {
      throw new IllegalStateException(
          "a "
              + type
              + " signature of "
              + signature.length
              + " bytes, expected "
              + type.signatureSizeBytes());
    }
    System.arraycopy(signature, 0, bytes, ItemLayout.SIGNATURE_OFFSET, signature.length);
  }

  private static int putReference(ByteBuffer item, byte @Nullable [] reference) {
    if (reference == null) {
      item.put((byte) 0);
      return ItemLayout.ABSENT;
    }
    item.put((byte) 1);
    int offset = item.position();
    item.put(reference);
    return offset;
  }
}
