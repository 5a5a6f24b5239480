package dev.holon.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.actors.LogEntrySerializer;
import dev.holon.core.meter.Meters;
import dev.holon.node.settlement.SettlementSettings;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.persistence.cluster.MemberTable;
import dev.holon.persistence.journal.JournalLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A node's database, keys and settings while no node runs over them.
 *
 * @param arweave how to reach it; empty: not at all
 * @param settlement how logs settle; empty: not at all
 */
record ClosedNode(
    Stores stores,
    KeyRing keys,
    Optional<Arweave.Settings> arweave,
    Optional<SettlementSettings> settlement,
    Optional<EmbeddedDatabase> server)
    implements AutoCloseable {
  private static final Duration TABLE_MAX = Duration.ofSeconds(4);

  /**
   * Of a node of a cluster.
   *
   * @throws StartFailure when the settings are wrong, or nodes run
   */
  static ClosedNode ofConfig(Path file) throws StartFailure, IOException {
    NodeSettings settings = NodeSettings.of(NodeConfig.read(file));
    Stores stores = open(settings.database());
    try {
      refuseNodes(settings);
      return new ClosedNode(
          stores,
          KeyRing.read(settings.keys().scheduler(), settings.keys().messenger()),
          settings.arweave(),
          settings.settlement(),
          Optional.empty());
    } catch (StartFailure | IOException | RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  // They would not see what is written behind their backs.
  private static void refuseNodes(NodeSettings settings) throws StartFailure {
    List<String> nodes =
        new MemberTable(settings.database(), TABLE_MAX, settings.memberFreshness()).others("");
    if (!nodes.isEmpty()) {
      throw new StartFailure("nodes run over this database: stop " + String.join(", ", nodes));
    }
  }

  /**
   * Of a development node, whose folder it locks.
   *
   * @throws StartFailure when it has no keys, or runs
   */
  static ClosedNode ofData(Path data) throws StartFailure, IOException {
    DataFolder folder = DataFolder.open(data);
    if (!Files.exists(folder.keys().resolve("scheduler.json"))) {
      throw new StartFailure(
          folder.keys() + " has no scheduler.json: put the key there that the logs go on with");
    }
    KeyRing keys = KeyRing.open(folder.keys());
    Config config =
        ConfigFactory.systemProperties()
            .withFallback(ConfigFactory.parseResources("holon-dev.conf"))
            .withFallback(ConfigFactory.load())
            .resolve();
    Optional<Arweave.Settings> arweave;
    Optional<SettlementSettings> settlement;
    try {
      arweave = Arweave.settings(config);
      settlement = SettlementSettings.of(config);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
    EmbeddedDatabase server = DevNode.startDatabase(folder);
    try {
      return new ClosedNode(
          open(server.settings()), keys, arweave, settlement, Optional.of(server));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static Stores open(DatabaseSettings settings) {
    return Stores.open(settings, Meters.NONE);
  }

  /** Writes logs into the journal. */
  JournalLoader loader() {
    LogEntrySerializer serializer = new LogEntrySerializer();
    return new JournalLoader(
        stores.database().settings(),
        new JournalLoader.Serializer(serializer.identifier(), serializer.manifest("")));
  }

  @Override
  public void close() {
    stores.close();
    server.ifPresent(EmbeddedDatabase::close);
  }
}
