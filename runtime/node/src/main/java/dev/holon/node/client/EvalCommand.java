package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holon eval}: code for a process, and what it puts out. */
@Command(
    name = "eval",
    description = {
      "Has a process run code (Action = Eval) and prints what it puts out.",
      "Processes of the built-in module take code from their owner only."
    },
    mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();
  @Mixin private WalletOption wallet = new WalletOption();

  @Parameters(
      index = "0",
      paramLabel = "PID",
      description = "id of the process",
      converter = Arguments.ProcessIds.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private ProcessId process;

  @Parameters(index = "1", paramLabel = "CODE|@FILE", description = "the code, or a file of it")
  private String code = "";

  EvalCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    NodeHttp node = options.node();
    byte[] bytes = Arguments.bytes(code);
    List<Tag> tags = List.of(new Tag("Action", "Eval"));
    Id message =
        new SignedItems(node, wallet.open(context)).post("Message", process.id(), tags, bytes);
    JsonNode result = node.result(process.toString(), message.toString());
    boolean isError = ResultText.isError(result);
    if (options.isJson()) {
      context.out().println(result);
    } else if (isError) {
      context.errors().println(PlainText.of(ResultText.error(result)));
    } else {
      String output = ResultText.output(result);
      if (!output.isEmpty()) {
        context.out().println(PlainText.of(output));
      }
    }
    return isError ? 1 : 0;
  }
}
