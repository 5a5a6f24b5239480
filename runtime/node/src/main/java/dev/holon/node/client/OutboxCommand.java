package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code holon outbox}: what processes sent and how far it got. */
@Command(
    name = "outbox",
    description = "Lists what processes sent, and pushes or holds single entries.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class OutboxCommand implements Runnable {
  @picocli.CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // set by the command line
  private picocli.CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "Missing required subcommand: list, show, retry or park");
  }

  /** An entry's key, {@code process/slot/index}. */
  static final class Keys implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return checked(text, 3, "PROCESS/SLOT/INDEX, as holon outbox list prints it");
    }
  }

  /** A slot, {@code process/slot}. */
  static final class Slots implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return checked(text, 2, "PROCESS/SLOT");
    }
  }

  private static String checked(String text, int partCount, String form) {
    String[] parts = text.split("/", -1);
    boolean isKey = parts.length == partCount && Id.isId(parts[0]);
    for (int i = 1; isKey && i < partCount; i++) {
      isKey = !parts[i].isEmpty() && parts[i].chars().allMatch(c -> c >= '0' && c <= '9');
    }
    if (!isKey) {
      throw new TypeConversionException("'" + text + "' is not " + form);
    }
    return text;
  }

  /** {@code holon outbox list}. */
  @Command(
      name = "list",
      description = "Lists entries, oldest first within a process.",
      mixinStandardHelpOptions = true)
  static final class ListEntries implements Callable<Integer> {
    private static final int PAGE_MAX = 1_000;

    private final ClientContext context;
    @Mixin private NodeOptions options = new NodeOptions();

    @Option(
        names = "--process",
        paramLabel = "PID",
        description = "of this process only",
        converter = Arguments.ProcessIds.class)
    private @Nullable ProcessId process;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "only pending, delivered, refused or parked ones")
    private @Nullable State state;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "100",
        description = "the most entries to list (default: ${DEFAULT-VALUE})")
    private int limit;

    /** How far an entry got; named as on the wire. */
    enum State {
      pending,
      delivered,
      refused,
      parked
    }

    ListEntries(ClientContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws ClientFailure {
      if (limit < 1) {
        throw new IllegalArgumentException("--limit must be at least 1");
      }
      NodeHttp node = options.node();
      EntriesText text = new EntriesText(context, options.isJson());
      String filter =
          (process == null ? "" : "&process-id=" + process)
              + (state == null ? "" : "&state=" + state);
      int left = limit;
      String after = "";
      while (left > 0 && after != null) {
        String path = "/outbox?limit=" + Math.min(left, PAGE_MAX) + filter;
        JsonNode page = node.get(after.isEmpty() ? path : path + "&after=" + after);
        left -= text.add(page.path("entries"));
        after = page.path("next").asText(null);
      }
      text.print();
      return 0;
    }
  }

  /** {@code holon outbox show}. */
  @Command(
      name = "show",
      description = "Shows what one slot sent (the first 1000 entries).",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    private final ClientContext context;
    @Mixin private NodeOptions options = new NodeOptions();

    @Parameters(paramLabel = "PID/SLOT", description = "the slot", converter = Slots.class)
    private String slot = "";

    Show(ClientContext context) {
      this.context = context;
    }

    @Override
    public Integer call() throws ClientFailure {
      EntriesText text = new EntriesText(context, options.isJson());
      text.add(options.node().get("/outbox/" + slot + "?limit=1000").path("entries"));
      text.print();
      return 0;
    }
  }

  /** What an operator does to one entry. */
  abstract static class Change implements Callable<Integer> {
    private final ClientContext context;
    private final String action;
    @Mixin private NodeOptions options = new NodeOptions();

    @Parameters(paramLabel = "KEY", description = "PID/SLOT/INDEX", converter = Keys.class)
    private String key = "";

    Change(ClientContext context, String action) {
      this.context = context;
      this.action = action;
    }

    @Override
    public Integer call() throws ClientFailure {
      EntriesText text = new EntriesText(context, options.isJson());
      JsonNode entry = options.node().post("/outbox/" + key + "/" + action, new byte[0]);
      text.add(NodeHttp.JSON.createArrayNode().add(entry));
      text.print();
      return 0;
    }
  }

  /** {@code holon outbox retry}. */
  @Command(
      name = "retry",
      description = "Pushes an entry again, whatever became of it. On the node's machine only.",
      mixinStandardHelpOptions = true)
  static final class Retry extends Change {
    Retry(ClientContext context) {
      super(context, "retry");
    }
  }

  /** {@code holon outbox park}. */
  @Command(
      name = "park",
      description = "Holds a pending entry back until it is retried. On the node's machine only.",
      mixinStandardHelpOptions = true)
  static final class Park extends Change {
    Park(ClientContext context) {
      super(context, "park");
    }
  }

  /** Entries, as JSON at once or as a table at the end. */
  private static final class EntriesText {
    private final ClientContext context;
    private final boolean isJson;
    private final Table table = new Table("KEY", "SENDS", "STATE", "TARGET", "DETAIL");

    EntriesText(ClientContext context, boolean isJson) {
      this.context = context;
      this.isJson = isJson;
    }

    int add(JsonNode entries) {
      for (JsonNode entry : entries) {
        if (isJson) {
          context.out().println(entry);
        } else {
          table.add(
              entry.path("key").asText(),
              entry.path("action").asText(),
              entry.path("state").asText(),
              Text.orDash(entry.path("target")),
              detail(entry));
        }
      }
      return entries.size();
    }

    void print() {
      if (!isJson) {
        table.print(context.out());
      }
    }

    private static String detail(JsonNode entry) {
      if (entry.path("state").asText().equals("delivered")) {
        return "slot " + entry.path("slot").asText() + " as " + entry.path("item").asText();
      }
      String cause = entry.path("cause").asText("");
      return entry.path("attempts").asInt() > 0
          ? "try "
              + (entry.path("attempts").asInt() + 1)
              + " at "
              + Text.time(entry.path("nextTry"))
              + ": "
              + cause
          : cause;
    }
  }
}
