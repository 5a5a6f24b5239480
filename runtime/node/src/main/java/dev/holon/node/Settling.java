package dev.holon.node;

import dev.holon.actors.Settler;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.BundlerClient;
import dev.holon.cluster.Role;
import dev.holon.core.meter.Meters;
import dev.holon.core.settlement.Courier;
import dev.holon.core.settlement.Settlement;
import dev.holon.core.settlement.SettlementRules;
import dev.holon.gateway.NodeStatus;
import dev.holon.node.keys.KeyFile;
import dev.holon.node.settlement.BundlerCourier;
import dev.holon.node.settlement.SettlementSettings;
import dev.holon.node.settlement.SettlementSettings.Way;
import dev.holon.node.settlement.TransactionCourier;
import dev.holon.protocol.Address;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;

/** A node's part in settling logs. */
final class Settling implements AutoCloseable {
  private static final Duration BUNDLER_ANSWER_MAX = Duration.ofMinutes(2);

  private final Courier courier;
  private final SettlementRules rules;

  private Settling(Courier courier, SettlementRules rules) {
    this.courier = courier;
    this.rules = rules;
  }

  /**
   * Reads the wallet; empty when the node does not settle.
   *
   * @throws StartFailure when there is no wallet that this way takes
   */
  static Optional<Settling> open(Node.Plan plan, Optional<ArweaveClient> client, Verifier verifier)
      throws StartFailure {
    if (plan.settlement().isEmpty() || !plan.cluster().roles().contains(Role.SETTLEMENT)) {
      return Optional.empty();
    }
    SettlementSettings settings = plan.settlement().get();
    Wallet wallet = wallet(settings.walletFile());
    Address scheduler = plan.keys().scheduler().address();
    return switch (settings.way()) {
      case Way.Direct direct -> {
        if (!(wallet instanceof RsaWallet rsa)) {
          throw new StartFailure(settings.walletFile() + " is no RSA key: expected kty RSA");
        }
        yield Optional.of(
            new Settling(
                new TransactionCourier(client.orElseThrow(), direct.nodes(), rsa, scheduler),
                settings.rules()));
      }
      case Way.Bundler way -> {
        BundlerClient bundler =
            new BundlerClient(way.url(), BUNDLER_ANSWER_MAX, verifier, way.trusted());
        yield Optional.of(
            new Settling(
                new BundlerCourier(bundler, client, wallet, verifier, scheduler),
                settings.rules()));
      }
    };
  }

  private static Wallet wallet(Path file) throws StartFailure {
    try {
      return KeyFile.read(file);
    } catch (IOException e) {
      throw new StartFailure(file + " cannot be read: " + e.getMessage(), e);
    } catch (KeyFile.UnusableException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }

  /** Settles whenever it is this node's turn. */
  Settling start(
      ActorSystem<?> system,
      Stores stores,
      List<NodeStatus.BuiltInModule> modules,
      Meters meters,
      InstantSource clock) {
    Settlement.Ports ports =
        new Settlement.Ports(
            stores.feed(),
            stores.settlement(),
            stores.records(),
            courier,
            modules.stream().map(NodeStatus.BuiltInModule::id).toList(),
            meters);
    Settler.start(system, ports, rules, clock);
    return this;
  }

  @Override
  public void close() {
    courier.close();
  }
}
