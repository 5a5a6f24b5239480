package dev.holon.vm.lua.differential;

import dev.holon.vm.lua.Script;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Prints what one gas of each {@link PricedOperation} takes, dearest first. Run by hand: {@code
 * GasTable [names...]}. No operation should be far above 100 nanoseconds: a message is bounded by
 * gas, and the node by time.
 */
final class GasTable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long PRICED_GAS = 5_000_000;
  private static final long PRICED_BYTES = 96L << 20;

  private GasTable() {}

  public static void main(String[] arguments) {
    List<String> names = Arrays.asList(arguments);
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
    // Of this thread's own, for other programs may have the processor.
    long start = THREADS.getCurrentThreadCpuTime();
    Script.Outcome outcome = Script.run(program, "=priced", List.of(), gasMax, PRICED_BYTES);
    long took = THREADS.getCurrentThreadCpuTime() - start;
    if (!Objects.equals(outcome.error(), end)) {
      throw new IllegalStateException(source + " ended by " + outcome.error());
    }
    return new Spent(took, outcome.gasUsed());
  }
}
