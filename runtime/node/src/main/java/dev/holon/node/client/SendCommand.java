package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holon send}: one signed message. */
@Command(
    name = "send",
    description = "Signs a message, sends it to a process and prints the message's id.",
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();
  @Mixin private WalletOption wallet = new WalletOption();

  @Parameters(
      paramLabel = "PID",
      description = "id of the process",
      converter = Arguments.ProcessIds.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private ProcessId process;

  @Option(names = "--action", paramLabel = "A", description = "value of the tag Action")
  private @Nullable String action;

  @Option(
      names = "--tag",
      paramLabel = "N=V",
      description = "a further tag; can be repeated",
      converter = Arguments.Tags.class)
  private List<Tag> tags = new ArrayList<>();

  @Option(names = "--data", paramLabel = "TEXT|@FILE", description = "the message's data")
  private String data = "";

  @Option(names = "--wait", description = "wait for the result and print it too")
  private boolean isAwaited;

  SendCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    NodeHttp node = options.node();
    List<Tag> all = new ArrayList<>();
    if (action != null) {
      all.add(new Tag("Action", action));
    }
    all.addAll(tags);
    byte[] bytes = Arguments.bytes(data);
    Id message =
        new SignedItems(node, wallet.open(context)).post("Message", process.id(), all, bytes);
    if (!options.isJson()) {
      context.out().println(message);
    }
    JsonNode result = isAwaited ? node.result(process.toString(), message.toString()) : null;
    if (options.isJson()) {
      ObjectNode json = NodeHttp.JSON.createObjectNode();
      json.put("process", process.toString()).put("message", message.toString());
      if (result != null) {
        json.set("result", result);
      }
      context.out().println(json);
    } else if (result != null) {
      ResultText.print(context.out(), "  ", result);
    }
    return result != null && ResultText.isError(result) ? 1 : 0;
  }
}
