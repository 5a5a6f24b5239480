package dev.holon.protocol.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/** The questions a native implementation must answer like the portable one before it is used. */
final class KnownAnswer {
  private static final byte[] SECRET = filled(32, (byte) 7);
  private static final byte[] MESSAGE = filled(32, (byte) 9);

  private KnownAnswer() {}

  static boolean agree(RsaScheme portable, RsaScheme candidate) throws GeneralSecurityException {
    byte[] modulus = filled(RsaScheme.SIZE_BYTES, (byte) 0xff);
    byte[] base = filled(RsaScheme.SIZE_BYTES, (byte) 3);
    return Arrays.equals(portable.power(modulus, base), candidate.power(modulus, base));
  }

  static boolean agree(Ed25519Scheme portable, Ed25519Scheme candidate)
      throws GeneralSecurityException {
    byte[] publicKey = Ed25519Keys.derive(SECRET);
    byte[] signature = portable.sign(SECRET, publicKey, MESSAGE);
    return Arrays.equals(signature, candidate.sign(SECRET, publicKey, MESSAGE))
        && candidate.verify(publicKey, MESSAGE, signature)
        && !candidate.verify(publicKey, SECRET, signature);
  }

  static boolean agree(Secp256k1Scheme portable, Secp256k1Scheme candidate)
      throws GeneralSecurityException {
    byte[] signature = portable.sign(SECRET, MESSAGE);
    return Arrays.equals(signature, candidate.sign(SECRET, MESSAGE))
        && Arrays.equals(portable.publicKey(SECRET), candidate.publicKey(SECRET))
        && Arrays.equals(
            portable.recover(MESSAGE, signature, 0), candidate.recover(MESSAGE, signature, 0))
        && Arrays.equals(
            portable.recover(MESSAGE, signature, 1), candidate.recover(MESSAGE, signature, 1));
  }

  private static byte[] filled(int size, byte value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
