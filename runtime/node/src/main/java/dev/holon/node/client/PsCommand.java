package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holon ps}: the processes a node knows. */
@Command(
    name = "ps",
    description = "Lists the processes that a node knows.",
    mixinStandardHelpOptions = true)
final class PsCommand implements Callable<Integer> {
  private static final int PAGE_MAX = 200;

  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "the most processes to list (default: ${DEFAULT-VALUE})")
  private int limit;

  PsCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit must be at least 1");
    }
    NodeHttp node = options.node();
    Table table = new Table("PROCESS", "SLOT", "EVALUATED", "SPAWNED", "OWNER", "NAME");
    int left = limit;
    String after = "";
    while (left > 0 && after != null) {
      String path = "/processes?limit=" + Math.min(left, PAGE_MAX);
      JsonNode page = node.get(after.isEmpty() ? path : path + "&after=" + after);
      for (JsonNode process : page.path("processes")) {
        left--;
        if (options.isJson()) {
          context.out().println(process);
        } else {
          add(table, process);
        }
      }
      after = page.path("next").asText(null);
    }
    if (!options.isJson()) {
      table.print(context.out());
      if (after != null) {
        context.errors().println("holon: there are more; list them with --limit N");
      }
    }
    return 0;
  }

  private static void add(Table table, JsonNode process) {
    table.add(
        process.path("process").asText(),
        process.path("slot").asText(),
        Text.orDash(process.path("evaluatedSlot")),
        Text.time(process.path("spawned")),
        Text.orDash(process.path("owner")),
        Text.orDash(process.path("name")));
  }
}
