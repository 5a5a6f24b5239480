package dev.holon.protocol;

/**
 * Thrown when bytes are not the encoding of a result or a value: stored data is damaged, or a peer
 * sent nonsense.
 */
public final class MalformedResultException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedResultException(String detail) {
    super(detail);
  }
}
