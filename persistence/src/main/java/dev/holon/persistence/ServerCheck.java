package dev.holon.persistence;

import dev.holon.core.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the server's settings: what would break promises, and what only costs speed. */
final class ServerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);

  // pg_settings gives sizes in the unit of the setting; this one gives bytes and milliseconds.
  private static final String SETTINGS =
      """
      SELECT name, setting, CASE unit
        WHEN '8kB' THEN setting::numeric * 8192 WHEN 'kB' THEN setting::numeric * 1024
        WHEN 'MB' THEN setting::numeric * 1048576 WHEN 's' THEN setting::numeric * 1000
        WHEN 'min' THEN setting::numeric * 60000 WHEN 'ms' THEN setting::numeric END AS amount
      FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'shared_buffers', 'max_wal_size',
        'checkpoint_timeout')
      """;

  private static final long SHARED_BUFFERS_BYTES_MIN = 256L << 20;
  private static final long MAX_WAL_BYTES_MIN = 2L << 30;
  private static final long CHECKPOINT_MILLIS_MIN = 10 * 60_000;

  private ServerCheck() {}

  /**
   * What was found.
   *
   * @param dangers settings with which something acknowledged can get lost
   * @param advice settings that slow a busy node down
   */
  record Findings(List<String> dangers, List<String> advice) {}

  /**
   * Warns about what it finds.
   *
   * @throws StoreException when something acknowledged could get lost, and that is not allowed
   */
  static void check(Connection connection, boolean isLossAllowed) throws SQLException {
    Findings findings = findings(connection);
    findings.advice().forEach(LOG::warn);
    if (findings.dangers().isEmpty()) {
      return;
    }
    String dangers = "the database may lose what was acknowledged: " + findings.dangers();
    if (!isLossAllowed) {
      String message = dangers + "; change it, or set holon.database.allow-data-loss = on";
      throw new StoreException(message, new IllegalStateException(message));
    }
    LOG.warn(dangers);
  }

  static Findings findings(Connection connection) throws SQLException {
    Map<String, String> values = new HashMap<>();
    Map<String, Long> amounts = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(SETTINGS);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        values.put(rows.getString("name"), rows.getString("setting"));
        amounts.put(rows.getString("name"), rows.getLong("amount"));
      }
    }
    return findings(values, amounts);
  }

  /**
   * @param values settings as words, by their names
   * @param amounts in bytes or milliseconds
   */
  static Findings findings(Map<String, String> values, Map<String, Long> amounts) {
    List<String> dangers = new ArrayList<>();
    for (String name : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      if ("off".equals(values.get(name))) {
        dangers.add(name + " is off");
      }
    }
    List<String> advice = new ArrayList<>();
    advise(advice, amounts, "shared_buffers", SHARED_BUFFERS_BYTES_MIN, "a quarter of the memory");
    advise(advice, amounts, "max_wal_size", MAX_WAL_BYTES_MIN, "16 GB: fewer checkpoints");
    advise(advice, amounts, "checkpoint_timeout", CHECKPOINT_MILLIS_MIN, "15 min");
    return new Findings(List.copyOf(dangers), List.copyOf(advice));
  }

  private static void advise(
      List<String> advice, Map<String, Long> amounts, String name, long min, String better) {
    long amount = amounts.getOrDefault(name, min);
    if (amount < min) {
      advice.add("the server's " + name + " is low for a busy node; better is " + better);
    }
  }
}
