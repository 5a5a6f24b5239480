package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process misbehaves; it fails alone, and only for that message. */
class HostileProcessIT {
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void endlessLoopFailsItsMessageAndNothingElse(@TempDir Path data)
      throws IOException, InterruptedException {
    try (NodeProcess node = NodeProcess.start(data.resolve("node"))) {
      NodeClient client = new NodeClient(node.url());
      ProcessId hostile = spawn(client, 1);
      ProcessId neighbour = spawn(client, 2);
      assertEquals("1", post(client, traffic.increment(hostile, 10)));

      DataItem loop = traffic.message(hostile.id(), 11, "Eval", "while true do end");
      assertEquals(202, client.post(loop).join());
      for (int i = 1; i <= 20; i++) {
        assertEquals(String.valueOf(i), post(client, traffic.increment(neighbour, 100 + i)));
      }

      JsonNode failed = client.result(hostile, loop.id());
      assertTrue(failed.path("Error").asText().contains("out of gas"), failed.toString());
      assertFalse(failed.path("Messages").elements().hasNext());
      assertEquals("2", post(client, traffic.increment(hostile, 12)));
    }
  }

  private ProcessId spawn(NodeClient client, int number) throws IOException, InterruptedException {
    DataItem spawn = traffic.spawnCounter(client.status(), number);
    assertEquals(202, client.post(spawn).join());
    return new ProcessId(spawn.id());
  }

  /** What the message printed. */
  private static String post(NodeClient client, DataItem item)
      throws IOException, InterruptedException {
    assertEquals(202, client.post(item).join());
    ProcessId process = new ProcessId(item.target().orElseThrow());
    return client.result(process, item.id()).path("Output").path("data").asText().strip();
  }
}
