package dev.holon.simulation;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code holon load}: signed messages against a running node, with a measure of what it admits and
 * evaluates.
 */
@Command(
    name = "holon load",
    description = "Posts signed messages to counter processes of a running node and measures them.",
    mixinStandardHelpOptions = true)
public final class LoadMain implements Callable<Integer> {
  @Mixin private final RunOptions options = new RunOptions();

  @Option(
      names = "--processes",
      description = "counter processes to spawn (default: ${DEFAULT-VALUE})")
  private int processes = 100;

  @Option(names = "--messages", description = "messages to post (default: ${DEFAULT-VALUE})")
  private int messages = 20_000;

  @Option(
      names = "--warmup",
      description = "messages posted before the measure (default: ${DEFAULT-VALUE})")
  private int warmup = 5_000;

  @Option(
      names = "--connections",
      description = "posts under way at once (default: ${DEFAULT-VALUE})")
  private int connections = 64;

  private LoadMain() {}

  /** Exit code 0 when every message was admitted and evaluated. */
  public static void main(String[] arguments) {
    System.exit(commandLine(new LoadMain()).execute(arguments));
  }

  /** A command whose faulty options are told in one line. */
  public static CommandLine commandLine(Object command) {
    CommandLine commands = new CommandLine(command);
    // A value that an option must not have is its user's mistake, not a crash: no stack trace.
    commands.setExecutionExceptionHandler(
        (fault, failed, parsed) -> {
          if (fault instanceof IllegalArgumentException) {
            System.err.println("holon: " + fault.getMessage());
            return CommandLine.ExitCode.USAGE;
          }
          throw fault;
        });
    return commands;
  }

  @Override
  public Integer call() throws Exception {
    LoadPlan plan =
        new LoadPlan(options.url(), processes, messages, warmup, connections, options.secondsMax());
    LoadReport report = new LoadRun(plan, System.err).run();
    System.out.print(report.toText());
    return report.isComplete() ? 0 : 1;
  }
}
