package dev.holon.simulation.scale;

import dev.holon.simulation.scale.RepeatedCall.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What an admission run measured. */
record AdmissionReport(List<Measured> measured) {
  AdmissionReport {
    measured = List.copyOf(measured);
  }

  /**
   * One kind of item on one size of cluster in one round.
   *
   * @param full as many as the cluster takes
   * @param half at half of that rate
   * @param nodeCpuSeconds of all nodes, for the items of {@code full}
   * @param loadAverage of the machine, a minute's
   */
  record Measured(
      int round,
      int nodes,
      AdmissionPlan.Signature signature,
      Outcome full,
      Outcome half,
      double nodeCpuSeconds,
      double databaseCpuSeconds,
      double loadAverage) {
    private double nodeMicros() {
      return nodeCpuSeconds * 1e6 / full.micros().getTotalCount();
    }

    private double databaseMicros() {
      return databaseCpuSeconds * 1e6 / full.micros().getTotalCount();
    }

    private boolean isLike(Measured other) {
      return signature == other.signature && nodes == other.nodes;
    }

    String toText() {
      return String.format(
          Locale.ROOT,
          "%5d %5d  %-9s %8.0f %8.1f %8.1f %9.0f %8.1f %8.1f %8.1f %8.1f %6.1f%n",
          round,
          nodes,
          signature.text(),
          full.perSecond(),
          nodeMicros(),
          databaseMicros(),
          1e6 / nodeMicros(),
          full.millis(50),
          full.millis(99),
          half.millis(50),
          half.millis(99),
          loadAverage);
    }
  }

  boolean isComplete() {
    return measured.stream()
        .allMatch(each -> each.full().failedCount() == 0 && each.half().failedCount() == 0);
  }

  /** Names of the columns of {@link Measured#toText}. */
  static String head() {
    return """
                         items    node  database  items/s       at full load     at half load
        round nodes  signed       /s   us each   us each  a core   p50 ms   p99 ms   p50 ms   p99 ms   load
        """;
  }

  String toText() {
    StringBuilder text = new StringBuilder(head());
    measured.forEach(each -> text.append(each.toText()));
    text.append("\nmedians: items/s, and items in a second of the nodes' processor time\n");
    List<Measured> kinds = new ArrayList<>();
    for (Measured each : measured) {
      if (kinds.stream().noneMatch(each::isLike)) {
        kinds.add(each);
        text.append(medians(each));
      }
    }
    return text.toString();
  }

  private String medians(Measured kind) {
    double rate = median(kind, each -> each.full().perSecond());
    double perCore = median(kind, each -> 1e6 / each.nodeMicros());
    Measured one =
        measured.stream()
            .filter(each -> each.signature() == kind.signature())
            .findFirst()
            .orElseThrow();
    return String.format(
        Locale.ROOT,
        "%d nodes  %-9s %8.0f %8.0f   of %d: %.2f %.2f%n",
        kind.nodes(),
        kind.signature().text(),
        rate,
        perCore,
        one.nodes(),
        rate / median(one, each -> each.full().perSecond()),
        perCore / median(one, each -> 1e6 / each.nodeMicros()));
  }

  private double median(Measured kind, ToDoubleFunction<Measured> value) {
    double[] sorted = measured.stream().filter(kind::isLike).mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
