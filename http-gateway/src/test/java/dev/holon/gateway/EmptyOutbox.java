package dev.holon.gateway;

import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxStore;
import dev.holon.protocol.ProcessId;
import java.util.List;

/** An outbox of which only the counts are asked. */
final class EmptyOutbox implements OutboxStore {
  @Override
  public List<OutboxEntry> due(ProcessId process, long nowMillis, int countMax) {
    return List.of();
  }

  @Override
  public List<OutboxEntry> entries(ProcessId process, long slot) {
    return List.of();
  }

  @Override
  public void update(List<StateChange> changes) {}

  @Override
  public List<ProcessId> processesWithDue(long nowMillis, int countMax) {
    return List.of();
  }

  @Override
  public Counts counts() {
    return new Counts(1, 2, 3, 4);
  }
}
