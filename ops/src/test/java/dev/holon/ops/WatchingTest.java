package dev.holon.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Dashboards and alerts ask for metrics that exist, every panel says what it shows, every alert has
 * its page, and promtool, where it is installed, finds that the alerts fire and clear.
 */
class WatchingTest {
  private static final Path DASHBOARDS = Path.of("grafana");
  private static final Path ALERTS = Path.of("prometheus", "alerts.yaml");
  private static final Path RUNBOOKS = Path.of("runbooks");
  private static final Path METRICS = Path.of("..", "docs", "metrics.md");

  /** What a metric's name looks like, whoever shows it. */
  private static final Pattern NAME =
      Pattern.compile("\\b(?:holon|jvm|process|system)_[a-z][a-z0-9_]*");

  private static final Pattern HISTOGRAM_PART = Pattern.compile("_(?:bucket|count|sum)$");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  private static Set<String> documented() throws IOException {
    Set<String> names = new HashSet<>();
    for (String line : Files.readAllLines(METRICS)) {
      if (line.startsWith("| `")) {
        names.add(line.substring(3, line.indexOf('`', 3)));
      }
    }
    return names;
  }

  private static Set<String> unknown(String expression) throws IOException {
    Set<String> known = documented();
    Set<String> unknown = new TreeSet<>();
    Matcher names = NAME.matcher(expression);
    while (names.find()) {
      String name = names.group();
      String whole = HISTOGRAM_PART.matcher(name).replaceFirst("");
      if (!known.contains(name) && !known.contains(whole)) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static List<String> alerts() throws IOException {
    return ALERT.matcher(Files.readString(ALERTS)).results().map(found -> found.group(1)).toList();
  }

  @Test
  void dashboardsAskForDocumentedMetricsAndSayWhatTheyShow() throws IOException {
    List<String> faults = new ArrayList<>();
    List<Path> files = files(DASHBOARDS, ".json");
    for (Path file : files) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      for (JsonNode panel : dashboard.path("panels")) {
        if (panel.path("type").asText().equals("row")) {
          continue;
        }
        String place = file.getFileName() + ": " + panel.path("title").asText() + ": ";
        if (panel.path("description").asText().isBlank()) {
          faults.add(place + "no description");
        }
        if (panel.path("fieldConfig").path("defaults").path("unit").asText().isBlank()) {
          faults.add(place + "no unit");
        }
        for (JsonNode target : panel.path("targets")) {
          String expression = target.path("expr").asText();
          if (!NAME.matcher(expression).find()) {
            faults.add(place + "asks for nothing: " + expression);
          }
          unknown(expression).forEach(name -> faults.add(place + "no such metric: " + name));
        }
      }
    }
    assertEquals(List.of(), faults);
    assertEquals(3, files.size());
  }

  @Test
  void alertsAskForDocumentedMetrics() throws IOException {
    assertEquals(Set.of(), unknown(Files.readString(ALERTS)));
  }

  @Test
  void alertsHaveTheirPagesAndPagesTheirAlerts() throws IOException {
    Set<String> pages = new TreeSet<>();
    for (Path file : files(RUNBOOKS, ".md")) {
      pages.add(file.getFileName().toString().replace(".md", ""));
    }

    assertEquals(new TreeSet<>(alerts()), pages);
    for (String alert : alerts()) {
      String page = Files.readString(RUNBOOKS.resolve(alert + ".md"));
      for (String part : List.of("# " + alert, "What it means", "What to look at", "What to do")) {
        assertTrue(page.contains(part), alert + " lacks: " + part);
      }
      assertTrue(
          Files.readString(ALERTS).contains("runbook: ops/runbooks/" + alert + ".md"), alert);
    }
  }

  @Test
  void unknownMetricIsFound() throws IOException {
    assertEquals(
        Set.of("holon_no_such_total"),
        unknown("rate(holon_no_such_total[5m]) / holon_compute_backlog_slots"));
  }

  @Test
  void everyAlertIsTestedBothWays() throws IOException {
    String tests = Files.readString(Path.of("prometheus", "alerts-test.yaml"));
    for (String alert : alerts()) {
      assertTrue(tests.contains("name: " + alert + " fires"), alert);
      assertTrue(tests.contains("name: " + alert + " is silent"), alert);
    }
  }

  @Test
  void alertsFireAndClearAsTheirTestsSay() throws IOException, InterruptedException {
    assumeTrue(isInstalled(), "promtool is not installed (Debian: apt-get install prometheus)");

    assertFalse(promtool("check", "rules", "alerts.yaml").contains("FAILED"));
    assertFalse(promtool("test", "rules", "alerts-test.yaml").contains("FAILED"));
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
  }

  private static String promtool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(ALERTS.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "promtool does not end");
    assertEquals(0, process.exitValue(), output);
    return output;
  }
}
