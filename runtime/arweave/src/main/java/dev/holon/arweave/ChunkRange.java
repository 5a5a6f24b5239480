package dev.holon.arweave;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of a transaction's data that is one leaf of its merkle tree (arweave.md §9).
 *
 * @param beginByte first byte
 * @param endByte after the last byte
 */
public record ChunkRange(long beginByte, long endByte) {
  /** The most that a chunk holds. */
  public static final int SIZE_MAX_BYTES = 256 << 10;

  /** The least that a chunk holds unless it is the only one. */
  public static final int SIZE_MIN_BYTES = 32 << 10;

  public int sizeBytes() {
    return (int) (endByte - beginByte);
  }

  public boolean isEmpty() {
    return beginByte == endByte;
  }

  /**
   * How writers cut data: full chunks, but where less than the least would remain, the rest becomes
   * two chunks of nearly equal size. A whole number of full chunks is followed by an empty one,
   * which counts in the tree and is not uploaded.
   */
  static List<ChunkRange> cut(long sizeBytes) {
    List<ChunkRange> ranges = new ArrayList<>();
    long begin = 0;
    while (sizeBytes - begin >= SIZE_MAX_BYTES) {
      long rest = sizeBytes - begin;
      long after = rest - SIZE_MAX_BYTES;
      long size = after > 0 && after < SIZE_MIN_BYTES ? Math.ceilDiv(rest, 2) : SIZE_MAX_BYTES;
      ranges.add(new ChunkRange(begin, begin + size));
      begin += size;
    }
    ranges.add(new ChunkRange(begin, sizeBytes));
    return ranges;
  }
}
