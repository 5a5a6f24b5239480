package dev.holon.node.verify;

import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.Arguments;
import dev.holon.node.client.ClientContext;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeOptions;
import dev.holon.node.log.BuiltInItems;
import dev.holon.node.log.LogFileWriter;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holon export}: a process's log with all that it takes to evaluate it, as one file. */
@Command(
    name = "export",
    description =
        "Writes a process's log, its module included, to a file for holon import and verify --file.",
    mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();
  @Mixin private SourceOptions place = new SourceOptions();

  @Parameters(
      index = "0",
      paramLabel = "PID",
      description = "id of the process",
      converter = Arguments.ProcessIds.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private ProcessId process;

  @Parameters(index = "1", paramLabel = "FILE", description = "the file; replaced if it is there")
  @SuppressWarnings("NullAway.Init") // a required parameter
  private Path file;

  /** The command with the streams that it prints to. */
  public ExportCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    try (LogSource log = place.open(options, process, context.errors());
        LogFileWriter writer = new LogFileWriter(file)) {
      long slots = copy(log, writer);
      writer.finish();
      context.out().println(slots + " slots of process " + process + " in " + file);
      return 0;
    } catch (IOException e) {
      throw new ClientFailure("cannot write " + file + ": " + e.getMessage(), null);
    } catch (LogSource.UnreadableException e) {
      throw new ClientFailure(String.valueOf(e.getMessage()), "see: holon verify " + process);
    }
  }

  private long copy(LogSource log, LogFileWriter writer)
      throws ClientFailure, LogSource.UnreadableException, IOException {
    Set<Id> written = new HashSet<>();
    long count = 0;
    while (true) {
      List<LogSlot> slots = log.next();
      if (slots.isEmpty()) {
        return count;
      }
      for (LogSlot slot : slots) {
        Optional<Id> needed = neededItem(slot);
        if (needed.isPresent() && written.add(needed.get())) {
          Optional<DataItem> own = BuiltInItems.find(needed.get());
          Optional<DataItem> item = own.isPresent() ? own : log.item(needed.get());
          if (item.isPresent()) {
            writer.item(item.get());
          }
        }
      }
      writer.slots(slots);
      count += slots.size();
    }
  }

  /** The module at slot 0; later what was assigned without its message. */
  private static Optional<Id> neededItem(LogSlot slot) {
    DataItem message = slot.message();
    if (message != null && slot.slot() > 0) {
      return Optional.empty();
    }
    Optional<String> id =
        message == null ? slot.assignment().tag("Message") : message.tag("Module");
    return id.filter(Id::isId).map(Id::parse);
  }
}
