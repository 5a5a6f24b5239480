package dev.holon.simulation.scale;

import dev.holon.simulation.LoadMain;
import dev.holon.simulation.scale.AdmissionPlan.Signature;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code holon admission}: what it costs nodes to check a signed item and make its slot durable, by
 * kind of signature and number of nodes.
 */
@Command(
    name = "holon admission",
    description =
        "Posts signed items to nodes of its own that only admit them, and measures rate, processor time and latency.",
    mixinStandardHelpOptions = true)
public final class AdmissionMain implements Callable<Integer> {
  @Mixin private final ScaleOptions options = new ScaleOptions();

  @Option(
      names = "--nodes",
      split = ",",
      description = "sizes of the cluster to compare (default: 1,3)")
  private List<Integer> nodes = List.of(1, 3);

  @Option(
      names = "--signatures",
      split = ",",
      description = "kinds of items (default: ed25519,ethereum,arweave)")
  private List<String> signatures = List.of("ed25519", "ethereum", "arweave");

  @Option(names = "--rounds", description = "repetitions (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(names = "--messages", description = "items in a measure (default: ${DEFAULT-VALUE})")
  private int messages = 20_000;

  @Option(names = "--processes", description = "they are for (default: ${DEFAULT-VALUE})")
  private int processes = 100;

  @Option(names = "--at-once", description = "posts under way (default: ${DEFAULT-VALUE})")
  private int atOnce = 64;

  private AdmissionMain() {}

  /** Exit code 0 when every item was admitted. */
  public static void main(String[] arguments) {
    System.exit(LoadMain.commandLine(new AdmissionMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    return options.run(
        folder -> {
          AdmissionPlan plan =
              new AdmissionPlan(
                  folder,
                  nodes,
                  signatures.stream().map(Signature::parse).toList(),
                  rounds,
                  messages,
                  processes,
                  atOnce,
                  options.secondsMax());
          AdmissionReport report = new AdmissionRun(plan, System.err).run();
          System.out.print(report.toText());
          return report.isComplete() ? 0 : 1;
        });
  }
}
