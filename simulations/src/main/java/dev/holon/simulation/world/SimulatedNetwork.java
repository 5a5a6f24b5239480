package dev.holon.simulation.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The network between the nodes of a world. What one node sends another arrives in order, unless it
 * is lost; clients' calls arrive in any order.
 */
final class SimulatedNetwork {
  private static final int USUAL_MILLIS = 1;
  private static final int LOSS_OF_CLIENTS = 40;

  /** A connection drops now and then, and what is on it with it. */
  private static final int LOSS_OF_NODES = 200;

  private record Link(int from, int to) {}

  private final VirtualTime time;
  private final Chance chance;
  private final Map<Link, Long> lastArrivals = new HashMap<>();
  private final Set<Integer> cutOff = new HashSet<>();

  SimulatedNetwork(VirtualTime time, Chance chance) {
    this.time = time;
    this.chance = chance;
  }

  /** Parts these nodes from the others. */
  void part(List<Integer> nodes) {
    cutOff.clear();
    cutOff.addAll(nodes);
  }

  void heal() {
    cutOff.clear();
  }

  boolean isOpen(SimulatedNode from, SimulatedNode to) {
    return cutOff.contains(from.number()) == cutOff.contains(to.number());
  }

  /** Sends from node to node; a node that has ended meanwhile hears nothing. */
  void send(SimulatedNode from, SimulatedNode to, Runnable onArrival) {
    if (from == to) {
      time.after(0, to.ifAlive(onArrival));
      return;
    }
    if (!isOpen(from, to) || !to.isUp() || chance.oneIn(LOSS_OF_NODES)) {
      return;
    }
    Link link = new Link(from.number(), to.number());
    long at =
        Math.max(
            time.nowMillis() + chance.delayMillis(USUAL_MILLIS),
            lastArrivals.getOrDefault(link, 0L));
    lastArrivals.put(link, at);
    time.after(at - time.nowMillis(), to.ifAlive(onArrival));
  }

  /** A client calls a node. */
  void call(SimulatedNode to, Runnable onArrival) {
    if (to.isUp() && !chance.oneIn(LOSS_OF_CLIENTS)) {
      time.after(chance.delayMillis(USUAL_MILLIS * 5), to.ifAlive(onArrival));
    }
  }

  /** A node answers a client. */
  void answer(Runnable onArrival) {
    if (!chance.oneIn(LOSS_OF_CLIENTS)) {
      time.after(chance.delayMillis(USUAL_MILLIS * 5), onArrival);
    }
  }
}
