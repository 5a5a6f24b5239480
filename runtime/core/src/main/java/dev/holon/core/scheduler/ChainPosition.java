package dev.holon.core.scheduler;

import dev.holon.protocol.Id;

/**
 * Where an item stands in the chain of messages that one cause set off, as this cluster counts it.
 * It travels beside the item, never in it: tags such as {@code Pushed-For} can be forged, and
 * notices have none (ao.TN.1 §3.4), so limits on chains cannot rest on them.
 *
 * @param root names the chain; the id of the message that started it, unless that came from outside
 *     with a claim of its own, or an operator started it anew
 * @param depth how many pushes lead here from the start; 0 for an entry that an operator redoes
 */
public record ChainPosition(Id root, int depth) {
  public ChainPosition {
    if (depth < 0) {
      throw new IllegalArgumentException("a chain's depth is not negative, got " + depth);
    }
  }

  /** The first push of a chain. */
  public static ChainPosition start(Id root) {
    return new ChainPosition(root, 1);
  }

  /** An operator answers for this push, whatever its chain did before. */
  public static ChainPosition redone(Id root) {
    return new ChainPosition(root, 0);
  }

  public boolean isRedone() {
    return depth == 0;
  }

  /** One push further. */
  public ChainPosition next() {
    return new ChainPosition(root, Math.addExact(depth, 1));
  }
}
