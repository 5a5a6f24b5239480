package dev.holon.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/** All that is left to chance in a world; the same for the same seed. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Another generator, so that more draws here do not change what is drawn there. */
  Chance split() {
    return new Chance(random.nextLong());
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** From {@code least} to {@code most}, both inclusive. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** Mostly short, now and then up to a hundred times longer. */
  long delayMillis(int usualMillis) {
    int spread = oneIn(20) ? 100 : oneIn(5) ? 10 : 1;
    return between(0, usualMillis * spread);
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
