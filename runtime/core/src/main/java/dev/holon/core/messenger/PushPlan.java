package dev.holon.core.messenger;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxStore.DueEntry;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.protocol.Id;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do with the entries of one process that are due: which are pushed, in which lines, and
 * which wait or are parked untried.
 *
 * <p>Entries for one target form a line and leave in the order in which they were sent; lines do
 * not wait for each other. An entry behind one that must be tried later waits as long as that one,
 * so a target that is away gets its messages in order when it is back; one of a chain over its rate
 * waits for its own turn at least. Settled entries hold up nobody, parked ones included.
 *
 * @param changes entries that are not pushed now
 * @param lines entries to push
 * @param isOverRate whether some wait because their chain is over its rate
 */
public record PushPlan(List<StateChange> changes, List<Line> lines, boolean isOverRate) {
  public PushPlan {
    changes = List.copyOf(changes);
    lines = List.copyOf(lines);
  }

  /**
   * Entries for one target, in order.
   *
   * @param isProbe whether the first one has failed before: then the others wait for its outcome,
   *     so that a target that is away is asked once and not a hundred times
   */
  public record Line(List<OutboxEntry> entries, boolean isProbe) {
    public Line {
      entries = List.copyOf(entries);
    }
  }

  /** Plans for entries in order of slot and index. */
  public static PushPlan of(
      List<DueEntry> due, long nowMillis, ChainLimits limits, ChainRates rates) {
    List<StateChange> changes = new ArrayList<>();
    Map<Id, Long> plannedByChain = new HashMap<>();
    Map<Object, List<OutboxEntry>> lines = new LinkedHashMap<>();
    Map<Id, Long> waitingUntil = new HashMap<>();
    boolean isOverRate = false;
    for (DueEntry candidate : due) {
      OutboxEntry entry = candidate.entry();
      Id root = entry.chain().root();
      long planned = plannedByChain.getOrDefault(root, 0L);
      long behind =
          Math.max(
              candidate.behindMillis(),
              entry.target().map(target -> waitingUntil.getOrDefault(target, 0L)).orElse(0L));
      Optional<DeliveryState> held =
          limits
              .objection(entry, candidate.chainCount() + planned)
              .<DeliveryState>map(objection -> new DeliveryState.Parked(objection.text()))
              .or(() -> late(entry, behind, nowMillis, limits, rates));
      if (held.isPresent()) {
        changes.add(new StateChange(entry.key(), held.get()));
        if (held.get() instanceof DeliveryState.Pending late) {
          entry.target().ifPresent(to -> waitingUntil.put(to, late.notBeforeMillis()));
          isOverRate |= late.notBeforeMillis() > behind;
        }
      } else {
        plannedByChain.put(root, planned + 1);
        Object line = entry.target().<Object>map(id -> id).orElse(entry.key());
        lines.computeIfAbsent(line, target -> new ArrayList<>()).add(entry);
      }
    }
    return new PushPlan(changes, toLines(lines.values()), isOverRate);
  }

  /** The state of an entry that must not overtake an earlier one for the same target. */
  public static DeliveryState waiting(OutboxEntry entry, long untilMillis) {
    return new DeliveryState.Pending(
        entry.attempts(), untilMillis, "behind an earlier entry for the same target");
  }

  // Behind another entry or not, each entry of a chain over its rate waits for a turn of its own:
  // else a line would come back as one, whatever its length.
  private static Optional<DeliveryState> late(
      OutboxEntry entry, long behindMillis, long nowMillis, ChainLimits limits, ChainRates rates) {
    Id root = entry.chain().root();
    boolean isBehind = behindMillis > nowMillis;
    long turn =
        isBehind
            ? rates.laterTurnMillis(root, entry.key(), nowMillis)
            : rates.turnMillis(root, entry.key(), nowMillis);
    if (isBehind && turn <= behindMillis) {
      return Optional.of(waiting(entry, behindMillis));
    }
    if (turn <= nowMillis) {
      return Optional.empty();
    }
    Refusal rate =
        new Refusal(
            RefusalCode.CHAIN_RATE_LIMIT,
            "the chain of " + root + " has " + limits.perSecond() + " pushes/s");
    return Optional.of(new DeliveryState.Pending(entry.attempts(), turn, rate.text()));
  }

  private static List<Line> toLines(Collection<List<OutboxEntry>> lines) {
    return lines.stream()
        .map(entries -> new Line(entries, entries.getFirst().attempts() > 0))
        .toList();
  }
}
