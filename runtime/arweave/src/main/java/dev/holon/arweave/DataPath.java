package dev.holon.arweave;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.crypto.Sha2;
import java.util.Arrays;

/**
 * A proof that a chunk is part of a transaction's data.
 *
 * <pre>
 * for each branch, from the root down:
 *   32  left child   32  right child   32  end of the left child, big endian
 * at last:
 *   32  SHA-256 of the chunk           32  end of the chunk, big endian
 * </pre>
 */
public record DataPath(Bytes bytes) {
  private static final int HASH = MerkleHash.SIZE_BYTES;
  private static final int BRANCH_SIZE_BYTES = 3 * HASH;
  private static final int LEAF_SIZE_BYTES = 2 * HASH;

  /** Branches of a tree over 2^63 bytes. */
  private static final int BRANCHES_MAX = 64;

  /**
   * Checks the proof and the chunk, and gives the chunk's place in the data.
   *
   * @param root 32 bytes
   * @param dataSizeBytes of all the data
   * @param byteOffset a byte of the chunk, counted from the beginning of the data
   * @throws TransactionException when the chunk is not the one at that place
   */
  public ChunkRange verify(Bytes root, long dataSizeBytes, long byteOffset, byte[] chunk)
      throws TransactionException {
    byte[] path = bytes.toArray();
    int branches = (path.length - LEAF_SIZE_BYTES) / BRANCH_SIZE_BYTES;
    if (path.length < LEAF_SIZE_BYTES
        || (path.length - LEAF_SIZE_BYTES) % BRANCH_SIZE_BYTES != 0
        || branches > BRANCHES_MAX) {
      throw new TransactionException("a data_path of " + path.length + " bytes");
    }
    byte[] expected = root.toArray();
    long begin = 0;
    long end = dataSizeBytes;
    for (int i = 0; i < branches; i++) {
      byte[] left = piece(path, i * BRANCH_SIZE_BYTES);
      byte[] right = piece(path, i * BRANCH_SIZE_BYTES + HASH);
      byte[] note = piece(path, i * BRANCH_SIZE_BYTES + 2 * HASH);
      requireEqual(expected, MerkleHash.branch(left, right, note));
      long middle = offset(note);
      if (byteOffset < middle) {
        expected = left;
        end = Math.min(end, middle);
      } else {
        expected = right;
        begin = Math.max(begin, middle);
      }
    }
    byte[] dataHash = piece(path, branches * BRANCH_SIZE_BYTES);
    byte[] note = piece(path, branches * BRANCH_SIZE_BYTES + HASH);
    requireEqual(expected, MerkleHash.leaf(dataHash, note));
    requireEqual(dataHash, Sha2.sha256(chunk));
    ChunkRange range = new ChunkRange(begin, Math.min(end, offset(note)));
    if (range.endByte() - range.beginByte() != chunk.length
        || byteOffset < begin
        || byteOffset >= range.endByte()) {
      throw new TransactionException(
          "a chunk of " + chunk.length + " bytes at " + begin + ", asked for byte " + byteOffset);
    }
    return range;
  }

  private static long offset(byte[] note) throws TransactionException {
    long offset = MerkleHash.offset(note);
    if (offset < 0) {
      throw new TransactionException("a data_path with an offset beyond all data");
    }
    return offset;
  }

  private static byte[] piece(byte[] path, int offset) {
    return Arrays.copyOfRange(path, offset, offset + HASH);
  }

  private static void requireEqual(byte[] expected, byte[] actual) throws TransactionException {
    if (!Arrays.equals(expected, actual)) {
      throw new TransactionException("a data_path or chunk that does not hash to the data_root");
    }
  }
}
