package dev.holon.protocol.crypto;

import java.security.GeneralSecurityException;

/**
 * Ed25519 (RFC 8032 §5.1). Implementations are thread-safe and agree on every input: they demand
 * the equation without the cofactor, {@code [S]B = R + [k]A}, which is the strictest reading of the
 * standard and that of the native library.
 */
public non-sealed interface Ed25519Scheme extends KeyScheme {
  /** Size of a public key and of a seed, in bytes. */
  int KEY_SIZE_BYTES = 32;

  /** Size of a signature, in bytes. */
  int SIGNATURE_SIZE_BYTES = 64;

  /**
   * Whether the signature is that of the message. Key and signature have passed {@link
   * Ed25519Encoding}.
   *
   * @throws GeneralSecurityException when the provider refuses the input; the signature is then
   *     invalid
   */
  boolean verify(byte[] publicKey, byte[] message, byte[] signature)
      throws GeneralSecurityException;

  /**
   * Signs; deterministic.
   *
   * @param seed the 32 secret bytes
   * @param publicKey the public key of that seed
   * @throws GeneralSecurityException when the provider refuses the key
   */
  byte[] sign(byte[] seed, byte[] publicKey, byte[] message) throws GeneralSecurityException;
}
