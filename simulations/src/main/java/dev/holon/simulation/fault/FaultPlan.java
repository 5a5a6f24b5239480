package dev.holon.simulation.fault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run does.
 *
 * @param classPath the node's, as the JVM takes it
 * @param folder for keys, database, logs and the history; made when it is not there
 * @param nodes in the cluster
 * @param rounds faults, one after the other
 * @param kinds what may go wrong
 * @param processes counters under load
 * @param perSecond posts and reads that are started in a second, whatever becomes of them
 * @param faultSecondsMax a fault is not drawn longer
 * @param secondsMax the run ends after this time, with what it has
 * @param seed decides faults and load
 */
record FaultPlan(
    String classPath,
    Path folder,
    int nodes,
    int rounds,
    List<Fault.Kind> kinds,
    int processes,
    int perSecond,
    int faultSecondsMax,
    int secondsMax,
    long seed) {
  FaultPlan {
    kinds = List.copyOf(kinds);
    List<String> faults = new ArrayList<>();
    check(faults, "--nodes", nodes, 1, 7);
    check(faults, "--rounds", rounds, 1, 1_000);
    check(faults, "--processes", processes, 1, 10_000);
    check(faults, "--per-second", perSecond, 1, 5_000);
    check(faults, "--fault-seconds-max", faultSecondsMax, 1, 300);
    check(faults, "--seconds-max", secondsMax, 10, 36_000);
    if (kinds.isEmpty()) {
      faults.add("--faults names none");
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  private static void check(List<String> faults, String name, int value, int min, int max) {
    if (value < min || value > max) {
      faults.add(name + " is " + value + ": expected " + min + " to " + max);
    }
  }
}
