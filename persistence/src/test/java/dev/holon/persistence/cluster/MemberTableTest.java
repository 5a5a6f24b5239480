package dev.holon.persistence.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.StoreException;
import dev.holon.persistence.Database;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.persistence.cluster.MemberTable.Advice;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of members and the table of leases, over a PostgreSQL that several nodes migrate. */
class MemberTableTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration FRESHNESS = Duration.ofSeconds(15);
  private static EmbeddedDatabase postgres;

  private final MemberTable table = new MemberTable(postgres.settings(), TIMEOUT, FRESHNESS);
  private final LeaseTable leases = new LeaseTable(connections());

  /** Four nodes that start at once on an empty database. */
  @BeforeAll
  static void severalNodesMigrateAtOnce(@TempDir Path folder) {
    postgres = EmbeddedDatabase.start(folder);
    try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
      List<CompletableFuture<Database>> opened = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        opened.add(CompletableFuture.supplyAsync(() -> Database.open(postgres.settings()), nodes));
      }
      opened.forEach(database -> database.orTimeout(60, TimeUnit.SECONDS).join().close());
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    connections()
        .run(
            connection ->
                connection.createStatement().execute("TRUNCATE cluster_member, cluster_lease"));
  }

  private static ShortConnections connections() {
    DatabaseSettings settings = postgres.settings();
    return new ShortConnections(settings.login(), TIMEOUT);
  }

  @Test
  void ofNodesThatEnterAtOnceOneFounds() {
    try (ExecutorService nodes = Executors.newFixedThreadPool(8)) {
      List<CompletableFuture<Advice>> advice = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String address = "10.0.0." + i + ":25520";
        advice.add(CompletableFuture.supplyAsync(() -> table.enter(address), nodes));
      }
      List<Advice> given =
          advice.stream().map(each -> each.orTimeout(30, TimeUnit.SECONDS).join()).toList();

      assertEquals(1, given.stream().filter(each -> each instanceof Advice.Found).count());
      given.forEach(
          each ->
              assertTrue(
                  each instanceof Advice.Found
                      || each instanceof Advice.Join join && join.addresses().size() == 1,
                  each.toString()));
    }
  }

  @Test
  void nodeThatComesBackDoesNotJoinItself() {
    table.enter("a:1");

    assertInstanceOf(Advice.Found.class, table.enter("a:1"));
    assertEquals(new Advice.Join(List.of("a:1")), table.enter("b:1"));
  }

  @Test
  void oneThatOnlyLooksForAClusterIsNobodyToJoin() {
    table.enter("a:1");
    table.enter("b:1");

    assertEquals(new Advice.Join(List.of("a:1")), table.enter("c:1"));
    table.announce("b:1");
    assertEquals(new Advice.Join(List.of("a:1", "b:1")), table.enter("c:1"));
  }

  @Test
  void silentMemberCountsForNothing() throws SQLException {
    table.enter("a:1");
    connections()
        .run(
            connection ->
                connection
                    .createStatement()
                    .executeUpdate("UPDATE cluster_member SET seen = seen - interval '16 s'"));

    assertInstanceOf(Advice.Found.class, table.enter("b:1"));
  }

  @Test
  void memberThatLeftIsNobodyToJoin() {
    table.enter("a:1");
    table.leave("a:1");

    assertInstanceOf(Advice.Found.class, table.enter("b:1"));
  }

  @Test
  void absentDatabaseIsToldInTime() {
    DatabaseSettings away = DatabaseSettings.of("jdbc:postgresql://127.0.0.1:1/none", "u", "");
    MemberTable none = new MemberTable(away, Duration.ofSeconds(1), FRESHNESS);

    assertThrows(StoreException.class, () -> none.enter("a:1"));
  }

  @Test
  void leaseIsOnesUntilItIsGivenBack() throws SQLException {
    Duration length = Duration.ofSeconds(30);

    assertTrue(leases.take("split", "a", length));
    assertTrue(leases.take("split", "a", length));
    assertFalse(leases.take("split", "b", length));
    assertTrue(leases.take("other", "b", length));
    leases.giveBack("split", "b");
    assertFalse(leases.take("split", "b", length));
    leases.giveBack("split", "a");
    assertTrue(leases.take("split", "b", length));
    assertFalse(leases.extend("split", "a", length));
    assertTrue(leases.extend("split", "b", length));
  }

  @Test
  void expiredLeaseGoesToWhoeverAsksAndIsNotExtended() throws SQLException {
    Duration past = Duration.ofMillis(-1);
    Duration length = Duration.ofSeconds(30);
    leases.take("split", "a", past);

    assertFalse(leases.extend("split", "a", length));
    assertTrue(leases.take("split", "b", length));
    assertFalse(leases.take("split", "a", length));
  }
}
