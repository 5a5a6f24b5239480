package dev.holon.protocol.crypto;

import java.security.GeneralSecurityException;

/**
 * ECDSA with key recovery on secp256k1 (SEC 1 §4.1.6). Implementations are thread-safe and agree on
 * every input.
 */
public non-sealed interface Secp256k1Scheme extends KeyScheme {
  /** Size of a secret and of a digest, in bytes. */
  int SECRET_SIZE_BYTES = 32;

  /** Size of a signature r || s, in bytes. */
  int SIGNATURE_SIZE_BYTES = 64;

  /** Size of an uncompressed public key 04 || X || Y, in bytes. */
  int PUBLIC_KEY_SIZE_BYTES = 65;

  /**
   * The one public key under which the signature is valid.
   *
   * @param digest 32 bytes
   * @param signature r || s, checked by {@link Secp256k1Encoding}
   * @param recoveryId 0 or 1: whether the y of the point behind r is odd
   * @return 65 bytes, 04 || X || Y
   * @throws GeneralSecurityException when no key fits
   */
  byte[] recover(byte[] digest, byte[] signature, int recoveryId) throws GeneralSecurityException;

  /**
   * Signs with the nonce of RFC 6979 and the lower of the two s, so every implementation gives the
   * same bytes.
   *
   * @return r || s, 64 bytes
   * @throws GeneralSecurityException when the provider refuses the secret
   */
  byte[] sign(byte[] secret, byte[] digest) throws GeneralSecurityException;

  /**
   * The public key of a secret: 65 bytes, 04 || X || Y.
   *
   * @throws GeneralSecurityException when the provider refuses the secret
   */
  byte[] publicKey(byte[] secret) throws GeneralSecurityException;
}
