package dev.holon.simulation;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items as a client signs them. Each message has its own anchor, so no two are the same. */
public final class SignedTraffic {
  private static final String COUNTER =
      """
      Count = 0
      Handlers.add("increment", "Increment", function(msg)
        Count = Count + 1
        print(Count)
      end)
      """;

  private final Wallet wallet;

  public SignedTraffic(Wallet wallet) {
    this.wallet = wallet;
  }

  /** Spawns a process that counts the messages with the action Increment, and prints the count. */
  public DataItem spawnCounter(NodeClient.Status node, long number) {
    return spawn(node, number, COUNTER);
  }

  /** Spawns a process that runs a program first and trusts the node's messenger. */
  public DataItem spawn(NodeClient.Status node, long number, String program, Tag... more) {
    List<Tag> tags =
        new ArrayList<>(
            List.of(
                new Tag("On-Boot", "Data"),
                new Tag("Name", "process-" + number),
                new Tag("Authority", node.messengerAddress()),
                new Tag("Data-Protocol", "ao"),
                new Tag("Variant", "ao.TN.1"),
                new Tag("Type", "Process"),
                new Tag("Module", node.moduleId()),
                new Tag("Scheduler", node.schedulerAddress())));
    tags.addAll(List.of(more));
    return UnsignedItem.of(null, tags, program.getBytes(StandardCharsets.UTF_8))
        .withAnchor(anchor(number))
        .sign(wallet);
  }

  /** One message with the action Increment. */
  public DataItem increment(ProcessId process, long number) {
    return message(process.id(), number, "Increment", " ");
  }

  /** A message with an action and text as data. */
  public DataItem message(@Nullable Id target, long number, String action, String data) {
    List<Tag> tags =
        List.of(
            new Tag("Action", action),
            new Tag("Data-Protocol", "ao"),
            new Tag("Variant", "ao.TN.1"),
            new Tag("Type", "Message"));
    return UnsignedItem.of(target, tags, data.getBytes(StandardCharsets.UTF_8))
        .withAnchor(anchor(number))
        .sign(wallet);
  }

  /** Messages for all processes in turn. */
  public List<DataItem> increments(List<ProcessId> processes, int count, long firstNumber) {
    List<DataItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(increment(processes.get(i % processes.size()), firstNumber + i));
    }
    return items;
  }

  private static byte[] anchor(long number) {
    return ByteBuffer.allocate(Id.SIZE_BYTES).putLong(Id.SIZE_BYTES - Long.BYTES, number).array();
  }
}
