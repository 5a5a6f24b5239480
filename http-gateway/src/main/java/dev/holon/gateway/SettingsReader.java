package dev.holon.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads settings and collects what is wrong with them, so that all faults are told together. */
final class SettingsReader {
  private final Config config;
  private final List<String> faults = new ArrayList<>();

  /** Reads below this path. */
  SettingsReader(Config config) {
    this.config = config;
  }

  int count(String path, int min) {
    return checked(path, config::getInt, min, value -> value >= min, "at least " + min);
  }

  long bytes(String path) {
    return checked(path, config::getBytes, 1L, value -> value >= 1, "at least 1 byte");
  }

  Duration time(String path, Duration min) {
    return checked(
        path,
        config::getDuration,
        min,
        value -> value.compareTo(min) >= 0,
        "at least " + min.toMillis() + " ms");
  }

  private <T> T checked(
      String path,
      Function<String, T> read,
      T substitute,
      java.util.function.Predicate<T> isRight,
      String expected) {
    try {
      T value = read.apply(path);
      if (isRight.test(value)) {
        return value;
      }
      faults.add(fullPath(path) + " is " + value + ": must be " + expected);
    } catch (ConfigException e) {
      faults.add(fullPath(path) + ": " + e.getMessage());
    }
    return substitute;
  }

  void fault(String path, String text) {
    faults.add(fullPath(path) + ": " + text);
  }

  private static String fullPath(String path) {
    return UnitSettings.PATH + "." + path;
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException listing all faults with their paths
   */
  void check() {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("settings: " + String.join("; ", faults));
    }
  }
}
