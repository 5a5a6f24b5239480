package dev.holon.protocol.crypto;

import java.math.BigInteger;

/** Non-negative integers as big-endian bytes of a fixed size. */
public final class UnsignedNumber {
  private UnsignedNumber() {}

  /**
   * The number, left-padded with zero bytes.
   *
   * @throws ArithmeticException when the number is negative or needs more bytes
   */
  public static byte[] toBytes(BigInteger number, int sizeBytes) {
    if (number.signum() < 0 || number.bitLength() > 8 * sizeBytes) {
      throw new ArithmeticException(
          number.bitLength() + " bits do not fit " + sizeBytes + " bytes");
    }
    byte[] padded = new byte[sizeBytes];
    byte[] raw = number.toByteArray();
    int size = Math.min(raw.length, sizeBytes);
    System.arraycopy(raw, raw.length - size, padded, sizeBytes - size, size);
    return padded;
  }
}
