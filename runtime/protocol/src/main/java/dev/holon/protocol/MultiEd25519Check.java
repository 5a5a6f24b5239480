package dev.holon.protocol;

import dev.holon.protocol.crypto.Ed25519Scheme;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Type 6: a threshold of up to 32 Ed25519 keys.
 *
 * <pre>
 * owner:      32 * key (32)        | threshold (1)
 * signature:  32 * signature (64)  | bitmap (4), the highest bit of its first byte stands for slot 0
 * </pre>
 */
record MultiEd25519Check(Ed25519Scheme scheme) implements SignatureCheck {
  private static final int SLOT_COUNT = 32;
  private static final int KEY_SIZE_BYTES = Ed25519Scheme.KEY_SIZE_BYTES;
  private static final int SIGNATURE_SIZE_BYTES = Ed25519Scheme.SIGNATURE_SIZE_BYTES;
  private static final int BITMAP_OFFSET = SLOT_COUNT * SIGNATURE_SIZE_BYTES;

  @Override
  public void check(byte[] owner, byte[] signature, byte[] message)
      throws ItemException, GeneralSecurityException {
    int bitmap = bitmap(signature);
    int threshold = owner[SLOT_COUNT * KEY_SIZE_BYTES] & 0xff;
    // At least one signature whatever the owner says: with none, anybody could make items of this
    // owner.
    if (Integer.bitCount(bitmap) < Math.max(1, threshold)) {
      throw new ItemException(
          ItemError.THRESHOLD_NOT_MET,
          Integer.bitCount(bitmap) + " signatures, threshold " + threshold);
    }
    for (int slot = 0; slot < SLOT_COUNT; slot++) {
      byte[] slotSignature = slice(signature, slot, SIGNATURE_SIZE_BYTES);
      if ((bitmap << slot) < 0) {
        Ed25519Check.check(scheme, slice(owner, slot, KEY_SIZE_BYTES), message, slotSignature);
      } else {
        requireZero(slotSignature, slot);
      }
    }
  }

  /** Bytes in a slot that nothing checks would let anybody give the item another id. */
  private static void requireZero(byte[] signature, int slot) throws ItemException {
    for (byte b : signature) {
      if (b != 0) {
        throw new ItemException(
            ItemError.NON_CANONICAL_SIGNATURE, "unused slot " + slot + " is not zero");
      }
    }
  }

  private static int bitmap(byte[] signature) {
    int bitmap = 0;
    for (int i = BITMAP_OFFSET; i < signature.length; i++) {
      bitmap = (bitmap << 8) | (signature[i] & 0xff);
    }
    return bitmap;
  }

  private static byte[] slice(byte[] slots, int slot, int size) {
    return Arrays.copyOfRange(slots, slot * size, (slot + 1) * size);
  }
}
