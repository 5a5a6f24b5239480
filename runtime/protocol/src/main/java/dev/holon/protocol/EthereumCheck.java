package dev.holon.protocol;

import dev.holon.protocol.crypto.Secp256k1Encoding;
import dev.holon.protocol.crypto.Secp256k1Scheme;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Type 3: {@code personal_sign} on secp256k1; the owner is the uncompressed public key. */
record EthereumCheck(Secp256k1Scheme scheme) implements SignatureCheck {
  private static final int V_OFFSET = Secp256k1Scheme.SIGNATURE_SIZE_BYTES;
  private static final int UNCOMPRESSED = 0x04;

  /** The recovery byte v is the recovery id plus this. */
  static final int V_BASE = 27;

  @Override
  public void check(byte[] owner, byte[] signature, byte[] message)
      throws ItemException, GeneralSecurityException {
    if (owner[0] != UNCOMPRESSED) {
      throw new ItemException(
          ItemError.BAD_OWNER, "the key is not uncompressed: it begins with " + (owner[0] & 0xff));
    }
    byte[] recovered = recover(scheme, SigningPayload.ethereum(message), signature);
    if (!Arrays.equals(recovered, owner)) {
      throw SignatureCheck.mismatch("secp256k1");
    }
  }

  /**
   * The key that made the signature r || s || v.
   *
   * @throws ItemException when a number is out of range, s is high, or v is neither 27 nor 28
   * @throws GeneralSecurityException when no key fits
   */
  static byte[] recover(Secp256k1Scheme scheme, byte[] digest, byte[] signature)
      throws ItemException, GeneralSecurityException {
    int recoveryId = (signature[V_OFFSET] & 0xff) - V_BASE;
    if (recoveryId != 0 && recoveryId != 1) {
      throw new ItemException(
          ItemError.NON_CANONICAL_SIGNATURE,
          "v is " + (signature[V_OFFSET] & 0xff) + ", expected 27 or 28");
    }
    if (!Secp256k1Encoding.isScalar(signature, 0) || !Secp256k1Encoding.isScalar(signature, 32)) {
      throw new ItemException(
          ItemError.BAD_SIGNATURE, "r or s is zero or not less than the group order");
    }
    // EIP-2: the lower of s and n - s, else both would verify and one message would have two ids.
    if (!Secp256k1Encoding.hasLowS(signature)) {
      throw new ItemException(
          ItemError.NON_CANONICAL_SIGNATURE, "s is more than half the group order");
    }
    return scheme.recover(digest, Arrays.copyOf(signature, V_OFFSET), recoveryId);
  }
}
