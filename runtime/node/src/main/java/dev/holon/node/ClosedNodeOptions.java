package dev.holon.node;

import dev.holon.core.StoreException;
import dev.holon.node.client.ClientFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which node's database is worked on while the node does not run. */
final class ClosedNodeOptions {
  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // a required group
  private Place place;

  private static final class Place {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "settings of the node, as of holon node")
    private @Nullable Path config;

    @Option(
        names = "--data",
        paramLabel = "FOLDER",
        description = "folder of a development node; settings are system properties")
    private @Nullable Path data;
  }

  /**
   * Opens it.
   *
   * @throws ClientFailure when that is not possible, or a node runs there
   */
  ClosedNode open() throws ClientFailure {
    // Before anything has logged.
    System.setProperty("logback.configurationFile", "logback-console.xml");
    System.setProperty("holon.log.level", System.getProperty("holon.log.level", "WARN"));
    try {
      Path config = place.config;
      return config != null
          ? ClosedNode.ofConfig(config)
          : ClosedNode.ofData(Objects.requireNonNull(place.data));
    } catch (StartFailure | StoreException | IOException e) {
      throw new ClientFailure(String.valueOf(e.getMessage()), null);
    }
  }
}
