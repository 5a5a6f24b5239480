package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holon spawn}: a new process. */
@Command(
    name = "spawn",
    description = {
      "Makes a process and prints its id.",
      "Unless a tag Authority says otherwise, it trusts what the node's messenger pushes."
    },
    mixinStandardHelpOptions = true)
final class SpawnCommand implements Callable<Integer> {
  private static final String MODULE_DEFAULT = "lua";
  private static final String AUTHORITY = "Authority";

  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();
  @Mixin private WalletOption wallet = new WalletOption();

  @Option(
      names = "--module",
      paramLabel = "ID",
      description = "id of the module (default: the node's built-in module lua)",
      converter = Arguments.Ids.class)
  private @Nullable Id module;

  @Option(
      names = "--scheduler",
      paramLabel = "ADDR",
      description = "address of the scheduler (default: the node's)")
  private @Nullable String scheduler;

  @Option(
      names = "--tag",
      paramLabel = "N=V",
      description = "a further tag; can be repeated",
      converter = Arguments.Tags.class)
  private List<Tag> tags = new ArrayList<>();

  @Option(names = "--data", paramLabel = "TEXT|@FILE", description = "the process's data")
  private String data = "";

  @Option(names = "--on-boot", description = "run the data as code first (tag On-Boot = Data)")
  private boolean isRunOnBoot;

  SpawnCommand(ClientContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws ClientFailure {
    if (isRunOnBoot && data.isEmpty()) {
      throw new IllegalArgumentException("--on-boot runs the data: name it with --data");
    }
    NodeHttp node = options.node();
    byte[] bytes = Arguments.bytes(data);
    List<Tag> all = new ArrayList<>(places(node));
    all.addAll(tags);
    if (isRunOnBoot) {
      all.add(new Tag("On-Boot", "Data"));
    }
    Id process = new SignedItems(node, wallet.open(context)).post("Process", null, all, bytes);
    if (options.isJson()) {
      context.out().println(NodeHttp.JSON.createObjectNode().put("process", process.toString()));
    } else {
      context.out().println(process);
    }
    return 0;
  }

  /**
   * The tags Module, Scheduler and Authority; the node is asked for what is not said. Without its
   * messenger as an authority the process would take no message that another process sent.
   */
  private List<Tag> places(NodeHttp node) throws ClientFailure {
    boolean hasAuthority = Tag.first(tags, AUTHORITY).isPresent();
    String moduleId = module == null ? "" : module.toString();
    String address = scheduler == null ? "" : scheduler;
    String authority = "";
    if (moduleId.isEmpty() || address.isEmpty() || !hasAuthority) {
      JsonNode status = node.get("/status");
      if (moduleId.isEmpty()) {
        moduleId = status.path("modules").path(MODULE_DEFAULT).asText("");
      }
      if (address.isEmpty()) {
        address = status.path("scheduler").asText("");
      }
      authority = status.path("messenger").asText("");
    }
    if (moduleId.isEmpty() || address.isEmpty()) {
      throw new ClientFailure(
          "the node names no module " + MODULE_DEFAULT + " or no scheduler in GET /status",
          "say which with --module ID and --scheduler ADDR");
    }
    List<Tag> places = new ArrayList<>();
    places.add(new Tag("Module", moduleId));
    places.add(new Tag("Scheduler", address));
    if (!hasAuthority && !authority.isEmpty()) {
      places.add(new Tag(AUTHORITY, authority));
    }
    return places;
  }
}
