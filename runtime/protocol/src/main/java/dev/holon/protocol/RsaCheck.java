package dev.holon.protocol;

import dev.holon.protocol.crypto.EmsaPss;
import dev.holon.protocol.crypto.RsaScheme;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** Type 1: RSASSA-PSS with SHA-256, 4096 bits, e = 65537, a salt of any length. */
record RsaCheck(RsaScheme scheme) implements SignatureCheck {
  @Override
  public void check(byte[] owner, byte[] signature, byte[] message)
      throws ItemException, GeneralSecurityException {
    // The modulus has exactly 4096 bits and is odd: anything else is no RSA key, and upsets some
    // providers.
    if ((owner[0] & 0x80) == 0 || (owner[owner.length - 1] & 1) == 0) {
      throw new ItemException(ItemError.BAD_OWNER, "the modulus is not an odd number of 4096 bits");
    }
    // RFC 8017 §5.2.2: the signature is less than the modulus, else s + n would be a second
    // spelling of s.
    if (Arrays.compareUnsigned(signature, owner) >= 0) {
      throw new ItemException(
          ItemError.NON_CANONICAL_SIGNATURE, "the signature is not less than the modulus");
    }
    if (!EmsaPss.matches(scheme.power(owner, signature), message)) {
      throw SignatureCheck.mismatch("RSA-PSS");
    }
  }
}
