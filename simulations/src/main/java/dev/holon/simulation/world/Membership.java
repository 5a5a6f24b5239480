package dev.holon.simulation.world;

import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which nodes each node believes to be there. Each notices late, and at another time, that one has
 * gone; until then two may take themselves for the one that orders a process. A part without a
 * majority ends itself, later still.
 */
final class Membership {
  private static final long BEAT_MILLIS = 250;
  private static final long SEEN_MIN_MILLIS = 1_000;
  private static final long SEEN_MAX_MILLIS = 4_000;
  private static final long ALONE_MAX_MILLIS = 3_000;
  private static final int RESTART_MAX_MILLIS = 3_000;

  private final World world;
  private final List<SimulatedNode> nodes;
  private final SimulatedNetwork network;
  private final long[][] lastSeen;
  private final long[] patience;
  private final long[] aloneSince;

  Membership(World world, List<SimulatedNode> nodes, SimulatedNetwork network) {
    this.world = world;
    this.nodes = nodes;
    this.network = network;
    this.lastSeen = new long[nodes.size()][nodes.size()];
    this.patience = new long[nodes.size()];
    this.aloneSince = new long[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      patience[i] = world.chance().between((int) SEEN_MIN_MILLIS, (int) SEEN_MAX_MILLIS);
    }
    beat();
  }

  private void beat() {
    long now = world.time().elapsedMillis();
    for (SimulatedNode node : nodes) {
      for (SimulatedNode other : nodes) {
        if (node.isUp() && other.isUp() && network.isOpen(node, other)) {
          lastSeen[node.number()][other.number()] = now;
        }
      }
      if (node.isUp()) {
        checkMajority(node, now);
      }
    }
    world.time().after(BEAT_MILLIS, this::beat);
  }

  private void checkMajority(SimulatedNode node, long now) {
    List<SimulatedNode> seen = seenBy(node);
    boolean isHalf = seen.size() * 2 == nodes.size() && seen.contains(nodes.getFirst());
    if (seen.size() * 2 > nodes.size() || isHalf) {
      aloneSince[node.number()] = now;
    } else if (now - aloneSince[node.number()] > ALONE_MAX_MILLIS) {
      world.trace().add(() -> "%s: in a minority, ends itself".formatted(node));
      node.crash();
      world.restartLater(node, world.chance().between(100, RESTART_MAX_MILLIS));
    }
  }

  /** A node that has just started believes in everybody. */
  void started(SimulatedNode node) {
    long now = world.time().elapsedMillis();
    Arrays.fill(lastSeen[node.number()], now);
    aloneSince[node.number()] = now;
  }

  List<SimulatedNode> seenBy(SimulatedNode node) {
    long since = world.time().elapsedMillis() - patience[node.number()];
    List<SimulatedNode> seen = new ArrayList<>();
    for (SimulatedNode other : nodes) {
      if (other == node || lastSeen[node.number()][other.number()] >= since) {
        seen.add(other);
      }
    }
    return seen;
  }

  /** Where this node believes a process to be: rendezvous hashing over those it sees. */
  SimulatedNode host(SimulatedNode asker, ProcessId process) {
    return seenBy(asker).stream()
        .max(
            Comparator.comparingLong(
                node -> (process.id().fingerprint() ^ node.number()) * 0x9E3779B97F4A7C15L))
        .orElse(asker);
  }
}
