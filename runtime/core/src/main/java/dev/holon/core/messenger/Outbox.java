package dev.holon.core.messenger;

import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import dev.holon.protocol.Result.OutboundAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a result into the entries to push. */
public final class Outbox {
  private Outbox() {}

  /**
   * The entries of one slot: messages, then spawns, then assignments, numbered from 0. An
   * assignment to several processes becomes an entry for each, so that one that waits holds up no
   * other.
   *
   * @param cause the evaluated message; what it was pushed for is kept through the whole chain
   *     (ao.TN.1 §3.4)
   */
  public static List<OutboxEntry> entriesOf(
      ProcessId process, long slot, DataItem cause, Result result) {
    List<Action> actions = new ArrayList<>(sendsOf(result));
    if (slot == 0) {
      // ao.TN.1 §3.3: a spawn item that has a target is assigned to it.
      cause.target().ifPresent(target -> actions.add(assign(target.toString(), process.id())));
    }
    actions.addAll(assignsOf(result));
    return entries(actions, new OutboxKey(process, slot, 0), rootOf(cause));
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
    return entries(actions, first, null);
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

  private static List<OutboxEntry> entries(
      List<Action> actions, OutboxKey first, @Nullable Id root) {
    List<OutboxEntry> entries = new ArrayList<>();
    for (Action action : actions) {
      int index = Math.addExact(first.index(), entries.size());
      OutboxKey key = new OutboxKey(first.process(), first.slot(), index);
      entries.add(new OutboxEntry(key, root, action, OutboxEntry.fresh()));
    }
    return List.copyOf(entries);
  }

  private static Action assign(String to, Id message) {
    return new Action.AssignMessage(
        new OutboundAssignment(List.of(to), message.toString(), false, List.of()));
  }

  private static OutboundAssignment only(OutboundAssignment assignment, String to) {
    return new OutboundAssignment(
        List.of(to), assignment.message(), assignment.isBaseLayer(), assignment.exclude());
  }

  private static Id rootOf(DataItem cause) {
    Optional<String> pushedFor = cause.tag("Pushed-For");
    return pushedFor.filter(Id::isId).map(Id::parse).orElse(cause.id());
  }
}
