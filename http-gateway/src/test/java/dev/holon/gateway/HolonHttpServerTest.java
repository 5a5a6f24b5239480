package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.gateway.guard.GuardSettings;
import dev.holon.gateway.guard.RawClient;
import dev.holon.protocol.DataItem;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class HolonHttpServerTest {
  private static GatewayLimits inFlightMax(int inFlightMax) {
    GatewayLimits d = GatewayLimits.DEFAULT;
    return new GatewayLimits(
        d.itemBytesMax(),
        d.jsonBytesMax(),
        d.uriBytesMax(),
        d.headerBytesMax(),
        d.headerCountMax(),
        d.connectionsMax(),
        inFlightMax,
        d.pipeliningMax(),
        d.scheduleEntriesMax(),
        d.schedulePageBytesMax(),
        d.resultEntriesMax(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        d.bodyTimeout());
  }

  /**
   * Starts waiting for a result that comes when the test says so; returns when the node works on
   * it.
   */
  private static CompletableFuture<TestNode.Reply> waiting(TestNode node)
      throws InterruptedException {
    DataItem slow = TestNode.message(node.spawned("waiting"), "slow");
    node.scheduled(slow);
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> evaluation = new CompletableFuture<>();
    node.units.evaluation =
        new CompletableFuture<>() {
          @Override
          public <U> CompletableFuture<U> thenApply(
              java.util.function.Function<? super Void, ? extends U> next) {
            asked.complete(null);
            return evaluation.thenApply(next);
          }

          @Override
          public boolean complete(Void value) {
            return evaluation.complete(value);
          }
        };
    CompletableFuture<TestNode.Reply> reply =
        CompletableFuture.supplyAsync(() -> node.get("/result/" + slow.id()));
    asked.orTimeout(10, TimeUnit.SECONDS).join();
    return reply;
  }

  @Test
  void fullNodeRefusesButCanBeWatched() throws InterruptedException {
    try (TestNode node = TestNode.start(inFlightMax(1), GuardSettings.DEFAULT)) {
      CompletableFuture<TestNode.Reply> waiting = waiting(node);

      TestNode.Reply refused = node.get("/");
      TestNode.Reply watched = node.get("/health/live");
      node.units.evaluation.complete(null);

      assertEquals(503, refused.status());
      assertEquals("1", refused.header("Retry-After"));
      assertEquals("HTTP-0503", refused.json().path("code").asText());
      assertEquals(200, watched.status());
      assertEquals(202, waiting.orTimeout(10, TimeUnit.SECONDS).join().status());
      assertEquals(200, node.get("/").status());
    }
  }

  @Test
  void lateAnswerIsAnsweredAsUnknown() throws InterruptedException {
    try (TestNode node = TestNode.start(inFlightMax(10), GuardSettings.DEFAULT)) {
      TestNode.Reply late = waiting(node).orTimeout(10, TimeUnit.SECONDS).join();

      assertEquals(503, late.status());
      assertEquals("HTTP-0504", late.json().path("code").asText());
      assertEquals("UNKNOWN", late.json().path("retry").asText());
    }
  }

  @Test
  void stoppingFinishesWhatIsBeingWorkedOn() throws InterruptedException {
    try (TestNode node = TestNode.start();
        RawClient idle = new RawClient(node.address)) {
      idle.send("GET /limits HTTP/1.1\r\nHost: x\r\n\r\n");
      assertFalse(idle.readToEnd(500).isClosed());
      CompletableFuture<TestNode.Reply> waiting = waiting(node);

      CompletableFuture<?> stopped =
          node.server().stop(Duration.ofSeconds(5)).toCompletableFuture();
      node.units.evaluation.complete(null);

      TestNode.Reply last = waiting.orTimeout(10, TimeUnit.SECONDS).join();
      stopped.orTimeout(10, TimeUnit.SECONDS).join();
      assertEquals(202, last.status());
      assertEquals("close", last.header("Connection"));
      assertTrue(idle.readToEnd(1_000).isClosed());
      assertThrows(UncheckedIOException.class, () -> new RawClient(node.address).close());
    }
  }

  @Test
  void stoppingNodeTakesNoPostsButAnswersQuestions() throws InterruptedException {
    try (TestNode node = TestNode.start();
        RawClient poster = new RawClient(node.address);
        RawClient watcher = new RawClient(node.address)) {
      for (RawClient client : List.of(poster, watcher)) {
        client.send("GET /limits HTTP/1.1\r\nHost: x\r\n\r\n");
        assertFalse(client.readToEnd(500).isClosed());
      }
      CompletableFuture<TestNode.Reply> waiting = waiting(node);
      CompletableFuture<?> stopped =
          node.server().stop(Duration.ofSeconds(5)).toCompletableFuture();

      poster.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx");
      watcher.send("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n");
      RawClient.Received refused = poster.readToEnd(2_000);
      RawClient.Received watched = watcher.readToEnd(2_000);
      node.units.evaluation.complete(null);
      waiting.orTimeout(10, TimeUnit.SECONDS).join();
      stopped.orTimeout(10, TimeUnit.SECONDS).join();

      assertTrue(refused.text().startsWith("HTTP/1.1 503 "), refused.text());
      assertTrue(refused.text().contains("Retry-After: 1"), refused.text());
      assertTrue(refused.text().contains("Connection: close"), refused.text());
      assertTrue(watched.text().startsWith("HTTP/1.1 503 "), watched.text());
      assertTrue(watched.text().contains("not ready"), watched.text());
    }
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    GuardSettings hasty =
        new GuardSettings(Duration.ofSeconds(1), 1, Duration.ofSeconds(1), Duration.ofSeconds(2));

    assertThrows(
        IllegalArgumentException.class,
        () ->
            new GatewaySettings(
                "127.0.0.1", 0, GatewayLimits.DEFAULT, hasty, UnitSettings.DEFAULT));
    assertThrows(
        IllegalArgumentException.class,
        () -> GatewaySettings.at("127.0.0.1", 70_000, UnitSettings.DEFAULT));
  }
}
