package dev.holon.protocol;

/** The contract over the JDK and Bouncy Castle. */
class PortableVerifierTest extends VerifierContract {
  @Override
  Verifier verifier() {
    return Verifier.portable();
  }
}
