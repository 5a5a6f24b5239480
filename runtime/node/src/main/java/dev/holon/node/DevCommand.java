package dev.holon.node;

import dev.holon.core.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code holon dev}: all roles in this JVM over an embedded PostgreSQL, for developing processes on
 * a laptop.
 */
@Command(
    name = "dev",
    description = "Runs all roles in one JVM over an embedded PostgreSQL, with throw-away keys.",
    mixinStandardHelpOptions = true)
final class DevCommand implements Callable<Integer> {
  private static final int PORT_DEFAULT = 8734;

  /** The database of its own ends with it. */
  private static final Duration STOP_MAX = Duration.ofSeconds(40);

  @Option(
      names = "--port",
      description = "port of all HTTP surfaces; 0 takes a free one (default: ${DEFAULT-VALUE})")
  private int port = PORT_DEFAULT;

  @Option(names = "--host", description = "address to listen at (default: ${DEFAULT-VALUE})")
  private String host = "127.0.0.1";

  @Option(
      names = "--data",
      description = "folder of database, keys and log (default: ~/.holon/dev)")
  private Path data = Path.of(System.getProperty("user.home"), ".holon", "dev");

  @Option(
      names = "--log-format",
      description =
          "how holon.log is written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private LogFormat logFormat = LogFormat.text;

  @Option(names = "--fresh", description = "delete what the folder holds first")
  private boolean isFresh;

  @Override
  public Integer call() throws InterruptedException {
    PrintStream out = System.out;
    DevNode node;
    try {
      DataFolder folder = isFresh ? DataFolder.openFresh(data) : DataFolder.open(data);
      // The log's place is known only now, so nothing may have logged before.
      System.setProperty("holon.log.format", logFormat.name());
      System.setProperty("holon.log.folder", folder.logs().toString());
      node = DevNode.start(folder, host, port);
    } catch (StartFailure | StoreException | IOException e) {
      System.err.println("holon: " + e.getMessage());
      logger().warn("the node did not start", e);
      return 1;
    }
    node.describe(out);
    return RunningNode.awaitEnd(node, node.whenEnded(), STOP_MAX);
  }

  private static Logger logger() {
    return LoggerFactory.getLogger(DevCommand.class);
  }
}
