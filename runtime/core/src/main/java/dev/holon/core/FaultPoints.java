package dev.holon.core;

/**
 * Places between two steps of a message's life where a test may end the node. A node that is not
 * under test has {@link #NONE}. Thread-safe.
 */
@FunctionalInterface
public interface FaultPoints {
  /** Nothing happens anywhere. */
  FaultPoints NONE = point -> {};

  /** The node has come to this point; what comes next has not begun. */
  void reached(Point point);

  /** The places. */
  enum Point {
    /** A slot is durable, and nobody has been told. */
    AFTER_ASSIGN,
    /** A message has been evaluated, and its result is not durable. */
    AFTER_EVALUATE,
    /** A cron tick has been evaluated, and its result is not durable. */
    DURING_TICK,
    /** An entry has been pushed, and its state is not durable. */
    BETWEEN_PUSH_AND_MARK,
    /** A spawned process has its slot 0, and its parent has not been told. */
    DURING_SPAWN
  }
}
