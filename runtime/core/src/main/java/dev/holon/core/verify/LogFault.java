package dev.holon.core.verify;

/**
 * The first thing in a log that is not as the protocol says.
 *
 * @param slot where it is
 * @param text what was found and what should be there
 */
public record LogFault(long slot, Kind kind, String text) {

  /** What is wrong. */
  public enum Kind {
    /** The source has bytes there that are no slots. */
    UNREADABLE,
    /** The assignment is none, or of another process. */
    ASSIGNMENT,
    /** Another slot than the next one: the log is cut, or out of order. */
    SLOT,
    /** The assignment is not signed by the scheduler that the process named. */
    SCHEDULER,
    /** The assignment's signature is not its owner's. */
    ASSIGNMENT_SIGNATURE,
    /** The hash chain does not close. */
    CHAIN,
    /** The time goes back. */
    TIME,
    /** The height goes back. */
    HEIGHT,
    /** Not the message that the assignment names, or none. */
    MESSAGE,
    /** The message's signature is not its owner's. */
    MESSAGE_SIGNATURE,
    /** The result is not the one that a node has committed to. */
    RESULT
  }

  @Override
  public String toString() {
    return "slot " + slot + ": " + text;
  }
}
