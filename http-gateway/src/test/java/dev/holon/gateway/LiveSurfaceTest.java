package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.messenger.Cause;
import dev.holon.core.messenger.Outbox;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.gateway.live.LiveLimits;
import dev.holon.gateway.wire.Json;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live streams over real sockets. */
@Timeout(60)
class LiveSurfaceTest {
  private static final LiveLimits LIMITS =
      new LiveLimits(
          3,
          4,
          200_000,
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofMillis(100));
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start(TestNode.with(LIMITS));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** A client that reads Server-Sent Events line by line from a socket of its own. */
  private static final class Events implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;
    final int status;

    Events(TestNode node, String path, String... headers) throws IOException {
      socket = new Socket("127.0.0.1", node.address.getPort());
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + String.join("", headers) + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      status = Integer.parseInt(reader.readLine().split(" ", -1)[1]);
    }

    /** The next event or comment; null at the end of the stream. Chunk sizes are passed over. */
    @Nullable Event next() throws IOException {
      String id = null;
      String name = null;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.equals("0")) {
          return null;
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          return new Event(id, name, Json.MAPPER.readTree(line.substring(6)));
        } else if (line.equals(": heartbeat")) {
          return new Event(null, "heartbeat", Json.MAPPER.createObjectNode());
        }
      }
      return null;
    }

    Event nextOf(String name) throws IOException {
      Event event = next();
      while (event != null && !name.equals(event.name())) {
        event = next();
      }
      if (event == null) {
        throw new AssertionError("the stream ended before " + name);
      }
      return event;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record Event(@Nullable String id, @Nullable String name, JsonNode data) {}

  @Test
  void resultsComeInOrderOldOnesFirstAndNewOnesAsTheyBecomeDurable() throws IOException {
    ProcessId process = node.spawned("live");
    for (int i = 1; i <= 9; i++) {
      node.scheduled(TestNode.message(process, "m" + i));
    }
    try (Events events = new Events(node, "/" + process + "/results/live?from=3")) {
      assertEquals(200, events.status);
      for (int slot = 3; slot <= 9; slot++) {
        Event event = events.nextOf("result");
        assertEquals(Integer.toString(slot), event.id());
        assertEquals("m" + slot, event.data().path("result").path("Output").asText());
        assertEquals(slot, event.data().path("slot").asInt());
      }
      LogEntry later = node.scheduled(TestNode.message(process, "later"));
      Event event = events.nextOf("result");
      assertEquals("10", event.id());
      assertEquals(later.itemId().toString(), event.data().path("message").asText());
    }
  }

  @Test
  void lastEventIdGoesOnAfterIt() throws IOException {
    ProcessId process = node.spawned("resume");
    node.scheduled(TestNode.message(process, "m1"));
    node.scheduled(TestNode.message(process, "m2"));
    String path = "/cu/" + process + "/results/live?from=0";
    try (Events events = new Events(node, path, "Last-Event-ID: 1\r\n")) {
      assertEquals("2", events.nextOf("result").id());
    }
  }

  @Test
  void withoutAPlaceOnlyNewResultsAreSent() throws IOException {
    ProcessId process = node.spawned("only new");
    node.scheduled(TestNode.message(process, "old"));
    try (Events events = new Events(node, "/" + process + "/results/live")) {
      events.nextOf("heartbeat");
      node.scheduled(TestNode.message(process, "new"));
      assertEquals("2", events.nextOf("result").id());
    }
  }

  @Test
  void silenceIsFilledWithHeartbeats() throws IOException {
    ProcessId process = node.spawned("silent");
    try (Events events = new Events(node, "/" + process + "/results/live")) {
      events.nextOf("heartbeat");
      events.nextOf("heartbeat");
    }
  }

  @Test
  void largeResultIsAnnouncedOnly() throws IOException {
    ProcessId process = node.spawned("large live");
    node.scheduled(TestNode.message(process, "x".repeat(300_000)));
    try (Events events = new Events(node, "/" + process + "/results/live?from=1")) {
      Event event = events.nextOf("result");
      assertTrue(event.data().path("result").isNull());
      assertTrue(event.data().path("resultBytes").asInt() >= 300_000);
    }
  }

  @Test
  void slowReaderIsCutOffAndToldWhereToGoOn() throws IOException, InterruptedException {
    ProcessId process = node.spawned("slow reader");
    int count = 400;
    String text = "x".repeat(150_000);
    for (int i = 1; i <= count; i++) {
      node.scheduled(TestNode.message(process, text + i));
    }
    try (Events events = new Events(node, "/" + process + "/results/live?from=0")) {
      // Not a byte is read while the stream finds no room for more.
      TimeUnit.MILLISECONDS.sleep(3_000);
      long expected = 0;
      Event event = events.next();
      while (event != null && !"end".equals(event.name())) {
        if ("result".equals(event.name())) {
          assertEquals(Long.toString(expected++), event.id());
        }
        event = events.next();
      }
      assertTrue(event != null, "the stream ended without saying where to go on");
      assertEquals("slow-reader", event.data().path("reason").asText());
      assertEquals(expected, event.data().path("from").asLong());
      assertTrue(expected < count, "the reader was not slow enough: " + expected);
      assertNull(events.next());
    }
  }

  @Test
  void streamsAreCountedAndGivenBack() throws Exception {
    LiveLimits two =
        new LiveLimits(
            2,
            4,
            1_000,
            Duration.ofMillis(50),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMillis(50));
    try (TestNode small = TestNode.start(TestNode.with(two))) {
      String path = "/" + small.spawned("counted") + "/results/live";
      List<Events> open = new ArrayList<>();
      open.add(new Events(small, path));
      open.add(new Events(small, path));
      open.get(0).nextOf("heartbeat");
      open.get(1).nextOf("heartbeat");
      try (Events third = new Events(small, path)) {
        assertEquals(503, third.status);
      }
      open.get(0).close();

      int status = 503;
      for (int i = 0; i < 100 && status == 503; i++) {
        try (Events again = new Events(small, path)) {
          status = again.status;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertEquals(200, status);
      open.get(1).close();
    }
  }

  @Test
  void streamLastsAsLongAsItMay() throws IOException {
    LiveLimits brief =
        new LiveLimits(
            2,
            4,
            1_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofMillis(50));
    try (TestNode small = TestNode.start(TestNode.with(brief));
        Events events = new Events(small, "/" + small.spawned("brief") + "/results/live?from=0")) {
      assertEquals("0", events.nextOf("result").id());
      Event end = events.nextOf("end");
      assertEquals("duration", end.data().path("reason").asText());
      assertEquals(1, end.data().path("from").asInt());
      assertNull(events.next());
    }
  }

  @Test
  void wakeUpComesBeforeTheNextLook() throws IOException {
    LiveLimits patient =
        new LiveLimits(
            2,
            4,
            1_000,
            Duration.ofMillis(100),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            Duration.ofSeconds(20));
    try (TestNode small = TestNode.start(TestNode.with(patient))) {
      ProcessId process = small.spawned("woken");
      try (Events events = new Events(small, "/" + process + "/results/live")) {
        events.nextOf("heartbeat");
        small.scheduled(TestNode.message(process, "now"));
        small.wakeups.stored(process);
        // The socket gives up after 10 s, long before the next look.
        assertEquals("1", events.nextOf("result").id());
      }
      assertEquals(0, awaitFollowers(small, 0));
    }
  }

  private static int awaitFollowers(TestNode small, int expected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (small.wakeups.processCount() != expected && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    return small.wakeups.processCount();
  }

  @Test
  void webSocketSendsTheSame() throws Exception {
    ProcessId process = node.spawned("web socket");
    node.scheduled(TestNode.message(process, "m1"));
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    StringBuilder parts = new StringBuilder();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create(
                    "ws://127.0.0.1:"
                        + node.address.getPort()
                        + "/"
                        + process
                        + "/results/live?from=1"),
                new WebSocket.Listener() {
                  @Override
                  public @Nullable CompletionStage<?> onText(
                      WebSocket from, CharSequence data, boolean isLast) {
                    parts.append(data);
                    if (isLast) {
                      received.add(parts.toString());
                      parts.setLength(0);
                    }
                    from.request(1);
                    return null;
                  }
                })
            .get(10, TimeUnit.SECONDS);

    JsonNode first = nextResult(received);
    socket.sendText("ignored", true).get(10, TimeUnit.SECONDS);
    node.scheduled(TestNode.message(process, "m2"));
    JsonNode second = nextResult(received);

    assertEquals("1", first.path("id").asText());
    assertEquals("m1", first.path("data").path("result").path("Output").asText());
    assertEquals("2", second.path("id").asText());
    socket.abort();
  }

  private static JsonNode nextResult(BlockingQueue<String> received) throws Exception {
    while (true) {
      String text = received.poll(10, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("no event within 10 s");
      }
      JsonNode event = Json.MAPPER.readTree(text);
      if (event.path("event").asText().equals("result")) {
        return event;
      }
    }
  }

  @Test
  void traceIsSentAgainWhenItGrowsAndEndsWhenNothingWaits() throws IOException {
    ProcessId process = node.spawned("live trace");
    ProcessId other = node.spawned("live trace target");
    LogEntry cause = node.scheduled(TestNode.message(process, "slow"));
    try (Events events = new Events(node, "/trace/" + cause.itemId() + "/live")) {
      assertEquals("waiting", events.nextOf("trace").data().path("state").asText());

      Result.OutboundMessage message =
          new Result.OutboundMessage(other.toString(), "", List.of(), null);
      Result result = new Result(List.of(message), List.of(), List.of(), Result.NO_OUTPUT, 1, null);
      List<OutboxEntry> entries = Outbox.entriesOf(process, 1, Cause.of(cause), result);
      node.results.append(
          new StoredResult(process, 1, cause.timestampMillis(), result, cause.hashChain()),
          entries);
      JsonNode pending = events.nextOf("trace").data();
      assertEquals("pending", pending.path("pushes").path(0).path("state").asText());

      LogEntry child = node.scheduled(TestNode.message(other, "arrived"));
      node.stores
          .outbox()
          .update(
              List.of(
                  new StateChange(
                      new OutboxKey(process, 1, 0),
                      new DeliveryState.Delivered(child.itemId(), child.slot()))));
      JsonNode done = events.nextOf("trace").data();
      assertEquals(
          "arrived", done.path("pushes").path(0).path("children").path(0).path("output").asText());
      events.nextOf("complete");
      assertNull(events.next());
    }
  }

  @Test
  void malformedAndUnknownAreRefused() {
    assertEquals(404, node.get("/" + "A".repeat(43) + "/results/live").status());
    assertEquals(404, node.get("/trace/" + "A".repeat(43) + "/live").status());
    ProcessId process = node.spawned("malformed live");
    assertEquals(400, node.get("/" + process + "/results/live?from=-1").status());
    assertEquals(400, node.get("/" + process + "/results/live?from=soon").status());
    assertEquals(400, node.get("/short/results/live").status());
    assertEquals(3, node.get("/limits").json().path("liveSubscribersMax").asInt());
  }
}
