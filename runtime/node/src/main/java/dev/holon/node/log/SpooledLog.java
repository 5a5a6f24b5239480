package dev.holon.node.log;

import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import java.util.List;
import java.util.Optional;

/** A settled log with bundles of its own, which end with it. */
public record SpooledLog(BundleSpool spool, SettledLog log) implements LogSource {
  @Override
  public List<LogSlot> next() throws UnreadableException, ClientFailure {
    return log.next();
  }

  @Override
  public Optional<DataItem> item(Id id) throws UnreadableException, ClientFailure {
    return log.item(id);
  }

  @Override
  public String name() {
    return log.name();
  }

  @Override
  public void close() {
    spool.close();
  }
}
