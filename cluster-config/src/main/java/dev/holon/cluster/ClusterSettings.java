package dev.holon.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where this node speaks to the other nodes of its cluster.
 *
 * @param host the address others reach it at
 * @param port its port; 0 takes a free one
 * @param seedNodes {@code host:port} of nodes to join; empty founds a cluster of its own
 */
public record ClusterSettings(String host, int port, List<String> seedNodes) {
  /** Name of the actor system, the same on all nodes. */
  public static final String SYSTEM_NAME = "holon";

  private static final int PORT_MAX = 65_535;

  /**
   * @throws IllegalArgumentException naming all faults
   */
  public ClusterSettings {
    seedNodes = List.copyOf(seedNodes);
    List<String> faults = new ArrayList<>();
    if (host.isBlank()) {
      faults.add("host is empty");
    }
    if (port < 0 || port > PORT_MAX) {
      faults.add("port is " + port + ": expected 0 to " + PORT_MAX);
    }
    for (String seed : seedNodes) {
      if (!seed.matches("[^:/\\s]+:\\d{1,5}")) {
        faults.add("seed node is " + seed + ": expected host:port");
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("cluster: " + String.join("; ", faults));
    }
  }

  /** A node alone on this machine. */
  public static ClusterSettings alone() {
    return new ClusterSettings("127.0.0.1", 0, List.of());
  }

  /** Whether this node founds its own cluster. */
  public boolean isAlone() {
    return seedNodes.isEmpty();
  }

  /** Pekko's configuration for these settings, over {@code holon-cluster.conf}. */
  public Config toConfig() {
    List<String> seeds =
        seedNodes.stream().map(seed -> "pekko://" + SYSTEM_NAME + "@" + seed).toList();
    return ConfigFactory.parseMap(
            Map.of(
                "pekko.remote.artery.canonical.hostname", host,
                "pekko.remote.artery.canonical.port", port,
                "pekko.cluster.seed-nodes", seeds))
        .withFallback(ConfigFactory.parseResources("holon-cluster.conf"));
  }
}
