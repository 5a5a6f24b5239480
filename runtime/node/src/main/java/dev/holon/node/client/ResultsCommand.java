package dev.holon.node.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code holon results}: what came of a process's slots. Reads the node's stream of results, which
 * has each of them once and without a gap; a broken connection is opened again behind the last
 * result seen.
 */
@Command(
    name = "results",
    description = {
      "Prints the results of a process's messages, the newest ones or from a slot on.",
      "With -f, goes on with those to come, over broken connections too."
    },
    mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
  private static final long NEWEST_DEFAULT = 20;

  /** The node sends something every 15 s (liveHeartbeatMillis in GET /limits). */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ClientContext context;
  @Mixin private NodeOptions options = new NodeOptions();

  @Parameters(
      paramLabel = "PID",
      description = "id of the process",
      converter = Arguments.ProcessIds.class)
  @SuppressWarnings("NullAway.Init") // a required parameter
  private ProcessId process;

  @Option(names = "-f", description = "go on with the results to come")
  private boolean isFollowed;

  @Option(
      names = "--from",
      paramLabel = "SLOT",
      description = "the first slot (default: the newest 20; with -f, the next one)")
  private @Nullable Long from;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "the most results to print (default: 20 without --from or -f, else no limit)")
  private @Nullable Long limit;

  ResultsCommand(ClientContext context) {
    this.context = context;
  }

  /** What is to be read: slots from {@code from} to {@code last}, at most {@code left} of them. */
  private record Range(long from, long last, long left) {
    Range behind(long slot) {
      return new Range(slot + 1, last, left - 1);
    }

    boolean isRead() {
      return from > last || left <= 0;
    }
  }

  @Override
  public Integer call() throws ClientFailure, InterruptedException {
    boolean isWrong = (from != null && from < 0) || (limit != null && limit < 1);
    if (isWrong) {
      throw new IllegalArgumentException("--from must be at least 0 and --limit at least 1");
    }
    NodeHttp node = options.node();
    JsonNode shown = node.get("/processes/" + process);
    long evaluated = shown.path("evaluatedSlot").asLong(-1);
    Range range = range(evaluated);
    long brokenNanos = System.nanoTime();
    while (!range.isRead()) {
      Range before = range;
      try {
        range = read(options.node(), range);
      } catch (ClientFailure e) {
        boolean isOver = System.nanoTime() - brokenNanos > Duration.ofMinutes(1).toNanos();
        if (!e.isPassing() || isOver) {
          throw e;
        }
      }
      if (!range.equals(before)) {
        brokenNanos = System.nanoTime();
      }
      if (!range.isRead()) {
        pause();
      }
    }
    return 0;
  }

  private Range range(long evaluated) {
    long first;
    if (from != null) {
      first = from;
    } else if (isFollowed) {
      first = evaluated + 1;
    } else {
      first = Math.max(0, evaluated + 1 - (limit == null ? NEWEST_DEFAULT : limit));
    }
    return new Range(
        first, isFollowed ? Long.MAX_VALUE - 1 : evaluated, limit == null ? Long.MAX_VALUE : limit);
  }

  /** Reads one stream to its end, or until the range is read; what is left of the range. */
  private Range read(NodeHttp node, Range wanted) throws ClientFailure, InterruptedException {
    Range range = wanted;
    String path = "/" + process + "/results/live?from=" + range.from();
    String lastEventId = range.from() == 0 ? null : Long.toString(range.from() - 1);
    try (EventStream stream = EventStream.of(node.stream(path, lastEventId))) {
      while (!range.isRead()) {
        switch (stream.next(SILENCE_MAX)) {
          case EventStream.Signal.Event event -> {
            if (!event.type().equals("result")) {
              return range;
            }
            JsonNode result = parse(event.data());
            long slot = result.path("slot").asLong();
            if (slot <= range.last()) {
              print(whole(result));
            }
            range = range.behind(slot);
          }
          case EventStream.Signal.Heartbeat heartbeat -> {}
          case EventStream.Signal.Ended ended -> {
            return range;
          }
        }
      }
    }
    return range;
  }

  private static JsonNode parse(String data) throws ClientFailure {
    try {
      return NodeHttp.JSON.readTree(data);
    } catch (JacksonException e) {
      throw new ClientFailure("the node's stream has an event that is no JSON", null);
    }
  }

  /** Large results are not in the stream; they are asked for. */
  private JsonNode whole(JsonNode event) throws ClientFailure {
    if (!event.path("result").isNull() || !(event instanceof ObjectNode object)) {
      return event;
    }
    JsonNode result = options.node().result(process.toString(), event.path("message").asText());
    return object.set("result", result);
  }

  private void print(JsonNode event) {
    if (options.isJson()) {
      context.out().println(event);
      return;
    }
    context
        .out()
        .println(
            "slot "
                + event.path("slot").asText()
                + "  "
                + PlainText.line(event.path("message").asText(), 43)
                + "  "
                + Text.time(event.path("timestamp")));
    ResultText.print(context.out(), "  ", event.path("result"));
  }

  /** Waits before a stream is opened again. */
  private static void pause() throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
