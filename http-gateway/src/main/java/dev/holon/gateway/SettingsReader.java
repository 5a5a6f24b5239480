package dev.holon.gateway;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Reads settings and collects what is wrong with them, so that all faults are told together. */
public final class SettingsReader {
  private static final String ALL = "settings: ";
  private static final int PORT_MAX = 65_535;

  private final Config root;
  private final String prefix;
  private final Config config;
  private final List<String> faults;

  private SettingsReader(Config root, String prefix, List<String> faults) {
    this.root = root;
    this.prefix = prefix;
    this.config = root.getConfig(prefix);
    this.faults = faults;
  }

  /** Reads below this path, such as {@code holon.gateway}. */
  public static SettingsReader at(Config root, String prefix) {
    return new SettingsReader(root, prefix, new ArrayList<>());
  }

  /** Reads below another path of the same settings; faults of both are told together. */
  public SettingsReader beside(String otherPrefix) {
    return new SettingsReader(root, otherPrefix, faults);
  }

  public int port(String path) {
    return checked(
        path,
        config::getInt,
        0,
        value -> value >= 0 && value <= PORT_MAX,
        "a port, 0 to " + PORT_MAX);
  }

  /** An existing file that can be read; a reading fault gives the empty path. */
  public Path file(String path) {
    String text = text(path);
    Path file = Path.of(text);
    if (text.isBlank()) {
      fault(path, "names no file");
    } else if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      fault(path, file.toAbsolutePath() + " is no file that can be read");
    }
    return file;
  }

  /** One of these words; the first when it is none of them. */
  public String word(String path, List<String> words) {
    return checked(path, config::getString, words.getFirst(), words::contains, "one of " + words);
  }

  public boolean flag(String path) {
    return checked(path, config::getBoolean, false, value -> true, "on or off");
  }

  public List<String> texts(String path) {
    return checked(path, config::getStringList, List.<String>of(), value -> true, "a list");
  }

  public int count(String path, int min) {
    return checked(path, config::getInt, min, value -> value >= min, "at least " + min);
  }

  public long bytes(String path) {
    return checked(path, config::getBytes, 1L, value -> value >= 1, "at least 1 byte");
  }

  public Duration time(String path, Duration min) {
    return checked(
        path,
        config::getDuration,
        min,
        value -> value.compareTo(min) >= 0,
        "at least " + min.toMillis() + " ms");
  }

  public String text(String path) {
    return checked(path, config::getString, "", value -> true, "text");
  }

  /** The URL of one setting. */
  public Optional<URI> url(String path) {
    return url(path, text(path));
  }

  /** A list of http URLs without slashes at their ends. */
  public List<URI> urls(String path) {
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
    fault(path, "'" + text + "' is no URL: expected http://host:port/path");
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

  public void fault(String path, String text) {
    faults.add(fullPath(path) + ": " + text);
  }

  private String fullPath(String path) {
    return prefix + "." + path;
  }

  /** Adds faults that another record told: {@code settings: } is left out. */
  public <T> Optional<T> collect(Supplier<T> record) {
    try {
      return Optional.of(record.get());
    } catch (IllegalArgumentException e) {
      String text = String.valueOf(e.getMessage());
      faults.add(text.startsWith(ALL) ? text.substring(ALL.length()) : text);
      return Optional.empty();
    }
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException listing all faults with their paths
   */
  public void check() {
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(ALL + String.join("; ", faults));
    }
  }
}
