package dev.holon.core;

/**
 * A store could not be reached or answered with a fault; the outcome of a write is unknown. Try
 * again later.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
