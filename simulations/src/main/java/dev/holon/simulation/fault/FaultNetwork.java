package dev.holon.simulation.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of this machine's own: a namespace for each node, with one interface on a bridge that
 * the runner is on, too. Addresses are 10.77.B.1 for the runner and 10.77.B.10 and up for nodes, B
 * from the process id, so that two runs do not meet. Needs root and the command {@code ip}.
 *
 * <p>A cut is a black hole in a namespace's routes: what is sent to the peer is dropped there, as a
 * firewall would; the peer's own packets still arrive unless it has one too.
 */
final class FaultNetwork implements AutoCloseable {
  private static final int FIRST_HOST = 10;

  private final String prefix;
  private final String subnet;
  private final int nodeCount;

  private FaultNetwork(String prefix, String subnet, int nodeCount) {
    this.prefix = prefix;
    this.subnet = subnet;
    this.nodeCount = nodeCount;
  }

  /** Why there can be none on this machine; empty when there can. */
  static List<String> obstacles() throws InterruptedException {
    List<String> obstacles = new ArrayList<>();
    if (!Shell.succeeds("ip", "-V")) {
      obstacles.add("the command ip is missing (Debian: apt-get install iproute2)");
    } else if (!Shell.succeeds("unshare", "--net", "true")) {
      obstacles.add("network namespaces need root");
    }
    return obstacles;
  }

  static FaultNetwork create(int nodeCount) throws IOException, InterruptedException {
    int number = (int) (ProcessHandle.current().pid() % 200) + 20;
    String prefix = "holon" + number;
    FaultNetwork network = new FaultNetwork(prefix, "10.77." + number, nodeCount);
    network.remove();
    try {
      network.build();
    } catch (IOException e) {
      network.remove();
      throw e;
    }
    return network;
  }

  private void build() throws IOException, InterruptedException {
    String bridge = prefix + "b";
    Shell.run("ip", "link", "add", bridge, "type", "bridge");
    Shell.run("ip", "addr", "add", runnerAddress() + "/24", "dev", bridge);
    Shell.run("ip", "link", "set", bridge, "up");
    for (int node = 0; node < nodeCount; node++) {
      String outside = prefix + "v" + node;
      Shell.run("ip", "netns", "add", namespace(node));
      Shell.run(
          "ip",
          "link",
          "add",
          outside,
          "type",
          "veth",
          "peer",
          "name",
          "eth0",
          "netns",
          namespace(node));
      Shell.run("ip", "link", "set", outside, "master", bridge, "up");
      inside(node, "addr", "add", address(node) + "/24", "dev", "eth0");
      inside(node, "link", "set", "eth0", "up");
      inside(node, "link", "set", "lo", "up");
    }
  }

  private void inside(int node, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace(node)));
    command.addAll(List.of(arguments));
    Shell.run(command.toArray(String[]::new));
  }

  /** The name to start a node's process in: {@code ip netns exec NAME ...}. */
  String namespace(int node) {
    return prefix + "n" + node;
  }

  String address(int node) {
    return subnet + "." + (FIRST_HOST + node);
  }

  /** The address at which nodes reach what the runner listens with. */
  String runnerAddress() {
    return subnet + ".1";
  }

  /** Drops what a node sends to another address of this network, until {@link #heal}. */
  void cut(int node, String address) throws IOException, InterruptedException {
    inside(node, "route", "replace", "blackhole", address + "/32");
  }

  /** Undoes a cut. */
  void heal(int node, String address) throws InterruptedException {
    Shell.succeeds("ip", "-n", namespace(node), "route", "del", "blackhole", address + "/32");
  }

  /**
   * Lets a node send this much at most.
   *
   * @throws IOException when the kernel has no such limit
   */
  void slowDown(int node, int kilobitPerSecond) throws IOException, InterruptedException {
    Shell.run(
        "tc",
        "-n",
        namespace(node),
        "qdisc",
        "replace",
        "dev",
        "eth0",
        "root",
        "tbf",
        "rate",
        kilobitPerSecond + "kbit",
        "burst",
        "32kbit",
        "latency",
        "2s");
  }

  /** Undoes {@link #slowDown}. */
  void speedUp(int node) throws InterruptedException {
    Shell.succeeds("tc", "-n", namespace(node), "qdisc", "del", "dev", "eth0", "root");
  }

  private void remove() throws InterruptedException {
    for (int node = 0; node < nodeCount; node++) {
      Shell.succeeds("ip", "link", "del", prefix + "v" + node);
      Shell.succeeds("ip", "netns", "del", namespace(node));
    }
    Shell.succeeds("ip", "link", "del", prefix + "b");
  }

  @Override
  public void close() {
    try {
      remove();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
