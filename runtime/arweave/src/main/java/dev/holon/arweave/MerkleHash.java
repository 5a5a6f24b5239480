package dev.holon.arweave;

import dev.holon.protocol.Id;
import dev.holon.protocol.crypto.Sha2;
import java.nio.ByteBuffer;

/** The hashes of the merkle tree over a transaction's data (arweave.md §9). */
final class MerkleHash {
  static final int SIZE_BYTES = Id.SIZE_BYTES;

  private MerkleHash() {}

  /** An offset as 32 bytes, big endian. */
  static byte[] note(long offset) {
    byte[] note = new byte[SIZE_BYTES];
    ByteBuffer.wrap(note).putLong(SIZE_BYTES - Long.BYTES, offset);
    return note;
  }

  /** The offset of a note; -1 when it is larger than any data. */
  static long offset(byte[] note) {
    ByteBuffer buffer = ByteBuffer.wrap(note);
    for (int i = 0; i < SIZE_BYTES - Long.BYTES; i++) {
      if (note[i] != 0) {
        return -1;
      }
    }
    long offset = buffer.getLong(SIZE_BYTES - Long.BYTES);
    return offset < 0 ? -1 : offset;
  }

  static byte[] leaf(byte[] dataHash, byte[] note) {
    return Sha2.sha256(Sha2.sha256(dataHash), Sha2.sha256(note));
  }

  static byte[] branch(byte[] left, byte[] right, byte[] note) {
    return Sha2.sha256(Sha2.sha256(left), Sha2.sha256(right), Sha2.sha256(note));
  }
}
