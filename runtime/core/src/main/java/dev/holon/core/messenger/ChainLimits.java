package dev.holon.core.messenger;

import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.ChainPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much one cause may set off. What goes beyond is parked, never dropped: an operator sees it
 * and may redo it, and from there on its chain is counted anew.
 *
 * @param fanOutMax entries of one result
 * @param depthMax pushes from the first message of a chain to the last one; ends an endless game of
 *     two processes
 * @param entriesMax entries of one chain that are pushed, not counting the first message's own;
 *     ends what multiplies. Up to a page of each process at work more may be under way when it is
 *     reached.
 * @param perSecond entries of one chain that a node pushes in a second; more wait, each for a turn
 *     of its own
 * @param burst entries of one chain that may go at once before {@code perSecond} counts
 */
public record ChainLimits(int fanOutMax, int depthMax, long entriesMax, int perSecond, int burst) {
  /**
   * Room for a payout to a thousand holders with a notice and an answer each, and a game of a
   * thousand moves.
   */
  public static final ChainLimits DEFAULT = new ChainLimits(1_000, 1_000, 10_000, 100, 50);

  public ChainLimits {
    List<String> faults = new ArrayList<>();
    check(faults, "fan-out-max", fanOutMax);
    check(faults, "depth-max", depthMax);
    check(faults, "entries-max", entriesMax);
    check(faults, "per-second", perSecond);
    check(faults, "burst", burst);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("chains: " + String.join("; ", faults));
    }
  }

  private static void check(List<String> faults, String name, long value) {
    if (value < 1) {
      faults.add(name + " is " + value + ": at least 1");
    }
  }

  /**
   * The entries of one result as they are stored: those beyond {@link #fanOutMax} are parked from
   * the start.
   */
  public List<OutboxEntry> parkBeyondFanOut(List<OutboxEntry> ofResult) {
    if (ofResult.size() <= fanOutMax) {
      return ofResult;
    }
    String why = ofResult.size() + " entries of one result: " + fanOutMax + " are pushed";
    Refusal refusal = new Refusal(RefusalCode.FAN_OUT_LIMIT, why);
    List<OutboxEntry> entries = new ArrayList<>(ofResult.subList(0, fanOutMax));
    for (OutboxEntry entry : ofResult.subList(fanOutMax, ofResult.size())) {
      entries.add(entry.with(new OutboxEntry.DeliveryState.Parked(refusal.text())));
    }
    return entries;
  }

  /** Why an entry is parked before it is tried; empty when it is not. */
  public Optional<Refusal> objection(OutboxEntry entry, long chainCount) {
    ChainPosition chain = entry.chain();
    if (chain.isRedone()) {
      return Optional.empty();
    }
    if (chain.depth() > depthMax) {
      return refuse(
          RefusalCode.CHAIN_DEPTH_LIMIT,
          "push " + chain.depth() + " after " + chain.root() + ": at most " + depthMax);
    }
    if (chain.depth() > 1 && chainCount >= entriesMax) {
      return refuse(
          RefusalCode.CHAIN_SIZE_LIMIT,
          chainCount + " entries were pushed for " + chain.root() + ": at most " + entriesMax);
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refuse(RefusalCode code, String message) {
    return Optional.of(new Refusal(code, message));
  }
}
