package dev.holon.gateway;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Divides the node's places among keys: one may hold as many as are free, and no more than {@code
 * heldMax} (dynamic thresholds: A. K. Choudhury, E. L. Hahne, "Dynamic queue length thresholds for
 * shared-memory packet switches", 1998). So one key alone gets half of the places, two a third
 * each, and there is always room for another. Remembers only keys that hold something. Thread-safe.
 */
final class Shares<K> {
  private final int heldMax;
  private final ConcurrentMap<K, Integer> held = new ConcurrentHashMap<>();

  Shares(int heldMax) {
    this.heldMax = heldMax;
  }

  /**
   * Takes one for a key unless that would be more than its share; {@link #leave} must follow.
   *
   * @param free places that are free in the node, the one that is asked for included
   */
  boolean enter(K key, int free) {
    int max = Math.max(1, Math.min(heldMax, free));
    if (held.merge(key, 1, Integer::sum) <= max) {
      return true;
    }
    leave(key);
    return false;
  }

  void leave(K key) {
    held.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }

  /** Keys that hold something. */
  int keyCount() {
    return held.size();
  }
}
