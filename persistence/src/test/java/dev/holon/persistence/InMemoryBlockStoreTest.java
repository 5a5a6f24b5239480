package dev.holon.persistence;

import dev.holon.core.baselayer.BlockStore;
import dev.holon.testkit.InMemoryBlockStore;

class InMemoryBlockStoreTest extends BlockStoreContract {
  private final BlockStore store = new InMemoryBlockStore();

  @Override
  BlockStore store() {
    return store;
  }
}
