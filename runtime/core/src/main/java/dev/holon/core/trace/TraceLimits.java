package dev.holon.core.trace;

/**
 * How much one trace shows.
 *
 * @param depthMax most generations below the first slot
 * @param widthMax most pushes of one slot
 * @param nodesMax most slots
 * @param resultBytesMax results larger than this are shown without their output
 */
public record TraceLimits(int depthMax, int widthMax, int nodesMax, long resultBytesMax) {
  /** 16 generations, 50 pushes a slot, 200 slots, outputs of results up to 16 KiB. */
  public static final TraceLimits DEFAULT = new TraceLimits(16, 50, 200, 16L << 10);

  public TraceLimits {
    if (depthMax < 0 || widthMax < 1 || nodesMax < 1 || resultBytesMax < 0) {
      throw new IllegalArgumentException("limits must be positive, got " + depthMax);
    }
  }
}
