package dev.holon.node.client;

import org.jspecify.annotations.Nullable;

/** A command failed; says what happened and what its user can do. Exit code 1. */
public final class ClientFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String advice;
  private final Kind kind;

  /** What may come of doing the same again. */
  enum Kind {
    /** The same again fails again. */
    FINAL,
    /** The node may answer later. */
    PASSING
  }

  /**
   * One that the same again would not mend.
   *
   * @param advice what its user can do; null when there is nothing
   */
  public ClientFailure(String message, @Nullable String advice) {
    this(message, advice, Kind.FINAL);
  }

  ClientFailure(String message, @Nullable String advice, Kind kind) {
    super(message);
    this.advice = advice;
    this.kind = kind;
  }

  @Nullable String advice() {
    return advice;
  }

  boolean isPassing() {
    return kind == Kind.PASSING;
  }
}
