package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.DataItem;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the port answers while the database is away. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class StoreAwayTest {
  @Test
  void postsAreRefusedAtOnceAndWhatNeedsNoStoreGoesOn() {
    try (TestNode node = TestNode.start()) {
      DataItem process = TestNode.process();
      TestNode.Reply known = node.get("/status");
      node.gate.set(false);

      TestNode.Reply post = node.post("/su/", process.toBytes());
      TestNode.Reply status = node.get("/status");
      TestNode.Reply listing = node.get("/processes");

      assertEquals(503, post.status());
      assertEquals("LOAD-0004", post.json().path("code").asText());
      assertEquals("1", post.header("Retry-After"));
      assertEquals(200, status.status());
      assertEquals(known.json().path("outbox"), status.json().path("outbox"));
      assertTrue(known.json().path("storeReachable").asBoolean());
      assertFalse(status.json().path("storeReachable").asBoolean());
      assertEquals(503, listing.status());
      assertEquals("1", listing.header("Retry-After"));
      assertEquals(503, node.get("/health/ready").status());
      assertEquals(200, node.get("/health/live").status());
      assertEquals(200, node.get("/limits").status());
      assertEquals(200, node.get("/metrics").status());

      node.gate.set(true);
      assertEquals(200, node.post("/su/", process.toBytes()).status());
      assertEquals(200, node.get("/health/ready").status());
    }
  }
}
