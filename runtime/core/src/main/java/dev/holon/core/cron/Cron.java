package dev.holon.core.cron;

import dev.holon.protocol.Tag;
import java.util.List;

/**
 * A message that a process sends itself again and again.
 *
 * @param interval the value of its {@code Cron-Interval} tag, such as {@code 5-seconds}
 * @param unit what the interval counts
 * @param every how many of them lie between two ticks, at least 1
 * @param tags the tags of its messages, in order
 */
public record Cron(String interval, Unit unit, long every, List<Tag> tags) {
  public Cron {
    if (every < 1) {
      throw new IllegalArgumentException("a cron comes every 1 or more, not every " + every);
    }
    tags = List.copyOf(tags);
  }

  /** What an interval counts. */
  public enum Unit {
    SECONDS,
    BLOCKS
  }
}
