package dev.holon.persistence;

import dev.holon.core.baselayer.TransactionStore;

class PostgresTransactionStoreTest extends TransactionStoreContract {
  private final TransactionStore store = new PostgresTransactionStore(TestDatabase.get());

  @Override
  TransactionStore store() {
    return store;
  }
}
