package dev.holon.simulation.fault;

import dev.holon.simulation.LoadMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code holon faults}: starts a cluster in network namespaces of its own, breaks it while it is
 * under load, and judges what it has promised.
 */
@Command(
    name = "holon faults",
    description =
        "Breaks a cluster of its own under load and judges the history. Needs root and the command ip.",
    mixinStandardHelpOptions = true)
public final class FaultMain implements Callable<Integer> {
  @Option(names = "--nodes", description = "nodes in the cluster (default: ${DEFAULT-VALUE})")
  private int nodes = 3;

  @Option(
      names = "--rounds",
      description = "faults, one after the other (default: ${DEFAULT-VALUE})")
  private int rounds = 50;

  @Option(
      names = "--faults",
      split = ",",
      description = "what may go wrong, with commas between (default: everything)")
  private List<String> faults = List.of();

  @Option(names = "--processes", description = "counters under load (default: ${DEFAULT-VALUE})")
  private int processes = 40;

  @Option(names = "--per-second", description = "calls in a second (default: ${DEFAULT-VALUE})")
  private int perSecond = 100;

  @Option(
      names = "--fault-seconds-max",
      description = "a fault lasts no longer (default: ${DEFAULT-VALUE})")
  private int faultSecondsMax = 90;

  @Option(
      names = "--seconds-max",
      description = "no further fault after this time (default: ${DEFAULT-VALUE})")
  private int secondsMax = 3_600;

  @Option(names = "--seed", description = "decides faults and load (default: a new one, printed)")
  private @Nullable Long seed;

  @Option(
      names = "--folder",
      description = "for logs and the history (default: a new one, printed)")
  private @Nullable Path folder;

  private FaultMain() {}

  /** Exit code 0 when every promise held, 1 when one was broken. */
  public static void main(String[] arguments) {
    System.exit(LoadMain.commandLine(new FaultMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<String> obstacles = FaultNetwork.obstacles();
    if (!obstacles.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", obstacles));
    }
    Path place = folder == null ? Files.createTempDirectory("holon-faults") : folder;
    FaultPlan plan =
        new FaultPlan(
            Path.of(System.getProperty("holon.home", "."), "runtime", "node", "target", "lib")
                + "/*",
            place,
            nodes,
            rounds,
            faults.isEmpty()
                ? Fault.Kind.possible()
                : faults.stream().map(Fault.Kind::parse).toList(),
            processes,
            perSecond,
            faultSecondsMax,
            secondsMax,
            seed == null ? new SecureRandom().nextInt(1_000_000_000) : seed);
    FaultReport report = new FaultRun(plan, System.err).run();
    System.out.print(report.toText());
    System.out.println("history             " + place.resolve("history.jsonl"));
    return report.isGood() ? 0 : 1;
  }
}
