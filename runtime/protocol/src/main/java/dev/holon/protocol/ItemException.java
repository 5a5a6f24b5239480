package dev.holon.protocol;

/**
 * Thrown when bytes are not an acceptable data item, bundle or assignment: the sender's fault,
 * never to be retried. It has no stack trace, because refusing is ordinary work and the message
 * carries the facts.
 */
public final class ItemException extends Exception {
  private static final long serialVersionUID = 1L;
  private final ItemError error;

  /**
   * Names the fault.
   *
   * @param detail the facts: what, expected, actual, offset, limit
   */
  public ItemException(ItemError error, String detail) {
    super(error.code() + " " + error + ": " + detail, null, false, false);
    this.error = error;
  }

  public ItemError error() {
    return error;
  }
}
