package dev.holon.protocol.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * EMSA-PSS decoding for 4096-bit keys with SHA-256, MGF1-SHA-256 and a salt of any length (RFC 8017
 * §9.1.2).
 *
 * <p>The verifiers of the Java platform demand one salt length; the network's signers use 478
 * (Node), 32 (browsers) and 0 (bundler receipts), so the encoded message is taken apart here.
 *
 * <pre>
 * offset  size  field
 *      0   479  maskedDB   DB = zero bytes, 01, salt; masked with MGF1(H)
 *    479    32  H          SHA-256(8 zero bytes, SHA-256(message), salt)
 *    511     1  bc
 * </pre>
 */
public final class EmsaPss {
  /** Size of the encoded message: that of a 4096-bit modulus, in bytes. */
  public static final int ENCODED_SIZE_BYTES = 512;

  private static final int HASH_SIZE_BYTES = Sha2.SHA256_SIZE_BYTES;
  private static final int DB_SIZE_BYTES = ENCODED_SIZE_BYTES - HASH_SIZE_BYTES - 1;
  private static final int TRAILER = 0xbc;
  private static final byte[] EIGHT_ZERO_BYTES = new byte[8];

  private EmsaPss() {}

  /**
   * Whether the encoded message (the signature raised to the public exponent, 512 bytes) belongs to
   * the message, under some salt of 0 to 478 bytes.
   */
  public static boolean matches(byte[] encoded, byte[] message) {
    if (encoded.length != ENCODED_SIZE_BYTES) {
      return false;
    }
    // RFC 8017 §9.1.2 steps 4 and 6: trailer bc; the one bit beyond 8 * emLen - emBits is zero.
    if ((encoded[ENCODED_SIZE_BYTES - 1] & 0xff) != TRAILER || (encoded[0] & 0x80) != 0) {
      return false;
    }
    byte[] hash = Arrays.copyOfRange(encoded, DB_SIZE_BYTES, DB_SIZE_BYTES + HASH_SIZE_BYTES);
    byte[] block = unmask(encoded, hash);
    int one = 0;
    while (one < DB_SIZE_BYTES && block[one] == 0) {
      one++;
    }
    // Step 10: the padding ends with 01. What follows is the salt, whatever its length.
    if (one == DB_SIZE_BYTES || block[one] != 1) {
      return false;
    }
    MessageDigest digest = Sha2.sha256();
    byte[] messageHash = digest.digest(message);
    digest.update(EIGHT_ZERO_BYTES);
    digest.update(messageHash);
    digest.update(block, one + 1, DB_SIZE_BYTES - one - 1);
    return Arrays.equals(hash, digest.digest());
  }

  /** DB = maskedDB xor MGF1(H, 479), its first bit cleared (steps 7 to 9; RFC 8017 §B.2.1). */
  private static byte[] unmask(byte[] encoded, byte[] hash) {
    byte[] block = Arrays.copyOf(encoded, DB_SIZE_BYTES);
    MessageDigest digest = Sha2.sha256();
    byte[] counter = new byte[Integer.BYTES];
    for (int offset = 0; offset < DB_SIZE_BYTES; offset += HASH_SIZE_BYTES) {
      digest.update(hash);
      byte[] mask = digest.digest(counter);
      int size = Math.min(HASH_SIZE_BYTES, DB_SIZE_BYTES - offset);
      for (int i = 0; i < size; i++) {
        block[offset + i] ^= mask[i];
      }
      counter[Integer.BYTES - 1]++;
    }
    block[0] &= 0x7f;
    return block;
  }
}
