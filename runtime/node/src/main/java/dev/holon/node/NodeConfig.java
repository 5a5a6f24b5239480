package dev.holon.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads an operator's file of settings. */
final class NodeConfig {
  /** Below these every key is the operator's own. */
  private static final List<String> FREE = List.of("holon.gateway.scheduler-routes.processes");

  private NodeConfig() {}

  /**
   * System properties, over the file, over the defaults of all modules. {@code ${?NAME}} in the
   * file is the environment variable of this name, or nothing.
   *
   * @throws StartFailure when the file cannot be read, or sets something that does not exist
   */
  static Config read(Path file) throws StartFailure {
    if (!Files.isReadable(file)) {
      throw new StartFailure("--config " + file.toAbsolutePath() + " is no file that can be read");
    }
    try {
      Config own =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      Config defaults = ConfigFactory.defaultReference();
      requireKnown(file, own, defaults);
      return ConfigFactory.defaultOverrides().withFallback(own).withFallback(defaults).resolve();
    } catch (ConfigException e) {
      throw new StartFailure(file + ": " + e.getMessage(), e);
    }
  }

  // A key that is misspelt would otherwise be a default that nobody wanted.
  private static void requireKnown(Path file, Config own, Config defaults) throws StartFailure {
    Set<String> unknown = new TreeSet<>();
    if (own.root().get("holon") == null) {
      throw new StartFailure(file + " has no settings below holon");
    }
    for (Map.Entry<String, ConfigValue> entry :
        ConfigFactory.empty().withValue("holon", own.root().get("holon")).resolve().entrySet()) {
      String path = entry.getKey();
      boolean isFree = FREE.stream().anyMatch(path::startsWith);
      if (!isFree && !defaults.hasPathOrNull(path)) {
        unknown.add(String.join(".", ConfigUtil.splitPath(path)));
      }
    }
    if (!unknown.isEmpty()) {
      throw new StartFailure(file + " sets what does not exist: " + String.join(", ", unknown));
    }
  }
}
