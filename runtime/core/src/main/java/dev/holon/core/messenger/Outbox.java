package dev.holon.core.messenger;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a result into the entries to push. */
public final class Outbox {
  private Outbox() {}

  /**
   * The entries of one slot: messages, then spawns, then assignments, numbered from 0.
   *
   * @param cause the evaluated message; what it was pushed for is kept through the whole chain
   *     (ao.TN.1 §3.4)
   */
  public static List<OutboxEntry> entriesOf(
      ProcessId process, long slot, DataItem cause, Result result) {
    Id root = rootOf(cause);
    List<OutboxEntry> entries = new ArrayList<>();
    result
        .messages()
        .forEach(m -> add(entries, process, slot, root, new OutboxEntry.Action.SendMessage(m)));
    result
        .spawns()
        .forEach(s -> add(entries, process, slot, root, new OutboxEntry.Action.SpawnProcess(s)));
    result
        .assignments()
        .forEach(a -> add(entries, process, slot, root, new OutboxEntry.Action.AssignMessage(a)));
    return List.copyOf(entries);
  }

  private static void add(
      List<OutboxEntry> entries, ProcessId process, long slot, Id root, OutboxEntry.Action action) {
    OutboxKey key = new OutboxKey(process, slot, entries.size());
    entries.add(new OutboxEntry(key, root, action, OutboxEntry.fresh()));
  }

  private static Id rootOf(DataItem cause) {
    Optional<String> pushedFor = cause.tag("Pushed-For");
    return pushedFor.filter(Id::isId).map(Id::parse).orElse(cause.id());
  }
}
