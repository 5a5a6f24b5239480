package dev.holon.node;

import com.typesafe.config.Config;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.core.baselayer.BaseLayer;
import dev.holon.core.baselayer.BlockStore;
import dev.holon.gateway.SettingsReader;
import dev.holon.protocol.Verifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The node's way to Arweave; without gateways in the settings it sends nothing anywhere. */
final class Arweave implements AutoCloseable {
  private static final String PATH = "holon.arweave";
  private static final Duration TIME_MIN = Duration.ofMillis(10);

  private final Optional<ArweaveClient> client;
  private final InstantSource clock;
  private final Duration blockInterval;

  private Arweave(Optional<ArweaveClient> client, InstantSource clock, Duration blockInterval) {
    this.client = client;
    this.clock = clock;
    this.blockInterval = blockInterval;
  }

  /**
   * How a node uses Arweave.
   *
   * @param network where it is
   * @param blockInterval how often the newest height is asked for
   */
  record Settings(ArweaveSettings network, Duration blockInterval) {}

  /**
   * Reads {@code holon.arweave}; empty when it names no gateway.
   *
   * @throws IllegalArgumentException naming all faults
   */
  static Optional<Settings> settings(Config config) {
    SettingsReader reader = SettingsReader.at(config, PATH);
    List<URI> gateways = reader.urls("gateways");
    Duration deadline = reader.time("deadline", TIME_MIN);
    Duration hedgeAfter = reader.time("hedge-after", TIME_MIN);
    long dataBytesMax = reader.bytes("data-bytes-max");
    String folder = reader.text("cache-folder");
    long cacheBytesMax = reader.bytes("cache-bytes-max");
    Duration blockInterval = reader.time("block-interval", TIME_MIN);
    reader.check();
    Optional<ArweaveSettings.Cache> cache =
        folder.isBlank()
            ? Optional.empty()
            : Optional.of(new ArweaveSettings.Cache(Path.of(folder), cacheBytesMax));
    return gateways.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Settings(
                new ArweaveSettings(gateways, deadline, hedgeAfter, dataBytesMax, cache),
                blockInterval));
  }

  static Arweave open(Optional<Settings> settings, Verifier verifier, InstantSource clock) {
    return new Arweave(
        settings.map(found -> ArweaveClient.of(found.network(), verifier, clock)),
        clock,
        settings.map(Settings::blockInterval).orElse(Duration.ZERO));
  }

  /**
   * The network's blocks; without gateways simulated ones.
   *
   * @throws StartFailure when nobody tells the newest block
   */
  Blocks blocks(BlockStore store) throws StartFailure {
    return client.isEmpty()
        ? new SimulatedBlocks(clock)
        : new NetworkBlocks(store, new ArweaveBlocks(client.get()), clock, blockInterval).start();
  }

  BaseLayer baseLayer() {
    return client.<BaseLayer>map(ArweaveBaseLayer::new).orElseGet(BaseLayer::none);
  }

  /** What asks the gateways; empty without any. */
  Optional<ArweaveClient> client() {
    return client;
  }

  @Override
  public void close() {
    client.ifPresent(ArweaveClient::close);
  }
}
