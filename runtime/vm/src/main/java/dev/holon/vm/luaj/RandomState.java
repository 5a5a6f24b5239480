package dev.holon.vm.luaj;

import dev.holon.protocol.Id;

/**
 * Random numbers of a process: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", 2014). Predictable by anyone who knows the process id and the messages; no source of
 * secrets.
 */
final class RandomState {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private RandomState(long state) {
    this.state = state;
  }

  /** Seeded by a process's id. */
  static RandomState of(Id process) {
    return new RandomState(process.fingerprint());
  }

  RandomState copy() {
    return new RandomState(state);
  }

  void seed(double value) {
    state = Double.doubleToLongBits(value);
  }

  /** A number from 0 to below 1, with 53 random bits. */
  double next() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53;
  }
}
