package dev.holon.node;

import dev.holon.node.client.ClientContext;
import dev.holon.node.client.ClientMain;
import dev.holon.node.verify.ExportCommand;
import dev.holon.node.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code holon}. */
@Command(
    name = "holon",
    description = "A clustered node for ao.",
    subcommands = {
      DevCommand.class,
      NodeCommand.class,
      KeyCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  private Main() {}

  /** Exit code 0 after an orderly end, 1 after a failure, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    CommandLine commands = commandLine(ClientContext.ofThisProcess());
    System.exit(commands.execute(arguments));
  }

  static CommandLine commandLine(ClientContext context) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand("lua", LuaMain.commandLine())
            .addSubcommand(new VerifyCommand(context))
            .addSubcommand(new ExportCommand(context))
            .addSubcommand(new ImportCommand(context))
            .addSubcommand(new RecoverCommand(context))
            .addSubcommand(new CompletionCommand());
    ClientMain.addTo(commands, context);
    return commands;
  }
}
