package dev.holon.node.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.meter.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md, the list of metrics, and what Prometheus reads, agree. */
class MetricsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "metrics.md");

  private record Row(String name, String type, String labels, String what) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .map(c -> new Row(c[1].strip(), c[2].strip(), c[3].strip(), c[4].strip()))
        .toList();
  }

  private static Row row(Metric metric) {
    String type =
        switch (metric.kind()) {
          case COUNTER -> "counter";
          case GAUGE -> "gauge";
          case TIMER, SIZES -> "histogram";
        };
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return new Row("`" + metric.prometheusName() + "`", type, labels, metric.description());
  }

  @Test
  void documentListsAllMetrics() throws IOException {
    List<Row> documented = rows().stream().filter(row -> row.name().startsWith("`holon_")).toList();

    assertEquals(Arrays.stream(Metric.values()).map(MetricsDocumentTest::row).toList(), documented);
  }

  @Test
  void prometheusSeesTheNamesTypesAndLabelsOfTheDocument() {
    List<String> missing = new ArrayList<>();
    try (PrometheusMeters meters = new PrometheusMeters()) {
      for (Metric metric : Metric.values()) {
        use(meters, metric);
      }
      Set<String> lines = new TreeSet<>(meters.text().lines().toList());
      for (Metric metric : Metric.values()) {
        String type = row(metric).type().toLowerCase(Locale.ROOT);
        String sample =
            metric.prometheusName()
                + (type.equals("histogram") ? "_count" : "")
                + metric.labels().stream()
                    .sorted()
                    .map(label -> label + "=\"x\"")
                    .collect(Collectors.joining(",", "{", "}"))
                    .replace("{}", "");
        boolean isShown = lines.stream().anyMatch(line -> line.startsWith(sample + " "));
        if (!isShown || !lines.contains("# TYPE " + metric.prometheusName() + " " + type)) {
          missing.add(sample);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  private static void use(PrometheusMeters meters, Metric metric) {
    String[] labels = metric.labels().stream().map(label -> "x").toArray(String[]::new);
    switch (metric.kind()) {
      case COUNTER -> meters.counter(metric, labels).one();
      case GAUGE -> meters.gauge(metric, () -> 1, labels);
      case TIMER -> meters.timer(metric, labels).record(5, TimeUnit.MILLISECONDS);
      case SIZES -> meters.sizes(metric, labels).record(5);
    }
  }

  @Test
  void figuresOfTheJvmAreThere() throws IOException {
    List<String> missing = new ArrayList<>();
    try (PrometheusMeters meters = PrometheusMeters.withJvm()) {
      String text = meters.text();
      for (Row row : rows()) {
        String name = row.name().replace("`", "");
        // Shown after the first pause only.
        boolean isLate = name.equals("jvm_gc_pause_seconds");
        if (!name.startsWith("holon_") && !isLate && !text.contains("\n" + name)) {
          missing.add(name);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void durationsFallIntoTheirBuckets() {
    try (PrometheusMeters meters = new PrometheusMeters()) {
      meters.timer(Metric.SCHEDULER_COMMIT_TIME).record(3, TimeUnit.MILLISECONDS);

      String text = meters.text();

      assertTrue(text.contains("holon_scheduler_commit_seconds_bucket{le=\"0.002\"} 0"), text);
      assertTrue(text.contains("holon_scheduler_commit_seconds_bucket{le=\"0.005\"} 1"), text);
      assertTrue(text.contains("holon_scheduler_commit_seconds_sum 0.003"), text);
    }
  }

  @Test
  void metricOfAnotherKindOrWithOtherLabelsIsRefused() {
    try (PrometheusMeters meters = new PrometheusMeters()) {
      assertThrows(
          IllegalArgumentException.class, () -> meters.counter(Metric.SCHEDULER_COMMIT_TIME));
      assertThrows(
          IllegalArgumentException.class, () -> meters.counter(Metric.SCHEDULER_POSTS, "client"));
    }
  }
}
