package dev.holon.node;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holon completion}: what makes a shell complete the words of this command. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes holon's words: source <(holon completion bash).",
      "In zsh, the script loads what it needs of bash's completion by itself."
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  /** The shells there is a script for. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  @SuppressWarnings({"NullAway.Init", "unused"}) // a required parameter; one script serves both
  private Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by the command line
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("holon", spec.root().commandLine()));
    out.flush();
    return 0;
  }
}
