package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** ao.TN.1 §2.6: a node as router. */
class RedirectsTest {
  private static final String OTHER = "http://127.0.0.1:9/su";
  private static final ProcessId ELSEWHERE = ProcessId.parse("A".repeat(43));
  private static TestNode node;
  private static ProcessId here;

  @BeforeAll
  static void start() {
    node = TestNode.start(TestNode.with(process -> Optional.of(URI.create(OTHER))));
    DataItem spawn = TestNode.process(new Tag("Name", "here"));
    here = new ProcessId(spawn.id());
    // The messenger takes it whatever the router says.
    assertEquals(202, node.post("/", spawn.toBytes()).status());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void eachRouteOfAProcessElsewhereIsRedirectedWithItsPathAndQuery() {
    for (String path :
        List.of(
            "/?process-id=" + ELSEWHERE,
            "/timestamp?process-id=" + ELSEWHERE,
            "/" + ELSEWHERE,
            "/" + ELSEWHERE + "?from=1&to=2&limit=3",
            "/" + "B".repeat(42) + "A?process-id=" + ELSEWHERE,
            "/" + ELSEWHERE + "/latest",
            "/processes/" + ELSEWHERE + "?a=%20b")) {
      TestNode.Reply reply = node.get("/su" + path);

      assertEquals(307, reply.status(), path);
      assertEquals(OTHER + path, reply.header("Location"));
    }
  }

  @Test
  void postsAreRedirected() {
    DataItem message = TestNode.message(ELSEWHERE, "x");
    DataItem spawn = TestNode.process(new Tag("Name", "spawned elsewhere"));
    String assign = "/?process-id=" + ELSEWHERE + "&assign=" + here;

    assertEquals(OTHER + "/", redirected(node.post("/su/", message.toBytes())));
    assertEquals(OTHER + "/", redirected(node.post("/su", spawn.toBytes())));
    assertEquals(OTHER + assign, redirected(node.post("/su" + assign, new byte[0])));
  }

  private static String redirected(TestNode.Reply reply) {
    assertEquals(307, reply.status(), reply.text());
    return String.valueOf(reply.header("Location"));
  }

  @Test
  void processWithALogHereIsServedHere() {
    assertEquals(200, node.get("/su/" + here).status());
    assertEquals(200, node.get("/su/processes/" + here).status());
    assertEquals(200, node.get("/su/?process-id=" + here).status());
    assertEquals(200, node.get("/su/").status());
    assertEquals(200, node.post("/su/", TestNode.message(here, "x").toBytes()).status());
  }

  @Test
  void sharedProcessesSpreadAndStay() {
    List<URI> three =
        List.of(URI.create("http://a/su"), URI.create("http://b/su"), URI.create("http://c/su"));
    SchedulerRoutes routes = new SchedulerRoutes("", three, Map.of());
    SchedulerRoutes two = new SchedulerRoutes("", three.subList(0, 2), Map.of());
    Map<URI, Integer> counts = new HashMap<>();
    for (int i = 0; i < 900; i++) {
      ProcessId process = process(i);
      URI chosen = routes.locate(process).orElseThrow();
      counts.merge(chosen, 1, Integer::sum);
      assertEquals(chosen, routes.locate(process).orElseThrow());
      // A scheduler that leaves moves no process of the others.
      if (!chosen.equals(three.get(2))) {
        assertEquals(chosen, two.locate(process).orElseThrow());
      }
    }
    assertTrue(counts.values().stream().allMatch(count -> count > 200), counts.toString());
  }

  @Test
  void pinnedAndOwnProcesses() {
    List<URI> one = List.of(URI.create("http://a/su"));
    SchedulerRoutes routes =
        new SchedulerRoutes("http://a/su", one, Map.of(process(1), URI.create("http://p/su")));

    assertEquals(Optional.empty(), routes.locate(process(0)));
    assertEquals(Optional.of(URI.create("http://p/su")), routes.locate(process(1)));
    assertEquals(Optional.empty(), SchedulerRoutes.NONE.locate(process(1)));
  }

  private static ProcessId process(int number) {
    return new ProcessId(Id.of(ByteBuffer.allocate(32).putInt(number).array()));
  }
}
