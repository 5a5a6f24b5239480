package dev.holon.persistence;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.TraceStore;
import dev.holon.testkit.InMemoryStores;

class InMemoryTraceStoreTest extends TraceStoreContract {
  private final InMemoryStores stores = InMemoryStores.create();

  @Override
  TraceStore store() {
    return stores.traces();
  }

  @Override
  ResultStore results() {
    return stores.results();
  }

  @Override
  OutboxStore outbox() {
    return stores.outbox();
  }

  @Override
  SampleLog newLog() {
    return SampleLog.create(stores.schedule()::append);
  }

  @Override
  void record(EvaluationTime time) {
    stores.traces().accept(time);
  }
}
