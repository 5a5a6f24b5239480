package dev.holon.node;

import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.core.StoreException;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.node.client.Arguments;
import dev.holon.node.client.ClientContext;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.keys.KeyFile;
import dev.holon.node.log.BundleSpool;
import dev.holon.node.log.SettledBundles;
import dev.holon.node.log.SettledLog;
import dev.holon.node.settlement.SettlementSettings;
import dev.holon.node.takeover.TakeoverRun;
import dev.holon.persistence.PostgresLogFeed;
import dev.holon.persistence.journal.JournalLoader;
import dev.holon.protocol.Address;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holon recover}: logs of a lost database, taken over from Arweave alone. */
@Command(
    name = "recover",
    description = {
      "Takes over processes from what settled on Arweave, into a database that lacks them.",
      "No node may run over the database meanwhile; start one afterwards and it goes on."
    },
    footer = {
      "",
      "Exit code 0 when all were taken over, 3 when a log is not what it claims to be, 1 when it could not be done."
    },
    mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
  private final ClientContext context;
  @Mixin private ClosedNodeOptions options = new ClosedNodeOptions();

  @Option(
      names = "--wallet",
      paramLabel = "ADDRESS",
      description =
          "who paid for the settlement; may be repeated (default: holon.settlement.wallet-file's)")
  private List<String> wallets = new ArrayList<>();

  @Parameters(
      paramLabel = "PID",
      arity = "0..*",
      description = "ids of processes (default: all of the node's scheduler key)",
      converter = Arguments.ProcessIds.class)
  private List<ProcessId> chosen = new ArrayList<>();

  RecoverCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    try (ClosedNode node = options.open();
        BundleSpool spool =
            BundleSpool.open(process -> chosen.isEmpty() || chosen.contains(process))) {
      ArweaveSettings network =
          node.arweave()
              .orElseThrow(
                  () ->
                      new ClientFailure(
                          "holon.arweave.gateways names no gateway to read from",
                          "set it in the file of settings, or with -Dholon.arweave.gateways.0=URL"))
              .network();
      Verifier verifier = Verifier.fastest();
      SettledBundles bundles = new SettledBundles(network, wallets(node), verifier);
      bundles.readInto(spool, count -> {});
      bundles.notes().forEach(note -> context.errors().println("holon: " + note));
      context.out().println(bundles.bundleCount() + " bundles read");
      return recover(node, network, spool, verifier);
    } catch (IOException | StoreException e) {
      throw new ClientFailure(String.valueOf(e.getMessage()), null);
    }
  }

  private int recover(
      ClosedNode node, ArweaveSettings network, BundleSpool spool, Verifier verifier)
      throws ClientFailure {
    Stores stores = node.stores();
    PostgresLogFeed feed = stores.feed();
    long settled = feed.offset(SettlementStore.READER);
    boolean isAllSettled = settled == feed.complete();
    int code;
    try (ArweaveClient client = ArweaveClient.of(network, verifier, InstantSource.system());
        JournalLoader journal = node.loader()) {
      TakeoverRun.Ports ports =
          new TakeoverRun.Ports(
              stores.schedules(),
              stores.records(),
              stores.transactions(),
              new ArweaveBaseLayer(client),
              journal,
              node.keys().scheduler(),
              verifier);
      code =
          new TakeoverRun(ports, context)
              .run(
                  processes(node, spool),
                  process -> new SettledLog(spool, process, "Arweave", verifier));
    }
    // What was taken over is on chain, and need not be paid for again.
    if (isAllSettled) {
      feed.advance(SettlementStore.READER, settled, feed.complete());
    }
    return code;
  }

  private List<ProcessId> processes(ClosedNode node, BundleSpool spool) throws ClientFailure {
    if (!chosen.isEmpty()) {
      return chosen.stream().distinct().toList();
    }
    List<ProcessId> found =
        spool.processesOf(node.keys().scheduler().address()).stream()
            .sorted(Comparator.comparing(ProcessId::toString))
            .toList();
    if (found.isEmpty()) {
      throw new ClientFailure(
          "no log of scheduler " + node.keys().scheduler().address() + " is in these bundles",
          "are --wallet and the scheduler's key those of the lost node?");
    }
    return found;
  }

  private List<Address> wallets(ClosedNode node) throws ClientFailure {
    if (!wallets.isEmpty()) {
      for (String wallet : wallets) {
        if (!Address.isAddress(wallet)) {
          throw new IllegalArgumentException("--wallet " + wallet + " is no address");
        }
      }
      return wallets.stream().map(Address::new).toList();
    }
    SettlementSettings settings =
        node.settlement()
            .orElseThrow(
                () ->
                    new ClientFailure(
                        "whose bundles? holon.settlement is off", "name them with --wallet"));
    try {
      return List.of(KeyFile.read(settings.walletFile()).address());
    } catch (IOException | KeyFile.UnusableException e) {
      throw new ClientFailure(settings.walletFile() + ": " + e.getMessage(), null);
    }
  }
}
