package dev.holon.protocol;

import java.util.Base64;
import java.util.List;

/**
 * Identifies what a process pushed, whoever delivered it and however often: the deep hash of
 * target, anchor, tags without {@code Pushed-For} in the order of name and value, and data; without
 * owner and signature (ao-protocol.md §2.5).
 *
 * @param hash 48 bytes
 */
public record PushHash(Bytes hash) {
  private static final Bytes PUSHED_FOR = Bytes.ofUtf8("Pushed-For");

  public PushHash {
    if (hash.size() != 48) {
      throw new IllegalArgumentException("a push hash is 48 bytes, got " + hash.size());
    }
  }

  /** The hash of an item's content. */
  public static PushHash of(DataItem item) {
    List<RawTag> tags =
        item.rawTags().stream().filter(tag -> !tag.name().equals(PUSHED_FOR)).sorted().toList();
    return new PushHash(
        DeepHash.of(
            DeepHash.Sequence.of(
                DeepHash.Blob.ofUtf8("dataitem"),
                DeepHash.Blob.ofUtf8("1"),
                // The reference scheduler writes type 1 here, whatever the item's type.
                DeepHash.Blob.ofUtf8("1"),
                new DeepHash.Blob(Bytes.EMPTY),
                new DeepHash.Blob(
                    item.target().map(id -> Bytes.of(id.toBytes())).orElse(Bytes.EMPTY)),
                new DeepHash.Blob(item.anchor().map(Bytes::of).orElse(Bytes.EMPTY)),
                new DeepHash.Blob(Bytes.of(TagBlock.encode(tags))),
                new DeepHash.Blob(Bytes.of(item.data())))));
  }

  /** 64 characters of base64url, as schedulers store it. */
  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.toArray());
  }
}
