package dev.holon.persistence;

import dev.holon.core.record.RecordStore;

class PostgresRecordStoreTest extends RecordStoreContract {
  private final RecordStore store = new PostgresRecordStore(TestDatabase.get());

  @Override
  RecordStore store() {
    return store;
  }
}
