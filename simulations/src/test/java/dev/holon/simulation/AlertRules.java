package dev.holon.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The rules of {@code ops/prometheus/alerts.yaml}, and the same ones in a hurry. */
record AlertRules(String text) {
  private static final Path FILE = Path.of("..", "ops", "prometheus", "alerts.yaml");
  private static final Pattern NAME = Pattern.compile("- alert: (\\w+)");

  /** How long something must last, how often rules are evaluated, and what a rate looks back on. */
  private static final Pattern TIME =
      Pattern.compile("(?<=\\b(?:for|interval): |\\[)(\\d+)([ms])(?=\\b)");

  /** Ages of what waits, in seconds. */
  private static final Pattern AGE =
      Pattern.compile("(?<=(?:pending|backlog_age|overdue|settlement_oldest)_seconds\\) > )(\\d+)");

  static AlertRules read() throws IOException {
    return new AlertRules(Files.readString(FILE));
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    NAME.matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }

  /**
   * With all times divided by this: those that a state must last, those that rates look back on,
   * and the ages that are too old. Shares, rates and latencies stay as they are.
   */
  AlertRules faster(int factor) {
    String shorter = TIME.matcher(text).replaceAll(found -> millis(found) / factor + "ms");
    return new AlertRules(
        AGE.matcher(shorter)
            .replaceAll(found -> Double.toString(Double.parseDouble(found.group(1)) / factor)));
  }

  private static long millis(MatchResult time) {
    return Long.parseLong(time.group(1)) * (time.group(2).equals("m") ? 60_000 : 1_000);
  }
}
