package dev.holon.vm;

/**
 * Bounds of one evaluation.
 *
 * @param gasMax instructions and library work one evaluation may use
 * @param memoryBytesMax memory the process may hold
 * @param outputBytesMax size of all text in one result
 */
public record VmLimits(long gasMax, long memoryBytesMax, long outputBytesMax) {

  /** Used where neither the module nor the process states a limit. */
  public static final VmLimits DEFAULT = new VmLimits(100_000_000L, 64L << 20, 4L << 20);

  public VmLimits {
    if (gasMax <= 0 || memoryBytesMax <= 0 || outputBytesMax <= 0) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}
