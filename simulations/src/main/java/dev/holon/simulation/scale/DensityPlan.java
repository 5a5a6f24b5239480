package dev.holon.simulation.scale;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run over many processes does.
 *
 * @param folder of database, keys and logs; one of an earlier run is used again
 * @param known processes in the database
 * @param live processes that are woken and stay in memory
 * @param heap of the node, such as {@code 4g}
 * @param atOnce processes that are being woken at once
 * @param idle how long the node is watched while nothing is asked of it
 */
record DensityPlan(
    Path folder, int known, int live, String heap, int atOnce, Duration idle, int secondsMax) {
  /** PostgreSQL must hold them in the space of a test machine. */
  private static final int KNOWN_MAX = 10_000_000;

  DensityPlan {
    List<String> faults = new ArrayList<>();
    check(faults, "--known", known, 1, KNOWN_MAX);
    check(faults, "--live", live, 1, known);
    check(faults, "--at-once", atOnce, 1, 1_000);
    check(faults, "--idle-seconds", idle.toSeconds(), 1, 3_600);
    check(faults, "--seconds-max", secondsMax, 1, 24 * 3_600);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  static void check(List<String> faults, String name, long value, long min, long max) {
    if (value < min || value > max) {
      faults.add(name + " is " + value + ": expected " + min + " to " + max);
    }
  }
}
