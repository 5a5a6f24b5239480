package dev.holon.persistence;

import dev.holon.core.baselayer.BlockStore;

class PostgresBlockStoreTest extends BlockStoreContract {
  private final BlockStore store = new PostgresBlockStore(TestDatabase.get());

  @Override
  BlockStore store() {
    return store;
  }
}
