package dev.holon.core.settlement;

/**
 * What a bundle has been through.
 *
 * @param failures how often in a row it was not taken
 * @param nextMillis when it is looked at again
 * @param knownMillis when a source last had it; before that, when it was recorded
 * @param blockHeight the block that it was last seen in; 0 when none
 * @param cause why it is not further; empty when nothing is wrong
 */
public record BundleProgress(
    BundleState state,
    int failures,
    long nextMillis,
    long knownMillis,
    long blockHeight,
    String cause) {
  /** Longer causes are cut. */
  public static final int CAUSE_LENGTH_MAX = 500;

  public BundleProgress {
    cause = cause.substring(0, Math.min(CAUSE_LENGTH_MAX, cause.length()));
  }

  /** Of a bundle, or of a new envelope for one, that is posted at once. */
  public static BundleProgress queued(long nowMillis) {
    return new BundleProgress(BundleState.QUEUED, 0, nowMillis, nowMillis, 0, "");
  }

  /** The same, to be looked at later. */
  BundleProgress again(long newNextMillis, String newCause) {
    return new BundleProgress(state, failures, newNextMillis, knownMillis, blockHeight, newCause);
  }
}
