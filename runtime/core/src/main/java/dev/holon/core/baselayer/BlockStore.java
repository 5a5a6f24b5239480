package dev.holon.core.baselayer;

import java.util.List;

/**
 * The blocks that a cluster counts by, the same for all its nodes: what was stored of a height
 * first stays, whatever the network says later. Methods block and throw {@link
 * dev.holon.core.StoreException} when the store cannot be reached. Thread-safe.
 */
public interface BlockStore {

  /** Keeps a block unless its height has one; when this returns it is durable. */
  void put(KnownBlock block);

  /** Blocks from a height on, ascending; at most {@code countMax}. */
  List<KnownBlock> from(long height, int countMax);
}
