package dev.holon.simulation.world;

/**
 * What a world came to.
 *
 * @param digest of all logs and results; the same for the same seed
 */
record WorldReport(
    long seed, int processes, long slots, long pushes, long virtualMillis, String digest) {
  @Override
  public String toString() {
    return "seed %d: %d processes, %d slots, %d pushes, %.1f virtual seconds, digest %s"
        .formatted(seed, processes, slots, pushes, virtualMillis / 1e3, digest);
  }
}
