package dev.holon.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/** Configures Pekko's journal and snapshot store for the node's database. */
public final class JournalConfig {
  private static final String DATABASE = "pekko-persistence-jdbc.shared-databases.slick.db";

  private JournalConfig() {}

  /**
   * The actor system's settings for persistence, without their defaults: {@code journal.conf} of
   * this package with the address filled in. To be used as {@code
   * JournalConfig.of(settings).withFallback(...)}.
   */
  public static Config of(DatabaseSettings settings) {
    int connections = settings.journalConnections();
    // The threads of the plugin's database layer hold a connection each: as many of one as of the
    // other.
    Map<String, Object> address =
        Map.of(
            "url",
            settings.jdbcUrl(),
            "user",
            settings.user(),
            "password",
            settings.password(),
            "numThreads",
            connections,
            "maxConnections",
            connections,
            "minConnections",
            connections);
    return ConfigFactory.parseMap(address)
        .atPath(DATABASE)
        .withFallback(ConfigFactory.parseResources(JournalConfig.class, "journal.conf"));
  }
}
