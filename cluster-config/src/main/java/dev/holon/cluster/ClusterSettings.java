package dev.holon.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where this node speaks to the other nodes of its cluster, and how it gets in.
 *
 * @param place where it is reached
 * @param roles what it does there
 * @param release its version; in a rolling update shards stay where they are whatever it is
 * @param joining how it finds the others
 * @param lease who decides when the cluster falls into halves
 * @param tls keys of the transport; empty: it is not encrypted
 * @param stopWithin how long an orderly end may take
 */
public record ClusterSettings(
    Place place,
    Set<Role> roles,
    String release,
    Joining joining,
    LeaseKind lease,
    Optional<TransportKeys> tls,
    Duration stopWithin) {
  /** Name of the actor system, the same on all nodes. */
  public static final String SYSTEM_NAME = "holon";

  /** Where the settings are, with their defaults in {@code reference.conf}. */
  public static final String PATH = "holon.cluster";

  private static final int PORT_MAX = 65_535;

  /**
   * Where a node is.
   *
   * @param host the address others reach it at
   * @param port its port; 0 takes a free one
   * @param bindHost the address it listens at; empty: the same
   * @param bindPort the port it listens at; empty: the same
   */
  public record Place(
      String host, int port, Optional<String> bindHost, Optional<Integer> bindPort) {
    public static Place of(String host, int port) {
      return new Place(host, port, Optional.empty(), Optional.empty());
    }

    /** As in the table of members, and in lists of seed nodes. */
    public String hostPort() {
      return host + ":" + port;
    }
  }

  /** How a node finds the others. */
  public sealed interface Joining {
    /** It is a cluster of its own. */
    record Alone() implements Joining {}

    /** Through the table of members in the database. */
    record ByDatabase() implements Joining {}

    /** These nodes, each {@code host:port}; the first one founds the cluster. */
    record BySeeds(List<String> seedNodes) implements Joining {
      public BySeeds {
        seedNodes = List.copyOf(seedNodes);
      }
    }
  }

  /** Who decides which half goes on. */
  public enum LeaseKind {
    /** A row of the nodes' database. */
    DATABASE("holon-lease"),
    /** A resource of Kubernetes, as pekko-lease-kubernetes keeps it; needs rights for it. */
    KUBERNETES("pekko.coordination.lease.kubernetes");

    private final String implementation;

    LeaseKind(String implementation) {
      this.implementation = implementation;
    }

    /** Pekko's name of it. */
    public String implementation() {
      return implementation;
    }
  }

  /** PEM files of the transport; read again while the node runs, so that they can be renewed. */
  public record TransportKeys(Path key, Path certificate, Path authority) {}

  /**
   * @throws IllegalArgumentException naming all faults with their paths
   */
  public ClusterSettings {
    roles = Set.copyOf(roles);
    List<String> faults = faults(place, roles, joining);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
  }

  private static List<String> faults(Place place, Set<Role> roles, Joining joining) {
    List<String> faults = new ArrayList<>();
    if (place.host().isBlank()) {
      faults.add(PATH + ".host is empty: the address other nodes reach this one at");
    }
    checkPort(faults, "port", place.port());
    place.bindPort().ifPresent(port -> checkPort(faults, "bind-port", port));
    if (joining instanceof Joining.ByDatabase && place.port() == 0) {
      faults.add(PATH + ".port is 0: other nodes must know it");
    }
    if (roles.isEmpty()) {
      faults.add("holon.node.roles is empty: name one at least");
    }
    if (joining instanceof Joining.BySeeds seeds) {
      if (seeds.seedNodes().isEmpty()) {
        faults.add(PATH + ".seed-nodes is empty: name one at least");
      }
      for (String seed : seeds.seedNodes()) {
        if (!isHostPort(seed)) {
          faults.add(PATH + ".seed-nodes has " + seed + ": expected host:port");
        }
      }
    }
    return faults;
  }

  private static void checkPort(List<String> faults, String key, int port) {
    if (port < 0 || port > PORT_MAX) {
      faults.add(PATH + "." + key + " is " + port + ": expected 0 to " + PORT_MAX);
    }
  }

  private static boolean isHostPort(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    return colon > 0
        && !port.isEmpty()
        && port.length() <= 5
        && port.chars().allMatch(c -> c >= '0' && c <= '9')
        && text.chars().noneMatch(c -> c == '/' || Character.isWhitespace(c));
  }

  /** A node alone on this machine, with all roles. */
  public static ClusterSettings alone() {
    return new ClusterSettings(
        Place.of("127.0.0.1", 0),
        EnumSet.allOf(Role.class),
        "0",
        new Joining.Alone(),
        LeaseKind.DATABASE,
        Optional.empty(),
        Duration.ofSeconds(20));
  }

  /** Whether this node founds its own cluster. */
  public boolean isAlone() {
    return joining instanceof Joining.Alone;
  }

  /** How long requests that are under way may take when the node ends. */
  public Duration drainWithin() {
    return stopWithin.dividedBy(2);
  }

  /** The address of a node at {@code host:port}. */
  public static String addressOf(String hostPort) {
    return "pekko://" + SYSTEM_NAME + "@" + hostPort;
  }

  /** Pekko's configuration for these settings, over {@code holon-cluster.conf}. */
  public Config toConfig() {
    Map<String, Object> values = new HashMap<>();
    values.put("pekko.remote.artery.canonical.hostname", place.host());
    values.put("pekko.remote.artery.canonical.port", place.port());
    place.bindHost().ifPresent(host -> values.put("pekko.remote.artery.bind.hostname", host));
    place.bindPort().ifPresent(port -> values.put("pekko.remote.artery.bind.port", port));
    values.put("pekko.cluster.roles", texts(roles));
    values.put("pekko.cluster.app-version", release);
    values.put(
        "pekko.cluster.split-brain-resolver.lease-majority.lease-implementation",
        lease.implementation());
    if (isAlone()) {
      // There is nobody to be parted from, and so nobody to decide between.
      values.put("pekko.cluster.split-brain-resolver.active-strategy", "keep-majority");
    }
    tls.ifPresent(keys -> putTls(values, keys));
    String phases = "pekko.coordinated-shutdown.phases.";
    values.put(phases + "service-unbind.timeout", drainWithin().plusSeconds(1).toMillis() + "ms");
    values.put(
        phases + "cluster-sharding-shutdown-region.timeout",
        stopWithin.dividedBy(2).toMillis() + "ms");
    return ConfigFactory.parseMap(values)
        .withFallback(ConfigFactory.parseResources("holon-cluster.conf"))
        .withValue(
            "pekko.cluster.sharding.healthcheck.names",
            ConfigValueFactory.fromIterable(List.of("scheduler", "compute", "messenger")));
  }

  private static List<String> texts(Collection<Role> roles) {
    return roles.stream().map(Role::text).sorted().toList();
  }

  private static void putTls(Map<String, Object> values, TransportKeys keys) {
    String ssl = "pekko.remote.artery.ssl.";
    values.put("pekko.remote.artery.transport", "tls-tcp");
    values.put(ssl + "ssl-engine-provider", TransportEngines.class.getName());
    values.put(ssl + "rotating-keys-engine.key-file", keys.key().toString());
    values.put(ssl + "rotating-keys-engine.cert-file", keys.certificate().toString());
    values.put(ssl + "rotating-keys-engine.ca-cert-file", keys.authority().toString());
  }
}
