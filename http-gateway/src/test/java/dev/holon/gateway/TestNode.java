package dev.holon.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.holon.actors.ResultWakeups;
import dev.holon.actors.StoreCalls;
import dev.holon.actors.StoreGate;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.core.meter.Meters;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.trace.TraceLimits;
import dev.holon.gateway.guard.GuardSettings;
import dev.holon.gateway.live.LiveLimits;
import dev.holon.gateway.wire.Json;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Verifier;
import dev.holon.protocol.Wallet;
import dev.holon.testkit.InMemoryOutboxStore;
import dev.holon.testkit.InMemoryRecordStore;
import dev.holon.testkit.InMemoryResultStore;
import dev.holon.testkit.InMemoryScheduleStore;
import dev.holon.testkit.InMemoryStores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;

/** A gateway on a free port over units and stores in memory, and a client for it. */
final class TestNode implements AutoCloseable {
  static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_123L);
  static final long HEIGHT = 1_500_100;
  static final Wallet USER = Ed25519Wallet.of(new byte[32]);
  static final Wallet SCHEDULER = Ed25519Wallet.of(Id.parse("A".repeat(42) + "E").toBytes());

  /** As many dry runs as a test likes. */
  static final UnitSettings OPEN =
      new UnitSettings(
          new AskLimits(Duration.ofSeconds(2), 0, 100, Duration.ofMillis(100), 1 << 20),
          TraceLimits.DEFAULT,
          LiveLimits.DEFAULT,
          LoadSettings.DEFAULT,
          SchedulerRoutes.NONE);

  static UnitSettings with(AskLimits asks) {
    return new UnitSettings(
        asks, TraceLimits.DEFAULT, LiveLimits.DEFAULT, LoadSettings.DEFAULT, SchedulerRoutes.NONE);
  }

  static UnitSettings with(LiveLimits live) {
    return new UnitSettings(
        OPEN.asks(), TraceLimits.DEFAULT, live, LoadSettings.DEFAULT, SchedulerRoutes.NONE);
  }

  static UnitSettings with(SchedulerLocator locator) {
    return new UnitSettings(
        OPEN.asks(), TraceLimits.DEFAULT, LiveLimits.DEFAULT, LoadSettings.DEFAULT, locator);
  }

  final InMemoryStores stores = InMemoryStores.create();
  final InMemoryScheduleStore schedule = stores.schedule();
  final InMemoryResultStore results = stores.results();
  final InMemoryRecordStore records = stores.records();
  final ResultWakeups wakeups = new ResultWakeups();
  final InMemoryOutboxStore outbox = stores.outbox();
  final MemoryUnits units = new MemoryUnits(SCHEDULER, schedule, results);
  final StoreGate gate = new StoreGate(Meters.NONE);
  final InetSocketAddress address;
  volatile boolean isReady = true;

  private final ActorSystem system = ActorSystem.create("gateway-test", ConfigFactory.load());
  private final HolonHttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private TestNode(GatewayLimits limits, GuardSettings guard, UnitSettings settings) {
    NodePorts ports =
        new NodePorts(
            units,
            new StoreCalls(4, gate),
            schedule,
            results,
            records,
            stores.outbox(),
            stores.monitors(),
            stores.traces(),
            stores.settlement(),
            wakeups,
            Verifier.portable(),
            this::status,
            () -> isReady,
            BlockSource.ofHeight(() -> HEIGHT, () -> NOW),
            new MinuteBlocks(),
            () -> NOW,
            SCHEDULER,
            ChainLimits.DEFAULT,
            Meters.NONE,
            () -> Optional.of("holon_gateway_live_streams 0.0\n"));
    this.server =
        new HolonHttpServer(
            system, new GatewaySettings("127.0.0.1", 0, limits, guard, settings), ports);
    this.address = server.start().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  static TestNode start() {
    return start(OPEN);
  }

  static TestNode start(UnitSettings settings) {
    return new TestNode(GatewayLimits.DEFAULT, GuardSettings.DEFAULT, settings);
  }

  static TestNode start(GatewayLimits limits, GuardSettings guard) {
    return new TestNode(limits, guard, OPEN);
  }

  private NodeStatus status() {
    return new NodeStatus(
        "0.1.0",
        List.of("scheduler", "gateway"),
        new NodeStatus.Addresses(
            SCHEDULER.address(), SCHEDULER.signerAddress(), SCHEDULER.address()),
        List.of(new NodeStatus.BuiltInModule("lua", Id.parse("A".repeat(43)))));
  }

  HolonHttpServer server() {
    return server;
  }

  @Override
  public void close() {
    server.stop(Duration.ofSeconds(1)).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** An answer, its body read as JSON when asked. */
  record Reply(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return Json.MAPPER.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + text(), e);
      }
    }

    @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  Reply get(String path) {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  Reply post(String path, byte[] body) {
    return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(body));
  }

  Reply post(String path, String body) {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(body));
  }

  Reply post(String path, String body, Map<String, String> headers) {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  Reply send(String method, String path, HttpRequest.BodyPublisher body) {
    return send(method, path, body, Map.of());
  }

  private Reply send(
      String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
            .method(method, body)
            .timeout(Duration.ofSeconds(20));
    headers.forEach(builder::header);
    HttpRequest request = builder.build();
    try {
      return new Reply(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static DataItem processWithData(String name, byte[] data) {
    return item(null, process(new Tag("Name", name)).tags(), data);
  }

  static DataItem process(Tag... more) {
    List<Tag> tags = new ArrayList<>(List.of(more));
    tags.add(new Tag("Data-Protocol", "ao"));
    tags.add(new Tag("Variant", "ao.TN.1"));
    tags.add(new Tag("Type", "Process"));
    tags.add(new Tag("Module", "M".repeat(42) + "A"));
    tags.add(new Tag("Scheduler", SCHEDULER.address().text()));
    return item(null, tags, " ".getBytes(StandardCharsets.UTF_8));
  }

  static DataItem message(ProcessId process, String data, Tag... more) {
    List<Tag> tags = new ArrayList<>(List.of(more));
    tags.add(new Tag("Data-Protocol", "ao"));
    tags.add(new Tag("Type", "Message"));
    return item(process.id(), tags, data.getBytes(StandardCharsets.UTF_8));
  }

  static DataItem item(@Nullable Id target, List<Tag> tags, byte[] data) {
    return new UnsignedItem(target, null, tags, data).sign(USER);
  }

  /** Posts the item to the scheduler and returns its entry. */
  LogEntry scheduled(DataItem item) {
    Reply reply = post("/su/", item.toBytes());
    if (reply.status() != 200) {
      throw new AssertionError(reply.text());
    }
    return schedule.find(item.id()).orElseThrow();
  }

  /** A block every minute since 1970. */
  private static final class MinuteBlocks implements BlockTimes {
    @Override
    public long heightAt(long millis) {
      return millis / 60_000;
    }

    @Override
    public long timestampMillis(long height) {
      return height * 60_000;
    }

    @Override
    public long completeUntilMillis() {
      return Long.MAX_VALUE;
    }
  }

  /** A new process; the name makes it another one. */
  ProcessId spawned(String name, Tag... more) {
    List<Tag> tags = new ArrayList<>(List.of(more));
    tags.add(new Tag("Name", name));
    return scheduled(process(tags.toArray(new Tag[0]))).process();
  }
}
