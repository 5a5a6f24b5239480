package dev.holon.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.cluster.ClusterSettings;
import dev.holon.gateway.GatewaySettings;
import dev.holon.gateway.UnitSettings;
import dev.holon.gateway.remote.RemoteSettings;
import dev.holon.node.settlement.SettlementSettings;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.persistence.JournalConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code holon dev}: a node with all roles, alone in its cluster, over a PostgreSQL of its own. */
final class DevNode implements AutoCloseable {
  private final DataFolder folder;
  private final EmbeddedDatabase postgres;
  private final Node node;

  private DevNode(DataFolder folder, EmbeddedDatabase postgres, Node node) {
    this.folder = folder;
    this.postgres = postgres;
    this.node = node;
  }

  /** Starts a node; when this returns it can serve. */
  static DevNode start(DataFolder folder, String host, int port) throws StartFailure, IOException {
    KeyRing keys = KeyRing.open(folder.keys());
    EmbeddedDatabase postgres = startDatabase(folder);
    try {
      return new DevNode(folder, postgres, Node.start(plan(postgres, keys, host, port)));
    } catch (StartFailure | RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  static EmbeddedDatabase startDatabase(DataFolder folder) throws StartFailure {
    try {
      return EmbeddedDatabase.start(folder.postgres());
    } catch (IllegalStateException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static Node.Plan plan(EmbeddedDatabase postgres, KeyRing keys, String host, int port)
      throws StartFailure {
    ClusterSettings alone = ClusterSettings.alone();
    // System properties win, then what the database and the cluster need, then the defaults of a
    // development node.
    Config config =
        ConfigFactory.systemProperties()
            .withFallback(JournalConfig.of(postgres.settings()))
            .withFallback(ConfigFactory.parseResources("holon-dev.conf"))
            .withFallback(alone.toConfig())
            .withFallback(ConfigFactory.load())
            .resolve();
    try {
      return new Node.Plan(
          config,
          alone,
          Duration.ofSeconds(15),
          postgres.settings(),
          GatewaySettings.at(host, port, UnitSettings.of(config)),
          RemoteSettings.of(config),
          NodeSettings.checkpoints(config),
          NodeSettings.chains(config),
          Arweave.settings(config),
          SettlementSettings.of(config),
          keys,
          Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Says that the node serves, and the ids and places its user needs next. */
  void describe(PrintStream out) {
    node.describe(out);
    out.println("  data       " + folder.root());
    out.flush();
  }

  /** Completes when the node has ended, whoever ended it. */
  CompletionStage<?> whenEnded() {
    return node.whenEnded();
  }

  @Override
  public void close() {
    node.close();
    postgres.close();
  }
}
