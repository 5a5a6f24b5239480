package dev.holon.protocol;

import java.security.GeneralSecurityException;

/** The rules of one signature type (arweave.md §4). Thread-safe. */
interface SignatureCheck {
  /**
   * Returns when the signature is valid.
   *
   * @param owner as many bytes as the type's owner field
   * @param signature as many bytes as the type's signature field
   * @param message the 48 bytes of the deep hash
   * @throws ItemException when it is not, or is not spelled as it should be
   * @throws GeneralSecurityException when the provider refuses the input, which means the same
   */
  void check(byte[] owner, byte[] signature, byte[] message)
      throws ItemException, GeneralSecurityException;

  /** The refusal of a signature that belongs to another key or another content. */
  static ItemException mismatch(String scheme) {
    return new ItemException(
        ItemError.BAD_SIGNATURE, "no valid " + scheme + " signature of this owner and content");
  }
}
