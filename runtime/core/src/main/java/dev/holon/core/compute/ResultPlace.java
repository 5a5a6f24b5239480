package dev.holon.core.compute;

import java.util.Comparator;

/**
 * Where a result stands among those of its process.
 *
 * @param slot the newest slot at that time
 * @param step 0 for the slot's own message; n for the nth cron tick after it
 */
public record ResultPlace(long slot, long step) implements Comparable<ResultPlace> {
  private static final Comparator<ResultPlace> ORDER =
      Comparator.comparingLong(ResultPlace::slot).thenComparingLong(ResultPlace::step);

  /** Before the result of slot 0. */
  public static final ResultPlace NONE = new ResultPlace(-1, 0);

  /** The place of a slot's own message. */
  public static ResultPlace ofSlot(long slot) {
    return new ResultPlace(slot, 0);
  }

  /** The place of the next cron tick. */
  public ResultPlace nextStep() {
    return new ResultPlace(slot, step + 1);
  }

  /** The place of the next slot's message. */
  public ResultPlace nextSlot() {
    return ofSlot(slot + 1);
  }

  public boolean isTick() {
    return step > 0;
  }

  public boolean isBefore(ResultPlace other) {
    return compareTo(other) < 0;
  }

  /** Whether this may directly follow the other one. */
  public boolean follows(ResultPlace other) {
    return equals(other.nextStep()) || equals(other.nextSlot());
  }

  @Override
  public int compareTo(ResultPlace other) {
    return ORDER.compare(this, other);
  }

  /** The slot alone, or the slot and the tick's number. */
  @Override
  public String toString() {
    return isTick() ? slot + "+" + step : Long.toString(slot);
  }
}
