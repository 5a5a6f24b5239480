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
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
