package dev.holon.simulation.world;

/**
 * What a world is like.
 *
 * @param seed draws everything else
 * @param nodes at least 1
 * @param processes that clients spawn
 * @param messages that clients send to them
 * @param faults that happen while they do
 * @param settleMinutes virtual minutes after the last fault in which all must come to rest
 */
record WorldPlan(long seed, int nodes, int processes, int messages, int faults, int settleMinutes) {
  WorldPlan {
    if (nodes < 1 || processes < 1 || messages < 0 || faults < 0 || settleMinutes < 1) {
      throw new IllegalArgumentException("a world needs a node, a process and time: " + seed);
    }
  }

  /** Small, so that many fit into a minute. */
  static WorldPlan small(long seed) {
    Chance chance = new Chance(seed);
    return new WorldPlan(
        seed,
        chance.between(1, 4),
        chance.between(2, 4),
        chance.between(6, 16),
        chance.between(0, 5),
        30);
  }
}
