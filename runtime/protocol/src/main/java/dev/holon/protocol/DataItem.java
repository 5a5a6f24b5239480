package dev.holon.protocol;

import dev.holon.protocol.crypto.Sha2;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signed data item of ANS-104, kept as the bytes it came in; fields are cut out when asked for.
 * Its structure is checked, its signature is not: see {@link Verifier}. Immutable and thread-safe.
 *
 * <p>S and P are the sizes of signature and owner by type; all numbers are little endian and
 * unsigned.
 *
 * <pre>
 * offset        size     field
 *      0           2     signature type
 *      2           S     signature
 *    2+S           P     owner: a public key, or the address of type 7
 *  2+S+P           1     target presence: 00 or 01
 *      .     0 or 32     target
 *      .           1     anchor presence: 00 or 01
 *      .     0 or 32     anchor
 *      .           8     number of tags, at most 128
 *      .           8     number of tag bytes, at most 4096
 *      .           .     tags: an Avro array, no bytes at all for no tags
 *      .           .     data, to the end of the item
 * </pre>
 */
public final class DataItem {
  private final byte[] bytes;
  private final ItemLayout layout;
  private final Id id;
  private @Nullable List<Tag>
      tags; // decoded at first use; a race decodes twice and both results are equal

  DataItem(byte[] privateBytes, ItemLayout layout) {
    this.bytes = privateBytes;
    this.layout = layout;
    this.id = Id.of(Sha2.sha256(signature()));
  }

  /**
   * Reads an item offered to us, under {@link ItemRules#OFFERED}. Copies the bytes.
   *
   * @throws ItemException when the bytes are no acceptable item
   */
  public static DataItem parse(byte[] bytes) throws ItemException {
    return parse(bytes, ItemRules.OFFERED);
  }

  /**
   * Reads an item that the network already holds, under {@link ItemRules#STORED}. Copies the bytes.
   *
   * @throws ItemException when the bytes are no legal item
   */
  public static DataItem parseStored(byte[] bytes) throws ItemException {
    return parse(bytes, ItemRules.STORED);
  }

  /**
   * Reads an item under the given rules. Copies the bytes.
   *
   * @throws ItemException when the rules refuse the bytes
   */
  public static DataItem parse(byte[] bytes, ItemRules rules) throws ItemException {
    return ofPrivate(bytes.clone(), rules);
  }

  /** As {@link #parse(byte[], ItemRules)}, for an array that nobody else holds. */
  static DataItem ofPrivate(byte[] privateBytes, ItemRules rules) throws ItemException {
    return new DataItem(privateBytes, ItemParser.parse(privateBytes, rules));
  }

  /** SHA-256 of the signature. */
  public Id id() {
    return id;
  }

  public SignatureType signatureType() {
    return layout.type();
  }

  /** A copy, {@link SignatureType#signatureSizeBytes()} bytes. */
  public byte[] signature() {
    return copy(ItemLayout.SIGNATURE_OFFSET, layout.type().signatureSizeBytes());
  }

  /** A copy, {@link SignatureType#ownerSizeBytes()} bytes. */
  public byte[] owner() {
    return copy(layout.ownerOffset(), layout.type().ownerSizeBytes());
  }

  /** base64url SHA-256 of the owner bytes: what schedulers and gateways show. */
  public Address ownerAddress() {
    return Address.ofOwner(owner());
  }

  /**
   * What compute units show: 0x + EIP-55 for a 65-byte owner (type 3), ownerAddress() for all other
   * types.
   */
  public Address signerAddress() {
    return Address.ofSigner(layout.type(), owner());
  }

  public Optional<Id> target() {
    return layout.targetOffset() == ItemLayout.ABSENT
        ? Optional.empty()
        : Optional.of(Id.of(bytes, layout.targetOffset(), ItemLayout.REFERENCE_SIZE_BYTES));
  }

  /** A copy of the 32 bytes. */
  public Optional<byte[]> anchor() {
    return layout.anchorOffset() == ItemLayout.ABSENT
        ? Optional.empty()
        : Optional.of(copy(layout.anchorOffset(), ItemLayout.REFERENCE_SIZE_BYTES));
  }

  /** The tags in their order, duplicates included. */
  public List<Tag> tags() {
    List<Tag> decoded = tags;
    if (decoded == null) {
      decoded = TagBlock.decode(bytes, layout.tagsOffset(), layout.tagsSize());
      tags = decoded;
    }
    return decoded;
  }

  /** The value of the first tag of exactly this name. */
  public Optional<String> tag(String name) {
    return Tag.first(tags(), name);
  }

  /** The tag block as it was signed. */
  public Bytes tagBytes() {
    return Bytes.of(copy(layout.tagsOffset(), layout.tagsSize()));
  }

  /** Where the data begins, counted from the start of the item; it ends with the item. */
  public int dataOffset() {
    return layout.dataOffset();
  }

  /** Read-only view of the data. */
  public ByteBuffer data() {
    return ByteBuffer.wrap(bytes, layout.dataOffset(), bytes.length - layout.dataOffset())
        .slice()
        .asReadOnlyBuffer();
  }

  /** The data as text; what is not UTF-8 reads as U+FFFD. */
  public String dataText() {
    return new String(
        bytes, layout.dataOffset(), bytes.length - layout.dataOffset(), StandardCharsets.UTF_8);
  }

  /** The 48 bytes that the owner signs: the deep hash of the item's content. */
  public byte[] signatureMessage() {
    return SigningMessage.of(bytes, layout);
  }

  public int sizeBytes() {
    return bytes.length;
  }

  /** A copy. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  List<RawTag> rawTags() {
    return TagBlock.decodeRaw(bytes, layout.tagsOffset(), layout.tagsSize());
  }

  private byte[] copy(int offset, int size) {
    return Arrays.copyOfRange(bytes, offset, offset + size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataItem that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "DataItem[" + id + ", " + layout.type() + ", " + bytes.length + " bytes]";
  }
}
