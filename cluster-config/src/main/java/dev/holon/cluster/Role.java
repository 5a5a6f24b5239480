package dev.holon.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a node does in its cluster. A cluster needs each role on one node at least, but settlement
 * only where logs are to settle.
 */
public enum Role {
  /** Gives messages their slots. */
  SCHEDULER,
  /** Evaluates logs. */
  COMPUTE,
  /** Pushes what processes send. */
  MESSENGER,
  /** Answers clients over HTTP. */
  GATEWAY,
  /** Brings logs onto Arweave. */
  SETTLEMENT;

  /** As in settings and in the cluster, such as {@code scheduler}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this name. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }
}
