package dev.holon.core.messenger;

import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Result.OutboundAssignment;
import dev.holon.protocol.Result.OutboundMessage;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;

/** Turns a result into the entries to push. */
public final class Outbox {
  private Outbox() {}

  /**
   * The entries of one slot: messages, then spawns, then assignments, numbered from 0. An
   * assignment to several processes becomes an entry for each, so that one that waits holds up no
   * other. Last come the assignments that messages ask for by their tag {@code Assignments}.
   *
   * @param cause the evaluated message; what it was pushed for is kept through the whole chain
   *     (ao.TN.1 §3.4)
   */
  public static List<OutboxEntry> entriesOf(
      ProcessId process, long slot, Cause cause, Result result) {
    List<Action> actions = new ArrayList<>();
    result.messages().forEach(message -> actions.add(new Action.SendMessage(message)));
    result.spawns().forEach(spawn -> actions.add(new Action.SpawnProcess(spawn)));
    Id bootTarget = cause.bootTarget();
    if (bootTarget != null) {
      // ao.TN.1 §3.3: a spawn item that has a target is assigned to it.
      actions.add(assign(bootTarget.toString(), process.id()));
    }
    for (OutboundAssignment assignment : result.assignments()) {
      assignment
          .processes()
          .forEach(to -> actions.add(new Action.AssignMessage(only(assignment, to))));
    }
    for (int carrier = 0; carrier < result.messages().size(); carrier++) {
      for (String to : assignees(result.messages().get(carrier))) {
        actions.add(new Action.AssignCarrier(carrier, to));
      }
    }
    List<OutboxEntry> entries = new ArrayList<>();
    for (Action action : actions) {
      OutboxKey key = new OutboxKey(process, slot, entries.size());
      entries.add(
          new OutboxEntry(key, cause.pushedFor(), cause.chain(), action, OutboxEntry.fresh()));
    }
    return List.copyOf(entries);
  }

  // ao.TN.1 §3.5: a list, which processes write as JSON, or ids with commas between them.
  private static List<String> assignees(OutboundMessage message) {
    List<String> processes = new ArrayList<>();
    for (Tag tag : message.tags()) {
      if (tag.name().equals("Assignments")) {
        for (String part : tag.value().split("[,\\[\\]\"\\s]", -1)) {
          if (!part.isEmpty()) {
            processes.add(part);
          }
        }
      }
    }
    return processes;
  }

  private static Action assign(String to, Id message) {
    return new Action.AssignMessage(
        new OutboundAssignment(List.of(to), message.toString(), false, List.of()));
  }

  private static OutboundAssignment only(OutboundAssignment assignment, String to) {
    return new OutboundAssignment(
        List.of(to), assignment.message(), assignment.isBaseLayer(), assignment.exclude());
  }
}
