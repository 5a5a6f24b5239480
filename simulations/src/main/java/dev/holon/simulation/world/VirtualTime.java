package dev.holon.simulation.world;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when something happens: a queue of what is to happen when. */
final class VirtualTime {
  /** Not zero: timestamps look like those of a real network. */
  private static final long BEGIN_MILLIS = 1_700_000_000_000L;

  private record Event(long atMillis, long number, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::number));
  private long nowMillis = BEGIN_MILLIS;
  private long nextNumber;

  long nowMillis() {
    return nowMillis;
  }

  /** Since the world began. */
  long elapsedMillis() {
    return nowMillis - BEGIN_MILLIS;
  }

  /** Of what is due at the same time, what was asked for first happens first. */
  void after(long millis, Runnable what) {
    events.add(new Event(nowMillis + Math.max(0, millis), nextNumber++, what));
  }

  /** Lets the next thing happen; false when nothing is to happen any more. */
  boolean step() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    nowMillis = next.atMillis();
    next.what().run();
    return true;
  }
}
