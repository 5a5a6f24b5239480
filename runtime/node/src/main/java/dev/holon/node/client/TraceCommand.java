package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holon trace}: what a message caused. */
@Command(
    name = "trace",
    description = "Shows what a message caused, as a tree across processes.",
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();

  @Parameters(
      paramLabel = "MESSAGE",
      description = "id of a message, an assignment or a process",
      converter = Arguments.Ids.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private Id message;

  @Option(
      names = "--process",
      paramLabel = "PID",
      description = "whose slot is meant, when several processes have the message",
      converter = Arguments.ProcessIds.class)
  private @Nullable ProcessId process;

  TraceCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    String path = "/trace/" + message + (process == null ? "" : "?process-id=" + process);
    JsonNode tree = options.node().get(path);
    if (options.isJson()) {
      context.out().println(tree);
    } else {
      new TraceTreeText(context.out()).print(tree);
    }
    return 0;
  }
}
