package dev.holon.arweave;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.DeepHash;
import dev.holon.protocol.DeepHash.Blob;
import dev.holon.protocol.DeepHash.Sequence;
import dev.holon.protocol.Id;
import dev.holon.protocol.RsaWallet;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction of format 2 says, without who signed it (arweave.md §8).
 *
 * @param anchor {@code last_tx}: a recent block's id (48 bytes), a transaction's id (32 bytes), or
 *     nothing; with a block's id the transaction can be mined in the 50 blocks after it only
 * @param target who gets the quantity; null for nobody
 * @param quantity winston, not negative
 * @param reward fee in winston, not negative
 * @param dataSizeBytes 0 exactly when {@code dataRoot} is empty
 * @param dataRoot root of the merkle tree over the data, 32 bytes or none
 */
public record TransactionContent(
    Bytes anchor,
    @Nullable Id target,
    List<TransactionTag> tags,
    BigInteger quantity,
    BigInteger reward,
    long dataSizeBytes,
    Bytes dataRoot) {
  /** The most bytes of all names and values together. */
  public static final int TAG_BYTES_MAX = 2_048;

  private static final int BLOCK_ID_SIZE_BYTES = 48;
  private static final String FORMAT = "2";

  /**
   * Checks the limits that every node checks.
   *
   * @throws IllegalArgumentException naming the field
   */
  public TransactionContent {
    tags = List.copyOf(tags);
    require(
        anchor.size() == 0
            || anchor.size() == Id.SIZE_BYTES
            || anchor.size() == BLOCK_ID_SIZE_BYTES,
        "last_tx has " + anchor.size() + " bytes, expected 0, 32 or 48");
    require(quantity.signum() >= 0, "quantity is negative");
    require(reward.signum() >= 0, "reward is negative");
    require(
        dataRoot.size() == (dataSizeBytes == 0 ? 0 : Id.SIZE_BYTES),
        "data_size is " + dataSizeBytes + " and data_root has " + dataRoot.size() + " bytes");
    require(dataSizeBytes >= 0, "data_size is negative");
    int tagBytes = tags.stream().mapToInt(TransactionTag::sizeBytes).sum();
    require(
        tagBytes <= TAG_BYTES_MAX && tags.size() <= TAG_BYTES_MAX,
        tags.size() + " tags of " + tagBytes + " bytes, at most " + TAG_BYTES_MAX + " of each");
  }

  /** Content that carries data, and nothing for anybody. */
  public static TransactionContent ofData(
      Bytes anchor, BigInteger reward, DataTree data, List<TransactionTag> tags) {
    return new TransactionContent(
        anchor, null, tags, BigInteger.ZERO, reward, data.sizeBytes(), data.root());
  }

  public Optional<Id> targetId() {
    return Optional.ofNullable(target);
  }

  /** The 48 bytes that an RSA wallet signs. */
  Bytes signatureMessage(Bytes owner) {
    List<DeepHash.Element> pairs =
        tags.stream()
            .<DeepHash.Element>map(tag -> Sequence.of(new Blob(tag.name()), new Blob(tag.value())))
            .toList();
    return DeepHash.of(
        Sequence.of(
            Blob.ofUtf8(FORMAT),
            new Blob(owner),
            new Blob(target == null ? Bytes.EMPTY : Bytes.of(target.toBytes())),
            Blob.ofUtf8(quantity.toString()),
            Blob.ofUtf8(reward.toString()),
            new Blob(anchor),
            new Sequence(pairs),
            Blob.ofUtf8(Long.toString(dataSizeBytes)),
            new Blob(dataRoot)));
  }

  /** Signs; the id depends on the salt of the wallet. */
  public Transaction sign(RsaWallet wallet) {
    Bytes owner = Bytes.of(wallet.owner());
    byte[] signature = wallet.sign(signatureMessage(owner).toArray());
    return new Transaction(this, owner, Bytes.of(signature));
  }

  private static void require(boolean isRight, String fault) {
    if (!isRight) {
      throw new IllegalArgumentException(fault);
    }
  }
}
