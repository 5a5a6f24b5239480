package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.ProcessId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holon cron}: a process's crons. */
@Command(
    name = "cron",
    description = "Shows the crons of a process, when each ran and runs next.",
    mixinStandardHelpOptions = true)
final class CronCommand implements Callable<Integer> {
  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();

  @Parameters(
      paramLabel = "PID",
      description = "id of the process",
      converter = Arguments.ProcessIds.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private ProcessId process;

  CronCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    JsonNode report = options.node().get("/crons/" + process);
    if (options.isJson()) {
      context.out().println(report);
      return 0;
    }
    if (report.path("crons").isEmpty()) {
      context.out().println("no crons");
      return 0;
    }
    Table table = new Table("CRON", "INTERVAL", "LAST RUN", "NEXT RUN");
    for (JsonNode cron : report.path("crons")) {
      boolean isBlock = cron.path("nextRunHeight").isNumber();
      table.add(
          cron.path("cron").asText(),
          cron.path("interval").asText(),
          Text.time(cron.path("lastRunMillis")),
          isBlock
              ? "at height " + cron.path("nextRunHeight").asText()
              : Text.time(cron.path("nextRunMillis")));
    }
    table.print(context.out());
    context.out().println("behind by " + report.path("lagMillis").asText() + " ms");
    return 0;
  }
}
