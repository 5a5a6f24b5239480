package dev.holon.node.log;

import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import java.util.List;
import java.util.Optional;

/** Where a log is read from, from slot 0 on. Used by one thread. */
public interface LogSource extends AutoCloseable {
  /** The log cannot be read any further. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableException(String message) {
      super(message);
    }

    public UnreadableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The next slots as they were found, unchecked; none at the end.
   *
   * @throws UnreadableException when there is something that is no log
   * @throws ClientFailure when the source does not answer
   */
  List<LogSlot> next() throws UnreadableException, ClientFailure;

  /** An item that the log names, such as the module; its signature is unchecked. */
  Optional<DataItem> item(Id id) throws UnreadableException, ClientFailure;

  /** For reports: a URL or a file. */
  String name();

  @Override
  void close();
}
