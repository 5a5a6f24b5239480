package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed while it is under load, again and again; what it acknowledged must be there each
 * time.
 */
class KillRoundsIT {
  private static final int ROUNDS = Integer.getInteger("holon.kill.rounds", 20);
  private static final int POSTS_PER_ROUND = 1_000;
  private static final int PROCESSES = 8;

  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final Random random = new Random(42);
  private final Set<Id> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, JsonNode> resultsSeen = new HashMap<>();
  private final List<ProcessId> processes = new ArrayList<>();
  private long nextNumber;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void whatWasAcknowledgedSurvivesEveryKill(@TempDir Path data)
      throws IOException, InterruptedException {
    NodeProcess node = NodeProcess.start(data.resolve("node"));
    try {
      spawn(new NodeClient(node.url()));
      for (int round = 1; round <= ROUNDS; round++) {
        postAndKill(node);
        node = NodeProcess.start(data.resolve("node"));
        NodeClient client = new NodeClient(node.url());
        checkLogs(client);
        checkResults(client);
      }
    } finally {
      node.close();
    }
    assertTrue(
        acknowledged.size() > ROUNDS, "some posts of each round are answered before the kill");
  }

  private void spawn(NodeClient client) throws IOException, InterruptedException {
    for (int i = 0; i < PROCESSES; i++) {
      DataItem spawn = traffic.spawnCounter(client.status(), i);
      assertEquals(202, client.post(spawn).join());
      processes.add(new ProcessId(spawn.id()));
    }
  }

  private void postAndKill(NodeProcess node) throws InterruptedException {
    NodeClient client = new NodeClient(node.url());
    List<DataItem> items = traffic.increments(processes, POSTS_PER_ROUND, nextNumber);
    nextNumber += POSTS_PER_ROUND;
    CountDownLatch answersBeforeKill =
        new CountDownLatch(1 + random.nextInt(POSTS_PER_ROUND * 3 / 4));
    for (DataItem item : items) {
      client
          .post(item)
          .thenAccept(
              status -> {
                if (status / 100 == 2) {
                  acknowledged.add(item.id());
                  answersBeforeKill.countDown();
                }
              });
    }
    assertTrue(answersBeforeKill.await(60, TimeUnit.SECONDS), "posts are answered");
    node.kill();
  }

  private void checkLogs(NodeClient client) throws IOException, InterruptedException {
    List<Id> logged = new ArrayList<>();
    for (ProcessId process : processes) {
      logged.addAll(ScheduleAudit.check(client, process));
    }
    assertEquals(logged.size(), Set.copyOf(logged).size(), "no message has two slots");
    List<Id> lost = new ArrayList<>(acknowledged);
    lost.removeAll(Set.copyOf(logged));
    assertEquals(Collections.emptyList(), lost, "acknowledged, but not in the log");
  }

  /** All results are there, count without a gap, and those seen before are unchanged. */
  private void checkResults(NodeClient client) throws IOException, InterruptedException {
    for (ProcessId process : processes) {
      List<Id> messages = ScheduleAudit.check(client, process);
      JsonNode last = client.result(process, messages.getLast());
      assertEquals(
          messages.size() - 1,
          last.path("Output").path("data").asText().strip().isEmpty() ? 0 : count(last));
      for (int slot = 1; slot < messages.size(); slot += 1 + random.nextInt(40)) {
        JsonNode result = client.result(process, messages.get(slot));
        assertEquals(slot, count(result));
        JsonNode before = resultsSeen.putIfAbsent(messages.get(slot).toString(), result);
        assertTrue(
            before == null || before.equals(result), "the result of slot " + slot + " changed");
      }
    }
  }

  private static long count(JsonNode result) {
    return Long.parseLong(result.path("Output").path("data").asText().strip());
  }
}
