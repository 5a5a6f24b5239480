package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holon show}: one process. */
@Command(
    name = "show",
    description = "Shows a process: owner, module, tags, slots, crons and outbox.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final int COUNT_MAX = 1_000;
  private static final List<String> STATES = List.of("pending", "delivered", "refused", "parked");

  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();

  @Parameters(
      paramLabel = "PID",
      description = "id of the process",
      converter = Arguments.ProcessIds.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private ProcessId process;

  ShowCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    NodeHttp node = options.node();
    JsonNode shown = node.get("/processes/" + process);
    JsonNode crons = node.get("/crons/" + process);
    ObjectNode outbox = NodeHttp.JSON.createObjectNode();
    for (String state : STATES) {
      outbox.put(state, count(node, state));
    }
    if (options.isJson()) {
      ObjectNode all = NodeHttp.JSON.createObjectNode();
      all.set("process", shown);
      all.set("crons", crons);
      all.set("outbox", outbox);
      context.out().println(all);
    } else {
      print(shown, crons, outbox);
    }
    return 0;
  }

  private int count(NodeHttp node, String state) throws ClientFailure {
    String path = "/outbox?process-id=" + process + "&state=" + state + "&limit=" + COUNT_MAX;
    return node.get(path).path("entries").size();
  }

  private void print(JsonNode shown, JsonNode crons, JsonNode outbox) {
    Table table = new Table("process", process.toString());
    table.add("name", Text.orDash(shown.path("name")));
    table.add("owner", Text.orDash(shown.path("owner")));
    table.add("module", Text.orDash(shown.path("module")));
    table.add("spawned", Text.time(shown.path("spawned")));
    table.add("newest slot", shown.path("slot").asText());
    table.add("evaluated slot", Text.orDash(shown.path("evaluatedSlot")));
    for (JsonNode tag : shown.path("tags")) {
      table.add("tag", tag.path("name").asText() + " = " + tag.path("value").asText());
    }
    for (JsonNode cron : crons.path("crons")) {
      table.add(
          "cron",
          cron.path("interval").asText() + ", last run " + Text.time(cron.path("lastRunMillis")));
    }
    for (String state : STATES) {
      int count = outbox.path(state).asInt();
      table.add("outbox " + state, count < COUNT_MAX ? "" + count : count + " or more");
    }
    table.print(context.out());
  }
}
