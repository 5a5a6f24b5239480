package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.ProcessId;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holon settlement}: how far logs are on Arweave. */
@Command(
    name = "settlement",
    description = "Shows how far the logs are on Arweave, or the log of one process.",
    mixinStandardHelpOptions = true)
final class SettlementCommand implements Callable<Integer> {
  private static final List<String> STATES = List.of("queued", "posted", "seen", "final");

  /** An AR is 10^12 winston. */
  private static final int WINSTON_DIGITS = 12;

  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();

  @Parameters(
      paramLabel = "PID",
      arity = "0..1",
      description = "of this process",
      converter = Arguments.ProcessIds.class)
  private @Nullable ProcessId process;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "the most bundles to list, the newest first (default: ${DEFAULT-VALUE})")
  private int limit;

  SettlementCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit must be at least 1");
    }
    String path = process == null ? "/settlement?limit=" + limit : "/" + process + "/settlement";
    JsonNode answer = options.node().get(path);
    if (options.isJson()) {
      context.out().println(answer);
    } else if (process == null) {
      printCluster(answer);
    } else {
      printProcess(answer);
    }
    return 0;
  }

  private void printProcess(JsonNode slots) {
    Table table = new Table("process", slots.path("process").asText());
    table.add("newest slot", slots.path("newest").asText());
    for (String state : STATES) {
      table.add(state + " up to", Text.orDash(slots.path(state)));
    }
    table.print(context.out());
  }

  private void printCluster(JsonNode status) {
    Table table = new Table("mode", status.path("mode").asText());
    table.add("wallet", Text.orDash(status.path("wallet")));
    table.add("balance", ar(status.path("balance")));
    table.add("bundle price", ar(status.path("bundlePrice")));
    table.add("as of", Text.time(status.path("asOf")));
    table.add(
        "backlog",
        status.path("backlog").path("entries").asText()
            + " entries, about "
            + status.path("backlog").path("bytes").asText()
            + " bytes");
    table.add("oldest not final", Text.time(status.path("oldest")));
    for (String state : STATES) {
      table.add("bundles " + state, status.path("bundles").path(state).asText());
    }
    if (!status.path("cause").asText().isEmpty()) {
      table.add("held up by", status.path("cause").asText());
    }
    table.print(context.out());
    printBundles(status.path("newest"));
  }

  private void printBundles(JsonNode bundles) {
    if (bundles.isEmpty()) {
      return;
    }
    Table table = new Table("BUNDLE", "STATE", "ENTRIES", "BYTES", "BLOCK", "ID", "DETAIL");
    for (JsonNode bundle : bundles) {
      table.add(
          bundle.path("number").asText(),
          bundle.path("state").asText(),
          bundle.path("entries").asText(),
          bundle.path("bytes").asText(),
          Text.orDash(bundle.path("block")),
          bundle.path("id").asText(),
          detail(bundle));
    }
    context.out().println();
    table.print(context.out());
  }

  private static String detail(JsonNode bundle) {
    int failures = bundle.path("failures").asInt();
    String cause = bundle.path("cause").asText();
    return failures == 0
        ? cause
        : "try " + (failures + 1) + " at " + Text.time(bundle.path("nextLook")) + ": " + cause;
  }

  private static String ar(JsonNode winston) {
    return winston.isTextual()
        ? new BigDecimal(winston.asText()).movePointLeft(WINSTON_DIGITS).toPlainString() + " AR"
        : "-";
  }
}
