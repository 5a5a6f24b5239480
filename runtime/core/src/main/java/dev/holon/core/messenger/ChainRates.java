package dev.holon.core.messenger;

import dev.holon.protocol.Id;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets each chain push so many entries a second and no more, so that one that multiplies leaves the
 * node to the others. An entry over the rate gets a turn of its own, evenly behind the one before,
 * and is taken when it comes back then: what waits does not come back together, and need not be
 * told to wait twice.
 *
 * <p>The generic cell rate algorithm (ITU-T I.371, annex A): of each chain the time is kept at
 * which it would be back at its rate. A turn that is not taken within {@link #LATE_MILLIS} is
 * forfeited: what a node had meant to spread while it stood still is not pushed all at once. The
 * chain not seen for longest is forgotten, and then starts anew, and turns are gone with the node:
 * that costs a wait at most, because turns only say that an entry has waited already. Thread-safe.
 */
public final class ChainRates {
  private static final int CHAINS_MAX = 10_000;

  /** Turns given and not taken, of all chains; an entry beyond waits and then asks anew. */
  private static final int TURNS_MAX = 100_000;

  /** How late an entry may come for its turn. */
  static final long LATE_MILLIS = 5_000;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_MILLI = 1_000;

  private final long intervalMicros;
  private final long toleranceMicros;
  private final int turnsMax;
  private final Map<Id, Chain> chains =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Chain> eldest) {
          boolean isTooMany = size() > CHAINS_MAX;
          if (isTooMany) {
            turnCount -= eldest.getValue().turns.size();
          }
          return isTooMany;
        }
      };

  private int turnCount;

  public ChainRates(ChainLimits limits) {
    this(limits, TURNS_MAX);
  }

  ChainRates(ChainLimits limits, int turnsMax) {
    this.intervalMicros = Math.max(1, MICROS_PER_SECOND / limits.perSecond());
    this.toleranceMicros = (limits.burst() - 1L) * intervalMicros;
    this.turnsMax = turnsMax;
  }

  /** When the chain is back at its rate, and the turns it gave, in the order of their times. */
  private static final class Chain {
    private final Map<OutboxKey, Long> turns = new LinkedHashMap<>();
    private long evenAtMicros;
  }

  /**
   * When an entry may be pushed: now, and then it counts, or at a later turn that is kept for it.
   */
  public synchronized long turnMillis(Id root, OutboxKey key, long nowMillis) {
    Chain chain = chain(root, nowMillis);
    Long kept = chain.turns.get(key);
    if (kept != null) {
      if (kept <= nowMillis) {
        chain.turns.remove(key);
        turnCount--;
      }
      return kept;
    }
    return next(chain, key, nowMillis);
  }

  /**
   * As {@link #turnMillis} for an entry that cannot be pushed now, whatever its chain's rate:
   * counts only when the chain is over its rate.
   */
  public synchronized long laterTurnMillis(Id root, OutboxKey key, long nowMillis) {
    Chain chain = chain(root, nowMillis);
    Long kept = chain.turns.get(key);
    if (kept != null) {
      return kept;
    }
    return turnAt(chain, nowMillis) > nowMillis ? next(chain, key, nowMillis) : nowMillis;
  }

  private long next(Chain chain, OutboxKey key, long nowMillis) {
    long turn = turnAt(chain, nowMillis);
    if (turn > nowMillis) {
      if (turnCount >= turnsMax) {
        return turn;
      }
      chain.turns.put(key, turn);
      turnCount++;
    }
    chain.evenAtMicros = evenAt(chain, nowMillis) + intervalMicros;
    return turn;
  }

  private long turnAt(Chain chain, long nowMillis) {
    long atMicros = evenAt(chain, nowMillis) - toleranceMicros;
    return Math.max(nowMillis, Math.ceilDiv(atMicros, MICROS_PER_MILLI));
  }

  private static long evenAt(Chain chain, long nowMillis) {
    return Math.max(chain.evenAtMicros, nowMillis * MICROS_PER_MILLI);
  }

  private Chain chain(Id root, long nowMillis) {
    Chain chain = chains.computeIfAbsent(root, id -> new Chain());
    Iterator<Long> turns = chain.turns.values().iterator();
    while (turns.hasNext() && turns.next() + LATE_MILLIS < nowMillis) {
      turns.remove();
      turnCount--;
    }
    return chain;
  }
}
