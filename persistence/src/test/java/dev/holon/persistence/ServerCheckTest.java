package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerCheckTest {
  @Test
  void embeddedServerIsInOrder() throws Exception {
    try (Connection connection = TestDatabase.connect()) {
      assertEquals(
          new ServerCheck.Findings(List.of(), List.of()), ServerCheck.findings(connection));
      ServerCheck.check(connection, false);
    }
  }

  @Test
  void serverThatAcknowledgesTooEarlyIsRefusedUnlessThatIsAllowed() throws Exception {
    DatabaseSettings settings = TestDatabase.get().settings();
    String separator = settings.jdbcUrl().contains("?") ? "&" : "?";
    String url = settings.jdbcUrl() + separator + "options=-c%20synchronous_commit=off";

    StoreException refusal =
        assertThrows(StoreException.class, () -> Database.open(early(url, false)));

    assertTrue(refusal.getMessage().contains("synchronous_commit is off"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("allow-data-loss"), refusal.getMessage());
    Database.open(early(url, true)).close();
  }

  private static DatabaseSettings early(String url, boolean isLossAllowed) {
    DatabaseSettings settings = TestDatabase.get().settings();
    return new DatabaseSettings(
        url,
        settings.user(),
        settings.password(),
        settings.storeConnections(),
        settings.journalConnections(),
        settings.resultWriters(),
        settings.resultQueueMax(),
        settings.connectTimeout(),
        isLossAllowed);
  }

  @Test
  void smallSizesAreNamed() {
    Map<String, Long> amounts =
        Map.of(
            "shared_buffers", 128L << 20, "max_wal_size", 1L << 30, "checkpoint_timeout", 300_000L);

    List<String> advice = ServerCheck.findings(Map.of("fsync", "on"), amounts).advice();

    assertEquals(3, advice.size(), advice.toString());
    assertTrue(advice.getFirst().contains("shared_buffers"), advice.toString());
  }

  @Test
  void eachSettingThatLosesDataIsNamed() {
    Map<String, String> values =
        Map.of("fsync", "off", "full_page_writes", "off", "synchronous_commit", "local");

    assertEquals(
        List.of("fsync is off", "full_page_writes is off"),
        ServerCheck.findings(values, Map.of()).dangers());
  }
}
