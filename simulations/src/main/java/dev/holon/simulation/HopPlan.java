package dev.holon.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run of balls between processes does.
 *
 * @param url the node; loopback only
 * @param pairs pairs of processes, one ball each
 * @param hops times that each ball is sent
 * @param lightHops times that one ball is sent beforehand, with nothing else going on
 */
record HopPlan(String url, int pairs, int hops, int lightHops, int secondsMax) {
  HopPlan {
    List<String> faults = new ArrayList<>();
    LoadPlan.checkLoopback(faults, url);
    LoadPlan.check(faults, "--pairs", pairs, 1, 50_000);
    // The node ends a chain after 1,000 pushes.
    LoadPlan.check(faults, "--hops", hops, 1, 1_000);
    LoadPlan.check(faults, "--light-hops", lightHops, 1, 1_000);
    LoadPlan.check(faults, "--seconds-max", secondsMax, 1, 3_600);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }
}
