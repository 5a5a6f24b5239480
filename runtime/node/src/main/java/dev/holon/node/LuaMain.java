package dev.holon.node;

import picocli.CommandLine;

/** The command {@code holon lua} by itself: none of the node's classes is loaded. */
public final class LuaMain {
  private LuaMain() {}

  /** Exit code 0 after an orderly end, 1 after an error, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    // What follows the program's name is for the program.
    return new CommandLine(new LuaCommand()).setCommandName("holon lua").setStopAtPositional(true);
  }
}
