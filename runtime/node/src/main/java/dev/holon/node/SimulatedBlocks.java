package dev.holon.node;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Arweave's blocks as a node without a gateway tells them: by the clock, one in two minutes, at
 * heights near the real ones.
 */
record SimulatedBlocks(InstantSource clock) implements Blocks {
  private static final long ORIGIN_HEIGHT = 1_500_000;
  private static final long ORIGIN_MILLIS = Instant.parse("2024-09-01T00:00:00Z").toEpochMilli();

  @Override
  public long currentHeight() {
    return heightAt(clock.millis());
  }

  @Override
  public long heightAt(long millis) {
    return ORIGIN_HEIGHT + Math.max(0, millis - ORIGIN_MILLIS) / MILLIS_PER_BLOCK;
  }

  /** What is simulated is known beforehand. */
  @Override
  public long completeUntilMillis() {
    return Long.MAX_VALUE;
  }

  @Override
  public long timestampMillis(long height) {
    return ORIGIN_MILLIS + (height - ORIGIN_HEIGHT) * MILLIS_PER_BLOCK;
  }

  /** There is nothing to end. */
  @Override
  public void close() {}
}
