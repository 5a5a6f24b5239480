package dev.holon.arweave;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.crypto.Sha2;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The merkle tree over a transaction's data (arweave.md §9): its root, and a proof for each chunk.
 * Keeps the hashes, not the data: 32 bytes for each 256 KiB, and as much again for the branches.
 * Immutable.
 */
public final class DataTree {
  private record Node(Bytes id, long endByte) {}

  private final long sizeBytes;
  private final List<ChunkRange> ranges;
  private final List<Bytes> dataHashes;

  /** From the leaves up to the root. */
  private final List<List<Node>> layers;

  private DataTree(long sizeBytes, List<ChunkRange> ranges, List<Bytes> dataHashes) {
    this.sizeBytes = sizeBytes;
    this.ranges = ranges;
    this.dataHashes = dataHashes;
    this.layers = layers(ranges, dataHashes);
  }

  /** Reads the data once, from its beginning to its end. */
  public static DataTree of(DataSource data) {
    if (data.sizeBytes() == 0) {
      return new DataTree(0, List.of(), List.of());
    }
    List<ChunkRange> ranges = ChunkRange.cut(data.sizeBytes());
    List<Bytes> hashes =
        ranges.stream().map(range -> Bytes.of(Sha2.sha256(data.read(range)))).toList();
    return new DataTree(data.sizeBytes(), ranges, hashes);
  }

  public static DataTree of(byte[] data) {
    return of(DataSource.of(data));
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /** 32 bytes; none when there is no data. */
  public Bytes root() {
    return layers.isEmpty() ? Bytes.EMPTY : layers.getLast().getFirst().id();
  }

  /** The chunks to upload, in the order of the data. */
  public List<ChunkRange> chunks() {
    return ranges.stream().filter(range -> !range.isEmpty()).toList();
  }

  /** How many leaves the tree has; one more than chunks when the data fills its chunks. */
  int leafCount() {
    return ranges.size();
  }

  /**
   * The proof that a chunk is part of the data: from the root down, for each branch both children
   * and where the left one ends, then the leaf's data hash and end.
   *
   * @param index of the chunk, from 0
   */
  public DataPath path(int index) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    int[] places = new int[layers.size()];
    places[0] = index;
    for (int layer = 1; layer < places.length; layer++) {
      places[layer] = places[layer - 1] / 2;
    }
    for (int layer = layers.size() - 1; layer > 0; layer--) {
      List<Node> below = layers.get(layer - 1);
      int left = 2 * places[layer];
      if (left + 1 < below.size()) {
        path.writeBytes(below.get(left).id().toArray());
        path.writeBytes(below.get(left + 1).id().toArray());
        path.writeBytes(MerkleHash.note(below.get(left).endByte()));
      }
    }
    path.writeBytes(dataHashes.get(index).toArray());
    path.writeBytes(MerkleHash.note(ranges.get(index).endByte()));
    return new DataPath(Bytes.of(path.toByteArray()));
  }

  private static List<List<Node>> layers(List<ChunkRange> ranges, List<Bytes> dataHashes) {
    List<List<Node>> layers = new ArrayList<>();
    List<Node> layer = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      long end = ranges.get(i).endByte();
      byte[] id = MerkleHash.leaf(dataHashes.get(i).toArray(), MerkleHash.note(end));
      layer.add(new Node(Bytes.of(id), end));
    }
    while (!layer.isEmpty()) {
      layers.add(layer);
      layer = layer.size() == 1 ? List.of() : above(layer);
    }
    return layers;
  }

  private static List<Node> above(List<Node> layer) {
    List<Node> above = new ArrayList<>();
    for (int i = 0; i < layer.size(); i += 2) {
      Node left = layer.get(i);
      if (i + 1 == layer.size()) {
        above.add(left); // an odd last node moves up unchanged
      } else {
        Node right = layer.get(i + 1);
        byte[] note = MerkleHash.note(left.endByte());
        byte[] id = MerkleHash.branch(left.id().toArray(), right.id().toArray(), note);
        above.add(new Node(Bytes.of(id), right.endByte()));
      }
    }
    return above;
  }
}
