package dev.holon.core.settlement;

import java.util.Arrays;
import java.util.Locale;

/** How far a bundle is; it goes back when the network has dropped it. */
public enum BundleState {
  /** Recorded; no source has it for all we know. */
  QUEUED(0),
  /** A source took it. */
  POSTED(1),
  /** A status shows it: waiting, or in a block. */
  SEEN(2),
  /** Deep enough in the chain to stay there; it is not looked at any more. */
  FINAL(3);

  private final int code;

  BundleState(int code) {
    this.code = code;
  }

  /** As it is stored. */
  public int code() {
    return code;
  }

  /** As it is shown. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state of this code.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static BundleState of(int code) {
    return Arrays.stream(values())
        .filter(state -> state.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no state of a bundle: " + code));
  }
}
