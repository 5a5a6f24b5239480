package dev.holon.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPrivateCrtKey;

/** RSA with 4096-bit moduli and the public exponent 65537. Implementations are thread-safe. */
public non-sealed interface RsaScheme extends KeyScheme {
  /** Size of modulus, signature and encoded message, in bytes. */
  int SIZE_BYTES = 512;

  /** The public exponent of every key (arweave.md §4). */
  int PUBLIC_EXPONENT = 65537;

  /**
   * The public operation: {@code signature ^ 65537 mod modulus}.
   *
   * @param modulus 512 bytes big endian, odd, first bit set
   * @param signature 512 bytes big endian, less than the modulus
   * @return 512 bytes big endian
   * @throws GeneralSecurityException when the provider refuses the input
   */
  byte[] power(byte[] modulus, byte[] signature) throws GeneralSecurityException;

  /**
   * Signs with RSASSA-PSS, SHA-256 and MGF1-SHA-256.
   *
   * @param saltSizeBytes 0 makes the signature a function of key and message
   * @return 512 bytes
   * @throws GeneralSecurityException when the provider refuses the key
   */
  byte[] sign(RSAPrivateCrtKey key, byte[] message, int saltSizeBytes)
      throws GeneralSecurityException;
}
