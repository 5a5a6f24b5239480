package dev.holon.node.verify;

import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeOptions;
import dev.holon.node.log.BundleSpool;
import dev.holon.node.log.ListedLog;
import dev.holon.node.log.LogFile;
import dev.holon.node.log.LogSource;
import dev.holon.node.log.NodeLog;
import dev.holon.node.log.SettledBundles;
import dev.holon.node.log.SettledLog;
import dev.holon.node.log.SpooledLog;
import dev.holon.protocol.Address;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a log is read from. */
final class SourceOptions {
  @ArgGroup private @Nullable Place place;

  private static final class Place {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "the log, as holon export wrote it (default: the node's)")
    private @Nullable Path file;

    @Option(
        names = "--scheduler",
        paramLabel = "URL",
        description = "the log as any scheduler of ao lists it")
    private @Nullable String scheduler;

    @ArgGroup(exclusive = false)
    private @Nullable OnChain onChain;
  }

  private static final class OnChain {
    @Option(
        names = "--gateway",
        paramLabel = "URL",
        required = true,
        description = "the log as it settled on Arweave; may be repeated")
    private List<URI> gateways = new ArrayList<>();

    @Option(
        names = "--wallet",
        paramLabel = "ADDRESS",
        required = true,
        description = "who paid for the settlement; may be repeated")
    private List<String> wallets = new ArrayList<>();
  }

  /** Whether it is another place than the node. */
  boolean isElsewhere() {
    return place != null;
  }

  /**
   * Opens it.
   *
   * @param notes for what its user should know of
   */
  LogSource open(NodeOptions options, ProcessId process, PrintStream notes) throws ClientFailure {
    Place named = place;
    if (named == null) {
      return new NodeLog(options.node(), process);
    }
    if (named.scheduler != null) {
      return new ListedLog(options.other(named.scheduler), process, Verifier.fastest());
    }
    return named.onChain != null ? settled(named.onChain, process, notes) : file(named);
  }

  private static LogSource file(Place named) throws ClientFailure {
    try {
      return LogFile.open(Objects.requireNonNull(named.file));
    } catch (IOException | LogSource.UnreadableException e) {
      throw new ClientFailure(
          "cannot read " + named.file + ": " + e.getMessage(), "write one with: holon export");
    }
  }

  private static LogSource settled(OnChain chain, ProcessId process, PrintStream notes)
      throws ClientFailure {
    for (String wallet : chain.wallets) {
      if (!Address.isAddress(wallet)) {
        throw new IllegalArgumentException("--wallet " + wallet + " is no address");
      }
    }
    Verifier verifier = Verifier.fastest();
    SettledBundles bundles =
        new SettledBundles(
            ArweaveSettings.of(chain.gateways),
            chain.wallets.stream().map(Address::new).toList(),
            verifier);
    BundleSpool spool = null;
    try {
      spool = BundleSpool.open(process::equals);
      bundles.readInto(spool, count -> {});
    } catch (IOException | ClientFailure e) {
      if (spool != null) {
        spool.close();
      }
      throw e instanceof ClientFailure failure
          ? failure
          : new ClientFailure("the bundles cannot be kept: " + e.getMessage(), null);
    }
    bundles.notes().forEach(note -> notes.println("holon: " + note));
    String name = "Arweave, " + bundles.bundleCount() + " bundles";
    return new SpooledLog(spool, new SettledLog(spool, process, name, verifier));
  }
}
