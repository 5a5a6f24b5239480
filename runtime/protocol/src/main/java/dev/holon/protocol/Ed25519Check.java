package dev.holon.protocol;

import dev.holon.protocol.crypto.Ed25519Encoding;
import dev.holon.protocol.crypto.Ed25519Scheme;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;

/**
 * Types 2, 4 and 5: Ed25519 over the message or a text made of it.
 *
 * @param payload makes the signed bytes from the 48-byte message
 */
record Ed25519Check(Ed25519Scheme scheme, UnaryOperator<byte[]> payload) implements SignatureCheck {
  @Override
  public void check(byte[] owner, byte[] signature, byte[] message)
      throws ItemException, GeneralSecurityException {
    check(scheme, owner, payload.apply(message), signature);
  }

  /** Checks one key, 32 bytes, and one signature, 64 bytes. */
  static void check(Ed25519Scheme scheme, byte[] key, byte[] payload, byte[] signature)
      throws ItemException, GeneralSecurityException {
    if (!Ed25519Encoding.isUsableKey(key)) {
      throw new ItemException(ItemError.BAD_OWNER, "the key is not canonical or is of small order");
    }
    // RFC 8032 §5.1.7: S is less than the group order, else S + L would be a second spelling of S.
    if (!Ed25519Encoding.hasCanonicalScalar(signature)) {
      throw new ItemException(
          ItemError.NON_CANONICAL_SIGNATURE, "S is not less than the group order");
    }
    if (!scheme.verify(key, payload, signature)) {
      throw SignatureCheck.mismatch("Ed25519");
    }
  }
}
