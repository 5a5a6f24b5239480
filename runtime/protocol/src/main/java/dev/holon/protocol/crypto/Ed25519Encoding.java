package dev.holon.protocol.crypto;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The checks of Ed25519 encodings that libraries disagree on, made before any library sees the
 * bytes.
 */
public final class Ed25519Encoding {
  /** The group order L, little endian (RFC 8032 §5.1). */
  private static final byte[] ORDER =
      bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  /** The field prime 2^255 - 19, little endian. */
  private static final byte[] PRIME =
      bytes("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  /** The y coordinates, little endian, of the eight points whose order divides the cofactor. */
  private static final List<byte[]> SMALL_ORDER_Y =
      List.of(
          bytes("0000000000000000000000000000000000000000000000000000000000000000"),
          bytes("0100000000000000000000000000000000000000000000000000000000000000"),
          bytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          bytes("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          bytes("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

  private Ed25519Encoding() {}

  /**
   * Whether the scalar S in the second half of the signature is less than the group order (RFC 8032
   * §5.1.7).
   */
  public static boolean hasCanonicalScalar(byte[] signature) {
    return isLess(signature, 32, ORDER);
  }

  /**
   * Whether the 32 bytes have a reduced y and are none of the points of small order. Under such a
   * point as key, one signature fits many messages.
   */
  public static boolean isUsableKey(byte[] publicKey) {
    byte[] y = publicKey.clone();
    y[31] &= 0x7f;
    if (!isLess(y, 0, PRIME)) {
      return false;
    }
    for (byte[] small : SMALL_ORDER_Y) {
      if (Arrays.equals(y, small)) {
        return false;
      }
    }
    return true;
  }

  /** Compares 32 little-endian bytes, from the most significant one down. */
  private static boolean isLess(byte[] number, int offset, byte[] bound) {
    for (int i = bound.length - 1; i >= 0; i--) {
      int difference = (number[offset + i] & 0xff) - (bound[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
