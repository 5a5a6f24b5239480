package dev.holon.simulation.world;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holon world}: runs simulated worlds, one for each seed. */
@Command(
    name = "holon world",
    mixinStandardHelpOptions = true,
    description =
        "Runs whole clusters in one thread each, in virtual time, with faults that a seed draws, and"
            + " checks what they leave. Exits with 1 at the first seed that broke a promise.")
public final class WorldMain implements Callable<Integer> {
  private static final int TRACE_LINES_MAX = 400;

  @Option(
      names = "--seed",
      description = "Run this world only, and print what happened in it before a violation.")
  private @Nullable Long seed;

  @Option(
      names = "--seeds",
      description = "How many worlds (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private long seeds;

  @Option(
      names = "--from",
      description = "The first seed (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long from;

  private WorldMain() {}

  /** Starts the command. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new WorldMain()).execute(arguments));
  }

  @Override
  public Integer call() {
    return seed == null ? runAll() : runOne(seed);
  }

  private static int runOne(long seed) {
    World world = new World(WorldPlan.small(seed), WorldRules.REAL, TRACE_LINES_MAX);
    try {
      System.out.println(world.run());
      return 0;
    } catch (Violation e) {
      world.trace().lines().forEach(System.out::println);
      System.out.println("seed " + seed + ": " + e.getMessage());
      return 1;
    }
  }

  private int runAll() {
    long begin = System.nanoTime();
    AtomicLong slots = new AtomicLong();
    String fault =
        LongStream.range(from, from + seeds)
            .parallel()
            .mapToObj(each -> faultOf(each, slots))
            .filter(found -> !found.isEmpty())
            .findAny()
            .orElse("");
    if (!fault.isEmpty()) {
      System.out.println(fault + "\nto see it happen: holon world --seed N");
      return 1;
    }
    double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;
    System.out.printf(
        Locale.ROOT,
        "%,d worlds, %,d slots, in %.1f s (%,.0f worlds a minute): each promise held%n",
        seeds,
        slots.get(),
        seconds,
        seeds / seconds * 60);
    return 0;
  }

  private static String faultOf(long seed, AtomicLong slots) {
    try {
      slots.addAndGet(new World(WorldPlan.small(seed), WorldRules.REAL, 0).run().slots());
      return "";
    } catch (Violation e) {
      return "seed " + seed + ": " + e.getMessage();
    }
  }
}
