package dev.holon.simulation.fault;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;

/**
 * One call of a client, as it saw it.
 *
 * @param kind what was asked
 * @param node the node that was asked, from 0
 * @param process whom it is about
 * @param item the posted item, or the one whose result was read; the process's own for other reads
 * @param startNanos when it was sent, on the runner's clock
 * @param endNanos when the answer was there, or the client gave up
 * @param status of the answer; 0 when there was none
 * @param value what was read: the newest slot, or the count in the result; -1 without
 */
record Call(
    Kind kind,
    int node,
    ProcessId process,
    Id item,
    long startNanos,
    long endNanos,
    int status,
    long value) {

  /** What a client asks. */
  enum Kind {
    /** An item is posted. */
    POST,
    /** The newest slot of a process is read from its log. */
    NEWEST,
    /** The result of an item is read. */
    RESULT
  }

  boolean isAnswered() {
    return status / 100 == 2;
  }

  /** One line of JSON. */
  String toJson() {
    return "{\"kind\":\""
        + kind
        + "\",\"node\":"
        + node
        + ",\"process\":\""
        + process
        + "\",\"item\":\""
        + item
        + "\",\"startMillis\":"
        + startNanos / 1_000_000
        + ",\"endMillis\":"
        + endNanos / 1_000_000
        + ",\"status\":"
        + status
        + ",\"value\":"
        + value
        + "}";
  }
}
