package dev.holon.simulation.world;

/** A promise of the node that the world saw broken. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
