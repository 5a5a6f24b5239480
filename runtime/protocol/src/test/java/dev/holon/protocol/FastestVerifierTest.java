package dev.holon.protocol;

/** The contract over the native libraries, where they load. */
class FastestVerifierTest extends VerifierContract {
  @Override
  Verifier verifier() {
    return Verifier.fastest();
  }
}
