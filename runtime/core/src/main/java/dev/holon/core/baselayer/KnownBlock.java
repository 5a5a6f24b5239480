package dev.holon.core.baselayer;

import dev.holon.protocol.Bytes;

/**
 * A block of the base layer that this cluster counts by.
 *
 * @param id 48 bytes
 */
public record KnownBlock(long height, Bytes id, long timestampMillis) {
  public KnownBlock {
    if (height < 0 || timestampMillis < 0) {
      throw new IllegalArgumentException("block " + height + " at " + timestampMillis);
    }
  }
}
