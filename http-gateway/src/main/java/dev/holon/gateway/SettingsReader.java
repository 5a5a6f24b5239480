package dev.holon.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

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

  String text(String path) {
    return checked(path, config::getString, "", value -> true, "text");
  }

  List<URI> urls(String path) {
    return checked(path, config::getStringList, List.<String>of(), value -> true, "a list").stream()
        .flatMap(text -> url(path, text).stream())
        .toList();
  }

  TrustedProxies proxies(String path) {
    List<String> texts = checked(path, config::getStringList, List.of(), value -> true, "a list");
    try {
      return TrustedProxies.parse(texts);
    } catch (IllegalArgumentException e) {
      fault(path, String.valueOf(e.getMessage()));
      return TrustedProxies.NONE;
    }
  }

  Map<ProcessId, URI> urlsByProcess(String path) {
    Map<ProcessId, URI> urls = new LinkedHashMap<>();
    ConfigObject entries =
        checked(path, config::getObject, ConfigFactory.empty().root(), value -> true, "an object");
    entries.forEach(
        (process, value) -> {
          Optional<URI> url = url(path, String.valueOf(value.unwrapped()));
          if (!Id.isId(process)) {
            fault(path, "'" + process + "' is no id of a process");
          } else {
            url.ifPresent(found -> urls.put(ProcessId.parse(process), found));
          }
        });
    return urls;
  }

  /** An http URL without a slash at its end. */
  private Optional<URI> url(String path, String text) {
    String trimmed = text;
    while (trimmed.endsWith("/")) {
      trimmed = trimmed.substring(0, trimmed.length() - 1);
    }
    try {
      URI url = new URI(trimmed);
      String scheme = String.valueOf(url.getScheme());
      if (url.getHost() != null
          && (scheme.equals("http") || scheme.equals("https"))
          && url.getQuery() == null) {
        return Optional.of(url);
      }
    } catch (URISyntaxException e) {
      // Told below, like any other text that is no URL.
    }
    fault(path, "'" + text + "' is no URL of a scheduler: expected http://host:port/path");
    return Optional.empty();
  }

  private <T> T checked(
      String path, Function<String, T> read, T substitute, Predicate<T> isRight, String expected) {
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
