package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.gateway.guard.GuardSettings;
import dev.holon.gateway.guard.RawClient;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guard with real sockets, its deadlines shortened to what a test can wait for. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SlowClientTest {
  private static final String GET = "GET /limits HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int CONNECTIONS_MAX = 8;
  private static TestNode node;

  @BeforeAll
  static void start() {
    GatewayLimits d = GatewayLimits.DEFAULT;
    GatewayLimits limits =
        new GatewayLimits(
            d.itemBytesMax(),
            d.jsonBytesMax(),
            d.uriBytesMax(),
            d.headerBytesMax(),
            d.headerCountMax(),
            CONNECTIONS_MAX,
            d.inFlightMax(),
            d.pipeliningMax(),
            d.scheduleEntriesMax(),
            d.schedulePageBytesMax(),
            d.resultEntriesMax(),
            Duration.ofMillis(500),
            Duration.ofMillis(1_000),
            d.bodyTimeout());
    node =
        TestNode.start(
            limits,
            new GuardSettings(
                Duration.ofMillis(800), 1_000, Duration.ofMillis(800), Duration.ofMillis(2_500)));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void drippedHeadIsClosedAtItsDeadline() throws InterruptedException {
    try (RawClient client = new RawClient(node.address)) {
      long begin = System.nanoTime();
      String head = "GET /limits HTTP/1.1\r\nHost: x\r\nX-Filler: " + "a".repeat(1_000);
      for (int i = 0; i < head.length() && client.send(head.substring(i, i + 1)); i++) {
        TimeUnit.MILLISECONDS.sleep(50);
        if (System.nanoTime() - begin > 1_500_000_000L) {
          break;
        }
      }

      RawClient.Received received = client.readToEnd(1_000);

      assertTrue(received.isClosed());
    }
  }

  @Test
  void unfinishedHeadIsAnsweredWith408() {
    try (RawClient client = new RawClient(node.address)) {
      client.send("GET /limits HTTP/1.1\r\nHost: x\r\n");

      RawClient.Received received = client.readToEnd(3_000);

      assertTrue(received.text().startsWith("HTTP/1.1 408 "), received.text());
      assertTrue(received.text().contains("\"code\":\"HTTP-0408\""));
      assertTrue(received.isClosed());
    }
  }

  @Test
  void silentConnectionIsClosedAtTheHeadDeadline() {
    try (RawClient client = new RawClient(node.address)) {
      long begin = System.nanoTime();

      RawClient.Received received = client.readToEnd(2_400);

      assertTrue(received.isClosed());
      assertTrue(
          System.nanoTime() - begin < 2_300_000_000L,
          "closed by the head deadline, not by idleness");
    }
  }

  @Test
  void drippedBodyIsClosedAfterItsGrace() throws InterruptedException {
    try (RawClient client = new RawClient(node.address)) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      long begin = System.nanoTime();
      boolean isOpen = true;
      while (isOpen && System.nanoTime() - begin < 5_000_000_000L) {
        isOpen = client.send("aaaaaaaaaa");
        TimeUnit.MILLISECONDS.sleep(100);
      }

      RawClient.Received received = client.readToEnd(500);

      assertTrue(received.isClosed());
      assertTrue(System.nanoTime() - begin < 4_500_000_000L);
    }
  }

  @Test
  void steadyBodyMayTakeLongerThanTheGrace() throws InterruptedException {
    DataItem item =
        TestNode.item(null, TestNode.process(new Tag("Name", "steady")).tags(), new byte[8_000]);
    String body = new String(item.toBytes(), StandardCharsets.ISO_8859_1);
    try (RawClient client = new RawClient(node.address)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n");
      int step = body.length() / 16 + 1;
      for (int i = 0; i < body.length(); i += step) {
        assertTrue(client.send(body.substring(i, Math.min(body.length(), i + step))));
        TimeUnit.MILLISECONDS.sleep(100);
      }

      assertTrue(client.readToEnd(2_000).text().startsWith("HTTP/1.1 202 "));
    }
  }

  @Test
  void idleConnectionStaysUntilTheIdleTimeout() throws InterruptedException {
    try (RawClient client = new RawClient(node.address)) {
      client.send(GET);
      RawClient.Received first = client.readToEnd(1_500);
      client.send(GET);
      RawClient.Received second = client.readToEnd(300);
      long begin = System.nanoTime();
      RawClient.Received last = client.readToEnd(4_000);

      assertTrue(first.text().startsWith("HTTP/1.1 200 "));
      assertFalse(first.isClosed(), "longer than the head deadline");
      assertTrue(second.text().startsWith("HTTP/1.1 200 "));
      assertTrue(last.isClosed());
      assertEquals("", last.text());
      assertTrue(System.nanoTime() - begin > 1_000_000_000L);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    try (RawClient client = new RawClient(node.address)) {
      client.send(
          "GET /su/timestamp HTTP/1.1\r\nHost: x\r\n\r\n"
              + "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
              + "GET /su/timestamp HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      RawClient.Received received = client.readToEnd(2_000);

      assertTrue(received.isClosed());
      int first = received.text().indexOf("block_height");
      int second = received.text().indexOf("\"live\"");
      int third = received.text().lastIndexOf("block_height");
      assertTrue(0 < first && first < second && second < third, received.text());
    }
  }

  @Test
  void expectantClientIsToldToContinue() {
    byte[] item = TestNode.process(new Tag("Name", "expect")).toBytes();
    try (RawClient client = new RawClient(node.address)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
              + item.length
              + "\r\n\r\n");
      RawClient.Received invited = client.readToEnd(400);
      client.send(new String(item, StandardCharsets.ISO_8859_1));
      RawClient.Received answered = client.readToEnd(400);

      assertTrue(invited.text().startsWith("HTTP/1.1 100 "), invited.text());
      assertTrue(answered.text().startsWith("HTTP/1.1 202 "), answered.text());
    }
  }

  @Test
  void expectantClientWithTooMuchIsTurnedAway() {
    try (RawClient client = new RawClient(node.address)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11000000\r\n\r\n");

      RawClient.Received received = client.readToEnd(1_000);

      assertTrue(received.text().startsWith("HTTP/1.1 413 "), received.text());
    }
  }

  @Test
  void brokenRequestsAreAnsweredInJson() {
    try (RawClient client = new RawClient(node.address)) {
      client.send("GET /a b c HTTP/1.1\r\nHost: x\r\n\r\n");

      RawClient.Received received = client.readToEnd(1_000);

      assertTrue(received.text().startsWith("HTTP/1.1 400 "), received.text());
      assertTrue(received.text().contains("\"code\":\"HTTP-0400\""), received.text());
    }
  }

  @Test
  void connectionsOverTheLimitAreRefused() {
    List<RawClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS_MAX; i++) {
        clients.add(accepted());
      }
      try (RawClient refused = new RawClient(node.address)) {
        RawClient.Received received = refused.readToEnd(1_000);

        assertTrue(received.isClosed());
        assertTrue(received.text().startsWith("HTTP/1.1 503 "), received.text());
      }
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  /** A connection the node serves; connections of other tests may still be closing. */
  private static RawClient accepted() {
    for (int attempt = 0; attempt < 20; attempt++) {
      RawClient client = new RawClient(node.address);
      client.send(GET);
      if (client.readToEnd(100).text().startsWith("HTTP/1.1 200 ")) {
        return client;
      }
      client.close();
    }
    throw new AssertionError("no connection was accepted");
  }
}
