package dev.holon.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.core.StoreException;
import dev.holon.persistence.JournalConfig;
import dev.holon.persistence.cluster.PostgresLease;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holon node}: a node of a cluster, with a database and keys that its operator provides. */
@Command(
    name = "node",
    description = "Runs a node of a cluster, over a PostgreSQL that is there already.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      description = "file of settings (HOCON); ops/examples/node.conf is one")
  private Path file = Path.of("node.conf");

  /** Exit code 0 after an orderly end, 1 when it did not start, 3 when the cluster gave it up. */
  @Override
  public Integer call() throws InterruptedException {
    Node node;
    NodeSettings settings;
    try {
      Config config = NodeConfig.read(file);
      settings = NodeSettings.of(config);
      logTo(settings.log());
      node = Node.start(plan(config, settings));
      openManagement(node, settings.management());
    } catch (StartFailure | StoreException | IOException e) {
      System.err.println("holon: " + e.getMessage());
      LoggerFactory.getLogger(NodeCommand.class).warn("the node did not start", e);
      return 1;
    }
    node.describe(System.out);
    return RunningNode.awaitEnd(node, node.whenEnded(), settings.cluster().stopWithin());
  }

  // Before anything has logged.
  private static void logTo(NodeSettings.Log log) {
    System.setProperty("holon.log.format", log.format().name());
    if (log.folder().isBlank()) {
      System.setProperty("logback.configurationFile", "logback-console.xml");
    } else {
      System.setProperty("holon.log.folder", log.folder());
    }
  }

  private static void openManagement(Node node, NodeSettings.Management place) throws StartFailure {
    try {
      node.openManagement(place);
    } catch (StartFailure e) {
      node.close();
      throw e;
    }
  }

  private static Node.Plan plan(Config config, NodeSettings settings)
      throws StartFailure, IOException {
    NodeSettings.KeyFiles keys = settings.keys();
    NodeSettings.Management management = settings.management();
    Config system =
        ConfigFactory.defaultOverrides()
            .withFallback(JournalConfig.of(settings.database()))
            .withFallback(PostgresLease.config(settings.database()))
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "pekko.management.http.hostname", management.host(),
                        "pekko.management.http.port", management.port())))
            .withFallback(settings.cluster().toConfig())
            .withFallback(config)
            .resolve();
    return new Node.Plan(
        system,
        settings.cluster(),
        settings.memberFreshness(),
        settings.database(),
        settings.gateway(),
        settings.remotes(),
        settings.checkpoints(),
        settings.chains(),
        settings.arweave(),
        settings.settlement(),
        KeyRing.read(keys.scheduler(), keys.messenger()),
        settings.publicUrl());
  }
}
