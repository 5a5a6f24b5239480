package dev.holon.node;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code holon}. */
@Command(
    name = "holon",
    description = "A clustered node for ao.",
    subcommands = {DevCommand.class, CommandLine.HelpCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main {
  private Main() {}

  /** Exit code 0 after an orderly end, 1 after a failure, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new Main()).addSubcommand("lua", LuaMain.commandLine());
    // A value that an option must not have is its user's mistake, not a crash: no stack trace.
    commands.setExecutionExceptionHandler(
        (fault, command, parsed) -> {
          if (fault instanceof IllegalArgumentException) {
            System.err.println("holon: " + fault.getMessage());
            return CommandLine.ExitCode.USAGE;
          }
          throw fault;
        });
    System.exit(commands.execute(arguments));
  }
}
