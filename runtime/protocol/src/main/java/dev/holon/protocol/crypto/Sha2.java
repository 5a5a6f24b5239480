package dev.holon.protocol.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 and SHA-384 of the JDK (FIPS 180-4). Every Java platform has both. */
public final class Sha2 {
  /** Size of a SHA-256 hash, in bytes. */
  public static final int SHA256_SIZE_BYTES = 32;

  /** Size of a SHA-384 hash, in bytes. */
  public static final int SHA384_SIZE_BYTES = 48;

  private Sha2() {}

  /** A fresh SHA-256 state, for use by one thread. */
  public static MessageDigest sha256() {
    return digest("SHA-256");
  }

  /** A fresh SHA-384 state, for use by one thread. */
  public static MessageDigest sha384() {
    return digest("SHA-384");
  }

  /** SHA-256 of the parts joined together: 32 bytes. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = sha256();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks " + algorithm, e);
    }
  }
}
