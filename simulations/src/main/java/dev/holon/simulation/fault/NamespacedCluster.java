package dev.holon.simulation.fault;

import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes, each in its own namespace, over one database. */
final class NamespacedCluster implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final int HTTP_PORT = 8734;

  private final FaultNetwork network;
  private final FaultyDatabase database;
  private final TcpRelay relay;
  private final List<ClusterNode> nodes = new ArrayList<>();
  private @Nullable NodeClocks clocks;

  private NamespacedCluster(FaultNetwork network, FaultyDatabase database, TcpRelay relay) {
    this.network = network;
    this.database = database;
    this.relay = relay;
  }

  /** Starts all; when this returns every node is ready. */
  static NamespacedCluster start(FaultPlan plan) throws IOException, InterruptedException {
    Files.createDirectories(plan.folder());
    FaultNetwork network = FaultNetwork.create(plan.nodes());
    NamespacedCluster cluster = null;
    try {
      FaultyDatabase database = FaultyDatabase.start(plan.folder().resolve("postgres"));
      TcpRelay relay = TcpRelay.listen(network.runnerAddress(), database.port());
      cluster = new NamespacedCluster(network, database, relay);
      cluster.startNodes(plan);
      return cluster;
    } catch (IOException | InterruptedException e) {
      if (cluster == null) {
        network.close();
      } else {
        cluster.close();
      }
      throw e;
    }
  }

  private void startNodes(FaultPlan plan) throws IOException, InterruptedException {
    Path folder = plan.folder().toAbsolutePath();
    writeKey(folder.resolve("scheduler.json"));
    writeKey(folder.resolve("messenger.json"));
    if (plan.kinds().stream().anyMatch(Fault.Kind::isOfClock)) {
      clocks = NodeClocks.in(folder);
    }
    for (int i = 0; i < plan.nodes(); i++) {
      Path config = folder.resolve("node" + i + ".conf");
      Files.writeString(config, config(folder, i));
      List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", network.namespace(i)));
      if (clocks != null) {
        command.addAll(clocks.commandPrefix(i));
      }
      command.addAll(
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx700m",
              "-XX:+UseSerialGC",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              plan.classPath(),
              "dev.holon.node.Main",
              "node",
              "--config",
              config.toString()));
      String url = "http://" + network.address(i) + ":" + HTTP_PORT;
      nodes.add(new ClusterNode(command, folder.resolve("node" + i + ".out"), url));
    }
    for (ClusterNode node : nodes) {
      if (!node.awaitReady(START_MAX)) {
        throw new IOException(
            "a node did not become ready: " + String.join("\n", node.lastOutput(20)));
      }
    }
  }

  private String config(Path folder, int node) {
    return """
        # A node of a fault run. The keys are test keys.
        holon {
          node { scheduler-key = "%1$s/scheduler.json", messenger-key = "%1$s/messenger.json" }
          database { url = "jdbc:postgresql://%2$s:%3$d/postgres", user = postgres }
          cluster { host = "%4$s" }
          gateway { host = "%4$s", port = %5$d }
          management { host = "%4$s" }
        }
        """
        .formatted(folder, network.runnerAddress(), relay.port(), network.address(node), HTTP_PORT);
  }

  private static void writeKey(Path file) throws IOException {
    String secret =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Secp256k1Wallet.generate(new SecureRandom()).toSecret());
    Files.writeString(
        file,
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"d\":\"" + secret + "\",\"note\":\"test key\"}\n");
  }

  List<ClusterNode> nodes() {
    return List.copyOf(nodes);
  }

  /** Makes it happen. */
  void begin(Fault fault) throws IOException, InterruptedException {
    switch (fault.kind()) {
      case KILL -> nodes.get(fault.node()).kill();
      case RESTART -> nodes.get(fault.node()).stop();
      case PAUSE -> nodes.get(fault.node()).pause();
      case PARTITION -> cutPeers(fault.node(), true);
      case ONE_WAY -> cutPeers(fault.node(), false);
      case DATABASE_CUT -> network.cut(fault.node(), network.runnerAddress());
      case RESET -> relay.reset(network.address(fault.node()));
      case SLOW -> network.slowDown(fault.node(), 256);
      case CLOCK_AHEAD -> setClock(fault.node(), fault.duration().multipliedBy(2));
      case CLOCK_BEHIND -> setClock(fault.node(), fault.duration().multipliedBy(-2));
      case DATABASE_KILL -> database.kill();
      case DATABASE_STOP -> database.stop();
    }
  }

  /** Undoes it. Nodes that ended are started by {@link #startMissing}. */
  void end(Fault fault) throws IOException, InterruptedException {
    switch (fault.kind()) {
      case KILL, RESTART, RESET -> {}
      case PAUSE -> nodes.get(fault.node()).resume();
      case PARTITION, ONE_WAY -> healPeers(fault.node());
      case DATABASE_CUT -> network.heal(fault.node(), network.runnerAddress());
      case SLOW -> network.speedUp(fault.node());
      case CLOCK_AHEAD, CLOCK_BEHIND -> setClock(fault.node(), Duration.ZERO);
      case DATABASE_KILL, DATABASE_STOP -> database.restart();
    }
  }

  private void setClock(int node, Duration ahead) throws IOException {
    if (clocks != null) {
      clocks.set(node, ahead);
    }
  }

  private void cutPeers(int node, boolean bothWays) throws IOException, InterruptedException {
    for (int peer = 0; peer < nodes.size(); peer++) {
      if (peer != node) {
        network.cut(node, network.address(peer));
        if (bothWays) {
          network.cut(peer, network.address(node));
        }
      }
    }
  }

  private void healPeers(int node) throws InterruptedException {
    for (int peer = 0; peer < nodes.size(); peer++) {
      network.heal(node, network.address(peer));
      network.heal(peer, network.address(node));
    }
  }

  /** Starts the nodes that are down, as a supervisor does; returns how many. */
  int startMissing() throws IOException {
    int started = 0;
    for (ClusterNode node : nodes) {
      if (!node.isAlive()) {
        node.restart();
        started++;
      }
    }
    return started;
  }

  boolean areAllReady() throws InterruptedException {
    for (ClusterNode node : nodes) {
      if (!node.isAlive() || !node.isReady()) {
        return false;
      }
    }
    return true;
  }

  private void closeNodes() {
    try {
      for (ClusterNode node : nodes) {
        node.terminate();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    nodes.forEach(ClusterNode::close);
  }

  @Override
  public void close() throws IOException {
    try (network;
        database;
        relay) {
      closeNodes();
    }
  }
}
