package dev.holon.vm.lua.differential;

import dev.holon.vm.lua.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Times the benchmarks under {@code lua/bench} on the C implementation, on LuaJIT where it can read
 * them, and on the engine under test in this Java machine, in turns. Run by hand: {@code
 * BenchmarkTable [turns] [rounds per turn] [names...]}. It asserts no time, only that the checksums
 * agree.
 *
 * <p>{@code BenchmarkTable gas [names...]} prints what one gas of each {@link PricedOperation}
 * takes, dearest first. No operation should be far above 100 nanoseconds: a message is bounded by
 * gas, and the node by time.
 */
final class BenchmarkTable {
  private static final List<String> NAMES =
      List.of(
          "fib",
          "loops",
          "floats",
          "closures",
          "oop",
          "strings",
          "tables",
          "sort",
          "coroutines",
          "json",
          "bint",
          "bits",
          "token");

  private final int turns;
  private final int rounds;
  private final Subject subject = Subject.underTest();

  private BenchmarkTable(int turns, int rounds) {
    this.turns = turns;
    this.rounds = rounds;
  }

  private static final long PRICED_GAS = 5_000_000;
  private static final long PRICED_BYTES = 96L << 20;

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && arguments[0].equals("gas")) {
      printPrices(Arrays.asList(arguments).subList(1, arguments.length));
      return;
    }
    int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    List<String> names =
        arguments.length > 2 ? Arrays.asList(arguments).subList(2, arguments.length) : NAMES;
    new BenchmarkTable(turns, rounds).print(names);
  }

  private static void printPrices(List<String> names) {
    Map<PricedOperation, Double> prices = new EnumMap<>(PricedOperation.class);
    for (PricedOperation operation : PricedOperation.values()) {
      if (names.isEmpty() || names.contains(operation.name())) {
        prices.put(operation, nanosecondsPerGas(operation));
      }
    }
    System.out.println("ns per gas");
    prices.entrySet().stream()
        .sorted(Map.Entry.<PricedOperation, Double>comparingByValue().reversed())
        .forEach(price -> System.out.printf("%8.1f %s%n", price.getValue(), price.getKey()));
  }

  private static double nanosecondsPerGas(PricedOperation operation) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      Spent before = spent(operation.before, Long.MAX_VALUE / 4, null);
      Spent all = spent(operation.source, before.gas + PRICED_GAS, "out of gas");
      best = Math.min(best, (all.nanos - before.nanos) / (double) PRICED_GAS);
    }
    return best;
  }

  private record Spent(long nanos, long gas) {}

  private static Spent spent(String source, long gasMax, @Nullable String end) {
    byte[] program = source.getBytes(StandardCharsets.UTF_8);
    long start = System.nanoTime();
    Script.Outcome outcome = Script.run(program, "=priced", List.of(), gasMax, PRICED_BYTES);
    long took = System.nanoTime() - start;
    if (!Objects.equals(outcome.error(), end)) {
      throw new IllegalStateException(source + " ended by " + outcome.error());
    }
    return new Spent(took, outcome.gasUsed());
  }

  private void print(List<String> names) throws IOException, InterruptedException {
    System.out.printf(
        "%-12s %10s %10s | %10s %7s | %10s %10s %7s %7s %12s%n",
        "ms a round",
        "lua min",
        "median",
        "jit min",
        "ratio",
        "holon min",
        "median",
        "ratio",
        "median",
        "gas");
    double logarithms = 0;
    for (String name : names) {
      logarithms += Math.log(row(name));
    }
    System.out.printf(
        "geometric mean of the ratios of minima: %.2f%n", Math.exp(logarithms / names.size()));
  }

  /** Prints one line and gives the engine's minimum over that of the C implementation. */
  private double row(String name) throws IOException, InterruptedException {
    byte[] source = ReferenceLua.resource("/lua/bench/" + name + ".lua");
    Path directory = Files.createTempDirectory("benchmark");
    Path program = Files.write(directory.resolve(name + ".lua"), source);
    Path timer =
        Files.write(
            directory.resolve("timer.lua"), ReferenceLua.resource("/lua/reference/timer.lua"));
    List<Double> lua = new ArrayList<>();
    List<Double> jit = new ArrayList<>();
    List<Double> holon = new ArrayList<>();
    String checksum = "";
    String problem = "";
    long gas = 0;
    for (int turn = 0; turn < turns; turn++) {
      checksum = timed(ReferenceLua.COMMAND, timer, program, lua);
      timed("luajit", timer, program, jit);
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        Subject.Outcome outcome = subject.run(source, "@" + name + ".lua", List.of("1"));
        holon.add((System.nanoTime() - start) / 1e6);
        gas = outcome.gasUsed();
        String said = new String(outcome.output(), StandardCharsets.ISO_8859_1).strip();
        if (!said.equals(checksum) || outcome.error() != null) {
          problem = " DIFFERS: " + said + " " + outcome.error() + ", expected " + checksum;
        }
      }
    }
    Files.delete(program);
    Files.delete(timer);
    Files.delete(directory);
    double ratio = minimum(holon) / minimum(lua);
    System.out.printf(
        "%-12s %10.2f %10.2f | %10.2f %7.2f | %10.2f %10.2f %7.2f %7.2f %12d%s%n",
        name,
        minimum(lua),
        median(lua),
        minimum(jit),
        minimum(jit) / minimum(lua),
        minimum(holon),
        median(holon),
        ratio,
        median(holon) / median(lua),
        gas,
        problem);
    return ratio;
  }

  /** Adds the times of each round; gives what the program printed, or nothing if it cannot run. */
  private String timed(String command, Path timer, Path program, List<Double> times)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  command, timer.toString(), program.toString(), Integer.toString(rounds))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return "";
    }
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
            .lines()
            .toList();
    if (process.waitFor() != 0 || lines.size() < 2) {
      return "";
    }
    for (String time : lines.get(0).split(" ", -1)) {
      times.add(Double.parseDouble(time));
    }
    return lines.get(1);
  }

  private static double minimum(List<Double> times) {
    return times.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  private static double median(List<Double> times) {
    return times.isEmpty() ? Double.NaN : times.stream().sorted().toList().get(times.size() / 2);
  }
}
