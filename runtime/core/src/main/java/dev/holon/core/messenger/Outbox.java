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
    List<Action> actions = new ArrayList<>(sendsOf(result));
    Id bootTarget = cause.bootTarget();
    if (bootTarget != null) {
      // ao.TN.1 §3.3: a spawn item that has a target is assigned to it.
      actions.add(assign(bootTarget.toString(), process.id()));
    }
    actions.addAll(assignsOf(result));
    actions.addAll(carriedOf(result, 0));
    return entries(actions, new OutboxKey(process, slot, 0), cause);
  }

  /**
   * The entries of a cron tick: they go on with the numbers of the slot before it, and no message
   * started their chain (ao.TN.1 §3.6).
   *
   * @param first the key of the first entry
   */
  public static List<OutboxEntry> entriesOfTick(OutboxKey first, Result result) {
    List<Action> actions = new ArrayList<>(sendsOf(result));
    actions.addAll(assignsOf(result));
    actions.addAll(carriedOf(result, first.index()));
    return entries(actions, first, Cause.ofTick(first));
  }

  private static List<Action> sendsOf(Result result) {
    List<Action> actions = new ArrayList<>();
    result.messages().forEach(message -> actions.add(new Action.SendMessage(message)));
    result.spawns().forEach(spawn -> actions.add(new Action.SpawnProcess(spawn)));
    return actions;
  }

  private static List<Action> assignsOf(Result result) {
    List<Action> actions = new ArrayList<>();
    for (OutboundAssignment assignment : result.assignments()) {
      assignment
          .processes()
          .forEach(to -> actions.add(new Action.AssignMessage(only(assignment, to))));
    }
    return actions;
  }

  private static List<Action> carriedOf(Result result, int firstIndex) {
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < result.messages().size(); i++) {
      for (String to : assignees(result.messages().get(i))) {
        actions.add(new Action.AssignCarrier(firstIndex + i, to));
      }
    }
    return actions;
  }

  private static List<OutboxEntry> entries(List<Action> actions, OutboxKey first, Cause cause) {
    List<OutboxEntry> entries = new ArrayList<>();
    for (Action action : actions) {
      int index = Math.addExact(first.index(), entries.size());
      OutboxKey key = new OutboxKey(first.process(), first.slot(), index);
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
