package dev.holon.protocol;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the owner of a data item signs: the deep hash of {@code ["dataitem", "1", type, owner,
 * target, anchor, tags, data]}, an absent field being the empty blob and the tags the raw block
 * (arweave.md §3). The standard prints a list without the type; no implementation hashes that one.
 */
final class SigningMessage {
  private static final int ELEMENT_COUNT = 8;

  /** The hash after the first three elements, which depend on the type alone. */
  private static final Map<SignatureType, byte[]> PREFIXES = prefixes();

  private SigningMessage() {}

  static byte[] of(byte[] item, ItemLayout layout) {
    Sha384Fold fold = Sha384Fold.resume(prefix(layout.type()));
    fold.addBlob(item, layout.ownerOffset(), layout.type().ownerSizeBytes());
    addReference(fold, item, layout.targetOffset());
    addReference(fold, item, layout.anchorOffset());
    fold.addBlob(item, layout.tagsOffset(), layout.tagsSize());
    fold.addBlob(item, layout.dataOffset(), item.length - layout.dataOffset());
    return fold.value();
  }

  /** The hash after "dataitem", "1" and the type's number. */
  static byte[] prefix(SignatureType type) {
    byte[] prefix = PREFIXES.get(type);
    if (prefix == null) {
      throw new IllegalStateException("no prefix for " + type);
    }
    return prefix;
  }

  private static void addReference(Sha384Fold fold, byte[] item, int offset) {
    if (offset == ItemLayout.ABSENT) {
      fold.addBlob(item, 0, 0);
    } else {
      fold.addBlob(item, offset, ItemLayout.REFERENCE_SIZE_BYTES);
    }
  }

  private static Map<SignatureType, byte[]> prefixes() {
    Map<SignatureType, byte[]> prefixes = new EnumMap<>(SignatureType.class);
    for (SignatureType type : SignatureType.values()) {
      Sha384Fold fold = Sha384Fold.ofList(ELEMENT_COUNT);
      fold.addBlob(ascii("dataitem"));
      fold.addBlob(ascii("1"));
      fold.addBlob(ascii(Integer.toString(type.code())));
      prefixes.put(type, fold.value());
    }
    return prefixes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
