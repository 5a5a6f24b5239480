package dev.holon.node.verify;

import dev.holon.node.client.Arguments;
import dev.holon.node.client.ClientContext;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeHttp;
import dev.holon.node.client.NodeOptions;
import dev.holon.node.log.LogSource;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holon verify}: whether a process's log and results are what they claim to be. */
@Command(
    name = "verify",
    description = {
      "Checks a process: every signature, slot, hash and time of its log, and its results,",
      "which are evaluated again and compared with those of nodes."
    },
    footer = {
      "",
      "Exit code 0 when nothing is wrong, 3 when something is, 1 when it could not be done."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  private static final int WRONG = 3;

  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();
  @Mixin private SourceOptions place = new SourceOptions();

  @Parameters(
      paramLabel = "PID",
      description = "id of the process",
      converter = Arguments.ProcessIds.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private ProcessId process;

  @Option(
      names = "--compare",
      paramLabel = "URL",
      description = "a node whose results are compared; may be repeated (default: the node)")
  private List<String> compared = new ArrayList<>();

  @Option(
      names = "--offline",
      description = "compares with no node; needs --file, --scheduler or --gateway")
  private boolean isOffline;

  /** The command with the streams that it prints to. */
  public VerifyCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    if (isOffline && !place.isElsewhere()) {
      throw new IllegalArgumentException(
          "--offline needs the log from a --file, a --scheduler or a --gateway");
    }
    ReportText text = new ReportText(context, options.isJson());
    try (LogSource source = place.open(options, process, context.errors())) {
      VerificationReport report = new Verification(process, source, nodes(), text::progress).run();
      text.print(report);
      return report.isRight() ? 0 : WRONG;
    }
  }

  private List<NodeHttp> nodes() {
    if (isOffline) {
      return List.of();
    }
    return compared.isEmpty()
        ? List.of(options.node())
        : compared.stream().map(options::other).toList();
  }
}
