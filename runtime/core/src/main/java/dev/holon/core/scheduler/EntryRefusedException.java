package dev.holon.core.scheduler;

/**
 * The journal has not written an entry, and never will; nor does it take later ones of the same
 * writer, whose state is ahead of the log. Another writer may go on from what is stored.
 */
public final class EntryRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why an entry is refused. */
  public enum Reason {
    /** Another writer has filled the slot. */
    FENCED,
    /** Too much waits to be written. */
    QUEUE_FULL,
    /** The entry breaks a rule of the journal, such as the floor of its process. */
    INVALID,
    /** An earlier entry of the same writer was refused. */
    WRITER_REFUSED
  }

  public EntryRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
