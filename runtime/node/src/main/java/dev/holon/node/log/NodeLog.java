package dev.holon.node.log;

import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeHttp;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;

/** The log that a node keeps, page by page. */
public final class NodeLog implements LogSource {
  private static final int PAGE = 1_000;

  private final NodeHttp node;
  private final ProcessId process;
  private long nextSlot;

  public NodeLog(NodeHttp node, ProcessId process) {
    this.node = node;
    this.process = process;
  }

  @Override
  public List<LogSlot> next() throws UnreadableException, ClientFailure {
    byte[] bundle =
        node.again().bytes("/" + process + "/bundle?from=" + nextSlot + "&limit=" + PAGE);
    List<LogSlot> page = BundlePage.slots(bundle, nextSlot);
    nextSlot += page.size();
    return page;
  }

  @Override
  public Optional<DataItem> item(Id id) throws UnreadableException, ClientFailure {
    byte[] bytes = node.again().bytes("/item/" + id);
    try {
      DataItem item = DataItem.parseStored(bytes);
      if (!item.id().equals(id)) {
        throw new UnreadableException(name() + " has item " + item.id() + " in place of " + id);
      }
      return Optional.of(item);
    } catch (ItemException e) {
      throw new UnreadableException("item " + id + " of " + name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return node.base().toString();
  }

  @Override
  public void close() {
    // Connections end with the command.
  }
}
