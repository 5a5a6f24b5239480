package dev.holon.protocol;

/**
 * A key pair that signs data items. Thread-safe. Its {@code toString} never shows the secret.
 *
 * @see RsaWallet
 * @see Ed25519Wallet
 * @see Secp256k1Wallet
 */
public interface Wallet {
  SignatureType signatureType();

  /** The owner field of the items it signs; a copy. */
  byte[] owner();

  /**
   * Signs the 48-byte message of a data item; returns signatureType().signatureSizeBytes() bytes.
   */
  byte[] sign(byte[] message);

  /** base64url SHA-256 of the owner bytes. */
  default Address address() {
    return Address.ofOwner(owner());
  }

  /** As DataItem.signerAddress(). */
  default Address signerAddress() {
    return Address.ofSigner(signatureType(), owner());
  }
}
