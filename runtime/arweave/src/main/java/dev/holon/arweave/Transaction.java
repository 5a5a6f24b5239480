package dev.holon.arweave;

import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.crypto.Sha2;

/**
 * A transaction of format 2 that an RSA wallet signed, without its data. Its signature is checked
 * by {@link #verify} only.
 *
 * @param owner the wallet's modulus, 512 bytes
 * @param signature 512 bytes
 */
public record Transaction(TransactionContent content, Bytes owner, Bytes signature) {

  /** SHA-256 of the signature. */
  public Id id() {
    return Id.of(Sha2.sha256(signature.toArray()));
  }

  public Address ownerAddress() {
    return Address.ofOwner(owner.toArray());
  }

  /**
   * Checks that the owner signed this.
   *
   * @throws TransactionException when not
   */
  public void verify(Verifier verifier) throws TransactionException {
    byte[] message = content.signatureMessage(owner).toArray();
    if (!verifier.isArweaveSignature(owner.toArray(), message, signature.toArray())) {
      throw new TransactionException("transaction " + id() + ": the signature is not its owner's");
    }
  }

  /**
   * Checks that these bytes are the transaction's data.
   *
   * @throws TransactionException when size or merkle root differ
   */
  public void verifyData(DataTree data) throws TransactionException {
    if (data.sizeBytes() != content.dataSizeBytes() || !data.root().equals(content.dataRoot())) {
      throw new TransactionException(
          "transaction "
              + id()
              + ": "
              + data.sizeBytes()
              + " bytes that are not its data of "
              + content.dataSizeBytes());
    }
  }
}
