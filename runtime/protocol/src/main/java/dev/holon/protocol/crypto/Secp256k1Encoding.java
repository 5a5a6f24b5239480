package dev.holon.protocol.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/** Range checks on secp256k1 numbers, made before any library sees the bytes. */
public final class Secp256k1Encoding {
  /** The group order n, big endian (SEC 2 §2.4.1). */
  private static final byte[] ORDER =
      bytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

  /** n / 2, rounded down. */
  private static final byte[] HALF_ORDER =
      bytes("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0");

  private Secp256k1Encoding() {}

  /** Whether 0 &lt; scalar &lt; n, for 32 bytes big endian at the offset. */
  public static boolean isScalar(byte[] bytes, int offset) {
    return !isZero(bytes, offset) && compare(bytes, offset, ORDER) < 0;
  }

  /**
   * Whether s, the second half of r || s, is at most n / 2. Its negation n - s would verify as
   * well.
   */
  public static boolean hasLowS(byte[] signature) {
    return compare(signature, 32, HALF_ORDER) <= 0;
  }

  private static boolean isZero(byte[] bytes, int offset) {
    int joined = 0;
    for (int i = 0; i < 32; i++) {
      joined |= bytes[offset + i];
    }
    return joined == 0;
  }

  private static int compare(byte[] bytes, int offset, byte[] bound) {
    return Arrays.compareUnsigned(bytes, offset, offset + bound.length, bound, 0, bound.length);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
