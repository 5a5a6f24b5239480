package dev.holon.node.client;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The client's commands by themselves: none of the node's classes is loaded. */
@Command(name = "holon", description = "Commands that speak to a running node.")
public final class ClientMain {
  private ClientMain() {}

  /** Exit code 0 after success, 1 when the command failed, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new ClientMain());
    addTo(commands, ClientContext.ofThisProcess());
    System.exit(commands.execute(arguments));
  }

  /** Adds the commands, and how they fail. */
  public static void addTo(CommandLine commands, ClientContext context) {
    CommandLine outbox =
        new CommandLine(new OutboxCommand())
            .addSubcommand(new OutboxCommand.ListEntries(context))
            .addSubcommand(new OutboxCommand.Show(context))
            .addSubcommand(new OutboxCommand.Retry(context))
            .addSubcommand(new OutboxCommand.Park(context));
    commands
        .addSubcommand(new PsCommand(context))
        .addSubcommand(new ShowCommand(context))
        .addSubcommand(new SpawnCommand(context))
        .addSubcommand(new SendCommand(context))
        .addSubcommand(new EvalCommand(context))
        .addSubcommand(new ResultsCommand(context))
        .addSubcommand(new TraceCommand(context))
        .addSubcommand(outbox)
        .addSubcommand(new CronCommand(context))
        .addSubcommand(new SettlementCommand(context));
    // An argument @FILE is for the command, which wants the file's bytes, not words out of it.
    commands.setExpandAtFiles(false);
    commands.setOut(context.outWriter()).setErr(context.errorsWriter());
    commands.setExecutionExceptionHandler(new FailureHandler(context));
  }
}
