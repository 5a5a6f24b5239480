package dev.holon.core.messenger;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * When a messenger is to look for due entries: at once, but not again before a pause is over that
 * the last look asked for, and then for those that were told to wait. Times are rounded up, so that
 * entries whose turns are close come together. Used by one thread at a time.
 */
public final class LookTimes {
  /** Between two looks for entries of a chain over its rate: at 100 a second two come together. */
  public static final long STEP_MILLIS = 20;

  /**
   * Behind a full page: others' work comes in between, and 3,200 entries a second go all the same.
   */
  public static final long PAGE_PAUSE_MILLIS = 10;

  /** Times that are kept: a minute; what waits longer is found by the sweeper. */
  private static final int TIMES_MAX = 3_000;

  private final TreeSet<Long> later = new TreeSet<>();
  private boolean isWanted = true;
  private long notBeforeMillis;

  /** Something may be due now. */
  public void wanted() {
    isWanted = true;
  }

  /** An entry waits until then. */
  public void wantedAt(long atMillis) {
    later.add(Math.ceilDiv(atMillis, STEP_MILLIS) * STEP_MILLIS);
    if (later.size() > TIMES_MAX) {
      later.pollLast();
    }
  }

  /** The next look must not be before then. */
  public void pauseUntil(long untilMillis) {
    notBeforeMillis = Math.max(notBeforeMillis, untilMillis);
  }

  /** A look begins that sees all that is due now. */
  public void begun(long nowMillis) {
    isWanted = false;
    later.headSet(nowMillis, true).clear();
  }

  /** When to look next, which may be past; empty when there is nothing to look for. */
  public OptionalLong nextMillis() {
    if (isWanted) {
      return OptionalLong.of(notBeforeMillis);
    }
    return later.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(notBeforeMillis, later.first()));
  }
}
