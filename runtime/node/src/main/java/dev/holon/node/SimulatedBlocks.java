package dev.holon.node;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Arweave's height as a node without a gateway tells it: by the clock, one block in 120 s, near the
 * real one.
 */
record SimulatedBlocks(InstantSource clock) implements LongSupplier {
  private static final long BLOCK_MILLIS = 120_000;
  private static final long ORIGIN_HEIGHT = 1_500_000;
  private static final long ORIGIN_MILLIS = Instant.parse("2024-09-01T00:00:00Z").toEpochMilli();

  @Override
  public long getAsLong() {
    return ORIGIN_HEIGHT + Math.max(0, clock.millis() - ORIGIN_MILLIS) / BLOCK_MILLIS;
  }
}
