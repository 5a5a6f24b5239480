package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.gateway.TestNode.Reply;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MonitorSurfaceTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void monitorIsKeptUntilItIsEndedWithTheNetworksOwnWords() {
    ProcessId process = node.spawned("monitored");
    byte[] item = request(process.id());

    assertReply(200, "Monitoring process", send("POST", "/monitor/" + process, item));
    Reply again = send("POST", "/mu/monitor/" + process, item);
    assertEquals("Process already being monitored", again.json().path("error").asText());
    assertEquals("CRON-0003", again.json().path("code").asText());
    assertEquals(500, again.status());
    assertTrue(node.get("/crons/" + process).json().path("isMonitored").asBoolean());

    assertReply(200, "Process deleted", send("DELETE", "/monitor/" + process, item));
    Reply gone = send("DELETE", "//monitor/" + process, item);
    assertEquals(500, gone.status());
    assertEquals("Process monitor not found", gone.json().path("error").asText());
    assertReply(200, "Monitoring process", send("POST", "/monitor/" + process, item));
  }

  @Test
  void itemsTargetCountsNotThePath() {
    ProcessId process = node.spawned("target");
    ProcessId other = node.spawned("path");

    assertEquals(200, send("POST", "/monitor/" + other, request(process.id())).status());

    assertTrue(node.get("/crons/" + process).json().path("isMonitored").asBoolean());
  }

  @Test
  void whatIsNoSignedItemOrNamesNoProcessIsRefused() {
    ProcessId process = node.spawned("refused");
    byte[] forged = request(process.id());
    forged[100] ^= 1;

    assertEquals(400, send("POST", "/monitor/" + process, new byte[10]).status());
    assertEquals(400, send("DELETE", "/monitor/" + process, forged).status());
    assertEquals(400, send("POST", "/monitor/" + process, request(null)).status());
    Reply nobody = send("POST", "/monitor/" + process, request(Id.of(new byte[32])));
    assertEquals("SCHED-0001", nobody.json().path("code").asText());
    assertEquals(404, node.get("/monitor/" + process).status());
  }

  private static void assertReply(int status, String text, Reply reply) {
    assertEquals(text, reply.text());
    assertEquals(status, reply.status());
  }

  // ao.TN.1 §1.5: no tags, data one space.
  private static byte[] request(@Nullable Id target) {
    DataItem item = TestNode.item(target, List.of(), " ".getBytes(StandardCharsets.UTF_8));
    return item.toBytes();
  }

  private static Reply send(String method, String path, byte[] body) {
    return node.send(method, path, BodyPublishers.ofByteArray(body));
  }
}
