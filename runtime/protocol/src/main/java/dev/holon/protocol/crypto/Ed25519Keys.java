package dev.holon.protocol.crypto;

import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Raw Ed25519 keys: derived, and in the envelopes that key factories take (RFC 8410 §4 and §7). */
public final class Ed25519Keys {
  private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] PRIVATE_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private Ed25519Keys() {}

  /** The public key of a seed (RFC 8032 §5.1.5): 32 bytes each. */
  public static byte[] derive(byte[] seed) {
    byte[] publicKey = new byte[Ed25519Scheme.KEY_SIZE_BYTES];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  static X509EncodedKeySpec publicKey(byte[] raw) {
    return new X509EncodedKeySpec(join(PUBLIC_PREFIX, raw));
  }

  static PKCS8EncodedKeySpec privateKey(byte[] seed) {
    return new PKCS8EncodedKeySpec(join(PRIVATE_PREFIX, seed));
  }

  private static byte[] join(byte[] prefix, byte[] key) {
    byte[] joined = new byte[prefix.length + key.length];
    System.arraycopy(prefix, 0, joined, 0, prefix.length);
    System.arraycopy(key, 0, joined, prefix.length, key.length);
    return joined;
  }
}
