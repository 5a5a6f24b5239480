package dev.holon.simulation.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Something that goes wrong for a while.
 *
 * @param kind what
 * @param node the node it happens to; -1 when it happens to the database
 * @param duration for how long
 */
record Fault(Kind kind, int node, Duration duration) {

  /** What can go wrong. */
  enum Kind {
    /** SIGKILL; the node is started again. */
    KILL(1, 4),
    /** SIGTERM; the node is started again when it has ended. */
    RESTART(0, 1),
    /** SIGSTOP, then SIGCONT: a node that does not know that it was away. */
    PAUSE(5, 90),
    /** The node and the others do not hear each other; all reach the database. */
    PARTITION(10, 60),
    /** The others do not hear the node; it hears them. */
    ONE_WAY(10, 40),
    /** The node does not reach the database. */
    DATABASE_CUT(5, 30),
    /** All connections of the node to the database are reset. */
    RESET(0, 2),
    /** The node sends at most 256 kbit/s. */
    SLOW(5, 20),
    /** The node's wall clock is ahead by twice the fault's duration. */
    CLOCK_AHEAD(5, 60),
    /** The node's wall clock is behind by twice the fault's duration. */
    CLOCK_BEHIND(5, 60),
    /** SIGKILL to the database; it is started again. */
    DATABASE_KILL(1, 8),
    /** The database ends in order; it is started again. */
    DATABASE_STOP(1, 8);

    private final int secondsMin;
    private final int secondsMax;

    Kind(int secondsMin, int secondsMax) {
      this.secondsMin = secondsMin;
      this.secondsMax = secondsMax;
    }

    /** Such as {@code database-kill}. */
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isOfDatabase() {
      return this == DATABASE_KILL || this == DATABASE_STOP;
    }

    boolean isOfClock() {
      return this == CLOCK_AHEAD || this == CLOCK_BEHIND;
    }

    /**
     * @throws IllegalArgumentException naming what there is
     */
    static Kind parse(String text) {
      return Arrays.stream(values())
          .filter(kind -> kind.text().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no fault "
                          + text
                          + ": expected some of "
                          + all().stream().map(Kind::text).toList()));
    }

    static List<Kind> all() {
      return List.of(values());
    }

    /** Those that this machine has the means for. */
    static List<Kind> possible() {
      return all().stream().filter(kind -> !kind.isOfClock() || NodeClocks.canBeSet()).toList();
    }
  }

  /** The next fault; the same for the same state of the generator. */
  static Fault draw(Random random, List<Kind> kinds, int nodeCount, int secondsMax) {
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    int longest = Math.max(kind.secondsMin, Math.min(kind.secondsMax, secondsMax));
    int seconds = kind.secondsMin + random.nextInt(longest - kind.secondsMin + 1);
    int node = random.nextInt(nodeCount);
    return new Fault(kind, kind.isOfDatabase() ? -1 : node, Duration.ofSeconds(seconds));
  }

  @Override
  public String toString() {
    return kind.text()
        + (node < 0 ? "" : " of node " + node)
        + " for "
        + duration.toSeconds()
        + " s";
  }
}
