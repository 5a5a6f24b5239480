package dev.holon.core.scheduler;

import java.util.Arrays;

/**
 * A growing set of 64-bit fingerprints of the ids a process has scheduled. Absence is certain;
 * presence must be checked against the log. Open addressing, at most two thirds full: 12 to 24
 * bytes an id. Used by one thread at a time.
 */
public final class FingerprintSet {
  private static final int CAPACITY_MIN = 16;

  private long[] table;
  private int count;
  private boolean hasZero;

  /** A set of these fingerprints. */
  public static FingerprintSet of(long[] fingerprints) {
    int capacity = CAPACITY_MIN;
    while ((long) capacity * 2 < (long) fingerprints.length * 3) {
      capacity *= 2;
    }
    FingerprintSet set = new FingerprintSet(capacity);
    for (long fingerprint : fingerprints) {
      set.add(fingerprint);
    }
    return set;
  }

  private FingerprintSet(int capacity) {
    table = new long[capacity];
  }

  public boolean contains(long fingerprint) {
    return fingerprint == 0 ? hasZero : table[indexOf(fingerprint)] == fingerprint;
  }

  public void add(long fingerprint) {
    if (fingerprint == 0) {
      hasZero = true;
      return;
    }
    int index = indexOf(fingerprint);
    if (table[index] == fingerprint) {
      return;
    }
    table[index] = fingerprint;
    count++;
    if ((long) count * 3 > (long) table.length * 2) {
      grow();
    }
  }

  private void grow() {
    long[] old = table;
    table = new long[old.length * 2];
    Arrays.stream(old).filter(value -> value != 0).forEach(value -> table[indexOf(value)] = value);
  }

  // Fingerprints are bits of SHA-256 already, yet senders choose among them; the multiply costs
  // nothing.
  private int indexOf(long fingerprint) {
    int mask = table.length - 1;
    int index = (int) ((fingerprint * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (table[index] != 0 && table[index] != fingerprint) {
      index = (index + 1) & mask;
    }
    return index;
  }
}
