package dev.holon.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed item in parts, as indexes and listings show it. They name neither the type of the
 * signature nor how they wrote the anchor, so what fits is tried; the rest of the bytes follows
 * from the parts, because every writer writes tags in one form. The signature says whether they are
 * the item's.
 *
 * @param id what it is called
 * @param owner the owner field
 * @param target null for none
 * @param anchor its 32 bytes as text or in base64url; anything else is no anchor
 * @param data all of it
 */
public record ItemParts(
    Id id,
    Bytes owner,
    Bytes signature,
    @Nullable Id target,
    String anchor,
    List<Tag> tags,
    Bytes data) {
  public ItemParts {
    tags = List.copyOf(tags);
  }

  /**
   * Puts the item together.
   *
   * @throws ItemException when that does not give an item of this id whose signature is its
   *     owner's; it says what is wrong with the likeliest reading
   */
  public VerifiedItem assemble(Verifier verifier) throws ItemException {
    ItemException fault = null;
    for (SignatureType type : SignatureType.values()) {
      boolean isPossible =
          type.signatureSizeBytes() == signature.size() && type.ownerSizeBytes() == owner.size();
      for (Anchor reading : isPossible ? anchors() : List.<Anchor>of()) {
        try {
          return verifier.verify(item(new Recorded(type, owner, signature), reading));
        } catch (ItemException e) {
          fault = fault == null ? e : fault;
        }
      }
    }
    throw fault == null
        ? new ItemException(
            ItemError.UNKNOWN_SIGNATURE_TYPE,
            "no type has signatures of "
                + signature.size()
                + " bytes and owners of "
                + owner.size())
        : fault;
  }

  private DataItem item(Wallet signer, Anchor reading) throws ItemException {
    DataItem item;
    try {
      item = new UnsignedItem(target, reading.bytes(), tags, data.toArray()).sign(signer);
    } catch (IllegalArgumentException e) {
      throw new ItemException(ItemError.NON_CANONICAL_TAGS, String.valueOf(e.getMessage()));
    }
    if (!item.id().equals(id)) {
      throw new ItemException(ItemError.BAD_SIGNATURE, "it is the signature of item " + item.id());
    }
    return item;
  }

  /** How the anchor may be meant; the likeliest first. */
  private List<Anchor> anchors() {
    List<Anchor> readings = new ArrayList<>();
    addIfAnchor(readings, Bytes.ofUtf8(anchor));
    if (Id.isId(anchor)) {
      addIfAnchor(readings, Bytes.of(Id.parse(anchor).toBytes()));
    }
    readings.add(Anchor.NONE);
    return readings;
  }

  private static void addIfAnchor(List<Anchor> readings, Bytes bytes) {
    if (bytes.size() == ItemLayout.REFERENCE_SIZE_BYTES) {
      readings.add(new Anchor(bytes));
    }
  }

  private record Anchor(@Nullable Bytes value) {
    static final Anchor NONE = new Anchor(null);

    byte @Nullable [] bytes() {
      return value == null ? null : value.toArray();
    }
  }

  /** Somebody else's signature, as if it were made now. */
  private record Recorded(SignatureType signatureType, Bytes ownerBytes, Bytes signature)
      implements Wallet {
    @Override
    public byte[] owner() {
      return ownerBytes.toArray();
    }

    @Override
    public byte[] sign(byte[] message) {
      return signature.toArray();
    }
  }
}
