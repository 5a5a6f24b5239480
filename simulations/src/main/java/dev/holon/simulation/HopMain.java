package dev.holon.simulation;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code holon hops}: pairs of processes on a running node that play ball, with a measure of what a
 * hop takes.
 */
@Command(
    name = "holon hops",
    description = "Lets pairs of processes of a running node play ball and measures the hops.",
    mixinStandardHelpOptions = true)
public final class HopMain implements Callable<Integer> {
  @Mixin private final RunOptions options = new RunOptions();

  @Option(names = "--pairs", description = "pairs of processes (default: ${DEFAULT-VALUE})")
  private int pairs = 500;

  @Option(names = "--hops", description = "hops of each ball (default: ${DEFAULT-VALUE})")
  private int hops = 20;

  @Option(
      names = "--light-hops",
      description = "hops of the ball that is alone (default: ${DEFAULT-VALUE})")
  private int lightHops = 300;

  private HopMain() {}

  /** Exit code 0 when every hop was counted. */
  public static void main(String[] arguments) {
    System.exit(LoadMain.commandLine(new HopMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    HopPlan plan = new HopPlan(options.url(), pairs, hops, lightHops, options.secondsMax());
    HopReport report = new HopRun(plan, System.err, () -> Double.NaN).run();
    System.out.print(report.toText());
    return report.isComplete() ? 0 : 1;
  }
}
