package dev.holon.simulation;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * What a load run does.
 *
 * @param url the node; loopback only, so that no slip puts load on a machine of somebody else
 */
record LoadPlan(
    String url, int processes, int messages, int warmup, int connections, int secondsMax) {
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

  LoadPlan {
    List<String> faults = new ArrayList<>();
    checkLoopback(faults, url);
    check(faults, "--processes", processes, 1, 100_000);
    check(faults, "--messages", messages, 1, 10_000_000);
    check(faults, "--warmup", warmup, 0, 10_000_000);
    check(faults, "--connections", connections, 1, 4_096);
    check(faults, "--seconds-max", secondsMax, 1, 3_600);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  static void checkLoopback(List<String> faults, String url) {
    if (!LOOPBACK.contains(String.valueOf(URI.create(url).getHost()))) {
      faults.add("--url " + url + " is not on this machine: expected one of " + LOOPBACK);
    }
  }

  static void check(List<String> faults, String name, int value, int min, int max) {
    if (value < min || value > max) {
      faults.add(name + " is " + value + ": expected " + min + " to " + max);
    }
  }
}
