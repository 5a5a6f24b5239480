package dev.holon.arweave;

/**
 * Thrown when bytes are not an acceptable transaction, or not the one that was asked for. Never to
 * be retried with the same bytes. Has no stack trace: the message carries the facts.
 */
public final class TransactionException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Names the fault.
   *
   * @param message what, expected, actual
   */
  public TransactionException(String message) {
    super(message, null, false, false);
  }
}
