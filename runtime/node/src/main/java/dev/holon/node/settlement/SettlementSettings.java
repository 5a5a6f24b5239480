package dev.holon.node.settlement;

import com.typesafe.config.Config;
import dev.holon.core.settlement.SettlementRules;
import dev.holon.gateway.SettingsReader;
import dev.holon.protocol.Address;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a node settles: {@code holon.settlement}.
 *
 * @param walletFile JSON Web Key of who pays
 */
public record SettlementSettings(Way way, Path walletFile, SettlementRules rules) {
  private static final String PATH = "holon.settlement";
  private static final List<String> MODES = List.of("off", "arweave", "bundler");

  /** Where bundles are posted. */
  public sealed interface Way {
    /**
     * To nodes of Arweave.
     *
     * @param nodes the preferred one first; the next is tried when one does not answer
     */
    record Direct(List<URI> nodes) implements Way {
      public Direct {
        nodes = List.copyOf(nodes);
      }
    }

    /**
     * To a bundler.
     *
     * @param trusted whose receipts count; empty: anybody's that is signed
     */
    record Bundler(URI url, Optional<Address> trusted) implements Way {}
  }

  /**
   * Reads the settings; empty when settlement is off.
   *
   * @throws IllegalArgumentException naming all faults
   */
  public static Optional<SettlementSettings> of(Config config) {
    SettingsReader reader = SettingsReader.at(config, PATH);
    String mode = reader.word("mode", MODES);
    if (mode.equals("off")) {
      reader.check();
      return Optional.empty();
    }
    List<URI> gateways = reader.beside("holon.arweave").urls("gateways");
    Path walletFile = reader.file("wallet-file");
    Optional<Way> way = mode.equals("arweave") ? direct(reader, gateways) : bundler(reader);
    long bundleBytes = reader.bytes("bundle-bytes");
    Duration bundleAge = reader.time("bundle-age", Duration.ZERO);
    int depth = reader.count("depth", 1);
    Duration lookInterval = reader.time("look-interval", Duration.ofMillis(10));
    Duration droppedAfter = reader.time("dropped-after", Duration.ofMillis(10));
    Optional<SettlementRules> rules =
        reader.collect(
            () -> new SettlementRules(bundleBytes, bundleAge, depth, lookInterval, droppedAfter));
    reader.check();
    return Optional.of(new SettlementSettings(way.orElseThrow(), walletFile, rules.orElseThrow()));
  }

  private static Optional<Way> direct(SettingsReader reader, List<URI> gateways) {
    List<URI> nodes = reader.urls("nodes");
    if (gateways.isEmpty()) {
      reader.fault("mode", "arweave takes holon.arweave.gateways, to see what became of bundles");
      return Optional.empty();
    }
    return Optional.of(new Way.Direct(nodes.isEmpty() ? gateways : nodes));
  }

  private static Optional<Way> bundler(SettingsReader reader) {
    Optional<URI> url = reader.url("bundler");
    String address = reader.text("bundler-address");
    if (!address.isEmpty() && !Address.isAddress(address)) {
      reader.fault("bundler-address", "'" + address + "' is no address");
      return Optional.empty();
    }
    Optional<Address> trusted =
        address.isEmpty() ? Optional.empty() : Optional.of(new Address(address));
    return url.map(found -> new Way.Bundler(found, trusted));
  }
}
