package dev.holon.testkit;

import dev.holon.core.baselayer.BlockStore;
import dev.holon.core.baselayer.KnownBlock;
import java.util.List;
import java.util.TreeMap;

/** Blocks in memory. Thread-safe. */
public final class InMemoryBlockStore implements BlockStore {
  private final TreeMap<Long, KnownBlock> blocks = new TreeMap<>();

  @Override
  public synchronized void put(KnownBlock block) {
    blocks.putIfAbsent(block.height(), block);
  }

  @Override
  public synchronized List<KnownBlock> from(long height, int countMax) {
    return blocks.tailMap(height).values().stream().limit(countMax).toList();
  }
}
