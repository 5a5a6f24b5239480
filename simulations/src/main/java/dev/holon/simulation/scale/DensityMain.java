package dev.holon.simulation.scale;

import dev.holon.simulation.LoadMain;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code holon density}: a database that knows many processes, a node over it with some of them in
 * memory, and a measure of what each costs.
 */
@Command(
    name = "holon density",
    description =
        "Fills a database of its own with processes, wakes some on a node, and measures memory and times.",
    mixinStandardHelpOptions = true)
public final class DensityMain implements Callable<Integer> {
  @Mixin private final ScaleOptions options = new ScaleOptions();

  @Option(names = "--known", description = "processes in the database (default: ${DEFAULT-VALUE})")
  private int known = 10_000;

  @Option(names = "--live", description = "of them to be woken (default: ${DEFAULT-VALUE})")
  private int live = 1_000;

  @Option(names = "--heap", description = "of the node (default: ${DEFAULT-VALUE})")
  private String heap = "4g";

  @Option(names = "--at-once", description = "woken at once (default: ${DEFAULT-VALUE})")
  private int atOnce = 4;

  @Option(
      names = "--idle-seconds",
      description = "time that the idle node is watched (default: ${DEFAULT-VALUE})")
  private int idleSeconds = 60;

  private DensityMain() {}

  /** Exit code 0 when every message was counted and every woken process stayed in memory. */
  public static void main(String[] arguments) {
    System.exit(LoadMain.commandLine(new DensityMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    return options.run(
        folder -> {
          DensityPlan plan =
              new DensityPlan(
                  folder,
                  known,
                  live,
                  heap,
                  atOnce,
                  Duration.ofSeconds(idleSeconds),
                  options.secondsMax());
          DensityReport report = new DensityRun(plan, System.err).run();
          System.out.print(report.toText());
          return report.isComplete() ? 0 : 1;
        });
  }
}
