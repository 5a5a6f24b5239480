package dev.holon.protocol.crypto;

import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * Keccak-256 with the padding of the original submission, as Ethereum uses it (not SHA3-256 of FIPS
 * 202).
 */
public final class Keccak256 {
  /** Size of the hash, in bytes. */
  public static final int SIZE_BYTES = 32;

  private Keccak256() {}

  /** The hash of the parts joined together: 32 bytes. */
  public static byte[] hash(byte[]... parts) {
    KeccakDigest digest = new KeccakDigest(8 * SIZE_BYTES);
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[SIZE_BYTES];
    digest.doFinal(hash, 0);
    return hash;
  }
}
