package dev.holon.persistence;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import org.junit.jupiter.api.AfterEach;

class PostgresOutboxStoreTest extends OutboxStoreContract {
  private final PostgresResultStore results = new PostgresResultStore(TestDatabase.get());
  private final OutboxStore store = new PostgresOutboxStore(TestDatabase.get());

  @Override
  OutboxStore store() {
    return store;
  }

  @Override
  ResultStore results() {
    return results;
  }

  @AfterEach
  void close() {
    results.close();
  }
}
