package dev.holon.protocol;

import org.junit.jupiter.api.Test;

/** A short run in every build; {@link Fuzz#main} runs for as long as one likes. */
class FuzzTest {
  private static final int INPUT_COUNT = 10_000;

  @Test
  void readersOfUntrustedBytesThrowNothingElse() {
    new Fuzz(1).run(INPUT_COUNT);
  }
}
