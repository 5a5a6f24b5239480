package dev.holon.persistence;

import dev.holon.core.baselayer.TransactionStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryTransactionStoreTest extends TransactionStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();

  @Override
  TransactionStore store() {
    return stores.transactions();
  }
}
