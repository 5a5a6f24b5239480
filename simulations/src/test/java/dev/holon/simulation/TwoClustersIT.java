package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that know each other by their gateways only, and two processes that play ball. */
class TwoClustersIT {
  private static final int HOPS = 6;
  private static final String PROGRAM =
      """
      Hops = 0
      Handlers.add("start", "Start", function(msg)
        Send{ Target = msg.Data, Action = "Ball", Left = "%d" }
      end)
      Handlers.add("ball", "Ball", function(msg)
        Hops = Hops + 1
        local left = math.tointeger(tonumber(msg.Tags.Left))
        if left > 1 then
          Send{ Target = msg.From, Action = "Ball", Left = tostring(left - 1) }
        end
      end)
      Handlers.add("count", "Count", function(msg) print(Hops) end)
      """
          .formatted(HOPS);

  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private long nextNumber;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void ballGoesToAndFroThoughOneSideIsAwayForAWhile(@TempDir Path data)
      throws IOException, InterruptedException {
    int onePort = freePort();
    int otherPort = freePort();
    try (NodeProcess one = start(data.resolve("one"), onePort, otherPort)) {
      NodeClient oneClient = new NodeClient(one.url());
      ProcessId here;
      ProcessId there;
      try (NodeProcess other = start(data.resolve("other"), otherPort, onePort)) {
        NodeClient otherClient = new NodeClient(other.url());
        here = spawn(oneClient, otherClient);
        there = spawn(otherClient, oneClient);
        play(oneClient, here, there);
        awaitHops(oneClient, here, otherClient, there, HOPS);
        other.kill();
      }

      play(oneClient, here, there);
      JsonNode waiting = awaitPending(oneClient, here);
      assertTrue(waiting.path("cause").asText().startsWith("PUSH-0009"), waiting.toString());
      assertTrue(waiting.path("nextTry").asLong() > 0);

      try (NodeProcess other = start(data.resolve("other"), otherPort, onePort)) {
        awaitHops(oneClient, here, new NodeClient(other.url()), there, 2 * HOPS);
      }
    }
  }

  private NodeProcess start(Path folder, int port, int gatewayPort)
      throws IOException, InterruptedException {
    return NodeProcess.start(
        folder,
        port,
        "-Dholon.messenger.gateways.0=http://127.0.0.1:" + gatewayPort,
        "-Dholon.messenger.allow-private-hosts=on");
  }

  private ProcessId spawn(NodeClient own, NodeClient other)
      throws IOException, InterruptedException {
    Tag trusted = new Tag("Authority", other.status().messengerAddress());
    DataItem spawn = traffic.spawn(own.status(), nextNumber++, PROGRAM, trusted);
    assertEquals(202, own.post(spawn).join());
    return new ProcessId(spawn.id());
  }

  private void play(NodeClient client, ProcessId from, ProcessId to) {
    DataItem start = traffic.message(from.id(), nextNumber++, "Start", to.toString());
    assertEquals(202, client.post(start).join());
  }

  private void awaitHops(
      NodeClient oneClient, ProcessId one, NodeClient otherClient, ProcessId other, long expected)
      throws IOException, InterruptedException {
    long hops = 0;
    for (int i = 0; i < 150 && hops < expected; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
      hops = count(oneClient, one) + count(otherClient, other);
    }
    assertEquals(expected, hops);
  }

  private static JsonNode awaitPending(NodeClient client, ProcessId process)
      throws IOException, InterruptedException {
    for (int i = 0; i < 300; i++) {
      JsonNode entries = client.get("/outbox?state=pending&process-id=" + process).path("entries");
      if (entries.path(0).path("attempts").asInt() > 0) {
        return entries.path(0);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    throw new AssertionError("no entry waits");
  }

  private long count(NodeClient client, ProcessId process)
      throws IOException, InterruptedException {
    DataItem question = traffic.message(process.id(), nextNumber++, "Count", " ");
    assertEquals(202, client.post(question).join());
    JsonNode result = client.result(process, question.id());
    return Long.parseLong(result.path("Output").path("data").asText().strip());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
