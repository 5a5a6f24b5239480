package dev.holon.vm;

import dev.holon.protocol.Bytes;

/**
 * The machine of one process. Used by one thread at a time.
 *
 * <p>After any outcome but {@link EvalOutcome.Completed} the state counts as the one before the
 * message. An engine that cannot undo in place answers false from {@link #isUsable} from then on;
 * the caller throws the machine away, boots a new one and replays the process's completed slots.
 */
public interface Vm {

  /**
   * Evaluates one message. Never throws for what the process's code does.
   *
   * @throws VmFaultException when the node, not the process, failed: the message has no result and
   *     is to be evaluated again. The state is the one before the message, as far as {@link
   *     #isUsable} says so
   */
  EvalOutcome evaluate(EvalMessage message);

  /** Whether the machine may evaluate another message. */
  boolean isUsable();

  /**
   * A machine with a copy of this state; neither sees what the other does afterwards. Used for dry
   * runs.
   *
   * @throws VmFaultException when the node has no room for it
   */
  Vm fork();

  /** Whether the engine's machines can be written as bytes; else {@link #checkpoint} throws. */
  default boolean canCheckpoint() {
    return false;
  }

  /**
   * All state after the last evaluation, for {@link VmEngine#restore}. Equal states have equal
   * bytes, so that their SHA-256 is the hash of the state.
   *
   * @throws UnsupportedOperationException when {@link #canCheckpoint} is false
   */
  default Bytes checkpoint() {
    throw new UnsupportedOperationException("this engine cannot write its state as bytes");
  }
}
