package dev.holon.node;

import dev.holon.core.StoreException;
import dev.holon.node.client.ClientContext;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.log.LogFile;
import dev.holon.node.log.LogSource;
import dev.holon.node.takeover.TakeoverRun;
import dev.holon.persistence.journal.JournalLoader;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code holon import}: a log out of a file of {@code holon export}. */
@Command(
    name = "import",
    description = {
      "Takes over a process from a file of holon export, into a database that lacks it.",
      "No node may run over the database meanwhile; start one afterwards and it goes on."
    },
    footer = {
      "",
      "Exit code 0 when it was taken over, 3 when the log is not what it claims to be, 1 when it could not be done."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private final ClientContext context;
  @Mixin private ClosedNodeOptions options = new ClosedNodeOptions();

  @Parameters(paramLabel = "FILE", description = "as holon export wrote it")
  @SuppressWarnings("NullAway.Init") // a required parameter
  private Path file;

  ImportCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    ProcessId process;
    try (LogFile first = LogFile.open(file)) {
      process = first.process();
    } catch (IOException | LogSource.UnreadableException e) {
      throw unreadable(e);
    }
    Verifier verifier = Verifier.fastest();
    try (ClosedNode node = options.open();
        LogFile log = LogFile.open(file);
        Arweave arweave = Arweave.open(node.arweave(), verifier, InstantSource.system());
        JournalLoader journal = node.loader()) {
      Stores stores = node.stores();
      TakeoverRun.Ports ports =
          new TakeoverRun.Ports(
              stores.schedules(),
              stores.records(),
              stores.transactions(),
              arweave.baseLayer(),
              journal,
              node.keys().scheduler(),
              verifier);
      return new TakeoverRun(ports, context).run(List.of(process), id -> log);
    } catch (IOException | LogSource.UnreadableException e) {
      throw unreadable(e);
    } catch (StoreException e) {
      throw new ClientFailure(String.valueOf(e.getMessage()), null);
    }
  }

  private ClientFailure unreadable(Exception e) {
    return new ClientFailure(
        "cannot read " + file + ": " + e.getMessage(), "write one with: holon export");
  }
}
