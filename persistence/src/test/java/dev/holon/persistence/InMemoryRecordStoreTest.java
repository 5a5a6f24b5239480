package dev.holon.persistence;

import dev.holon.core.record.RecordStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryRecordStoreTest extends RecordStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();

  @Override
  RecordStore store() {
    return stores.records();
  }
}
