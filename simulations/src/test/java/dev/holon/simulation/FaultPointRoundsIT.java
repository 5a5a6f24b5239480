package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.FaultPoints.Point;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node ends at each place between two steps of a message's life, while processes send and spawn.
 * Afterwards every effect is there, and once.
 */
class FaultPointRoundsIT {
  private static final int ROUNDS = Integer.getInteger("holon.fault.rounds", 1);
  private static final int BALLS_PER_ROUND = 12;
  private static final int HOPS = 6;
  private static final int CHILDREN_PER_ROUND = 6;
  private static final Duration END_MAX = Duration.ofSeconds(30);
  private static final Duration QUIET_MAX = Duration.ofSeconds(60);

  private static final String PROGRAM =
      """
      Hops, Born, Told = 0, 0, 0
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
      Handlers.add("bear", "Bear", function(msg)
        Spawn{ ["On-Boot"] = "Data", Data = "Send{ Target = '" .. ao.id .. "', Action = 'Born' }" }
      end)
      Handlers.add("born", "Born", function(msg) Born = Born + 1 end)
      Handlers.add("told", "Spawned", function(msg) Told = Told + 1 end)
      Handlers.add("count", "Count", function(msg) print(Hops .. " " .. Born .. " " .. Told) end)
      """
          .formatted(HOPS);

  private static final String COLLECTOR =
      """
      Seen, Received, Doubled, Newest = {}, 0, 0, 0
      Handlers.add("ticked", "Ticked", function(msg)
        local number = math.tointeger(tonumber(msg.Tags.Number))
        if Seen[number] then Doubled = Doubled + 1 end
        Seen[number] = true
        Received = Received + 1
        Newest = math.max(Newest, number)
      end)
      Handlers.add("count", "Count", function(msg) print(Received .. " " .. Doubled .. " " .. Newest) end)
      """;

  private static final String TICKER =
      """
      Ticks = 0
      Handlers.add("tick", "Tick", function(msg)
        Ticks = Ticks + 1
        Send{ Target = "%s", Action = "Ticked", Number = tostring(Ticks) }
      end)
      Handlers.add("count", "Count", function(msg) print(Ticks) end)
      """;

  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final Random random = new Random(7);
  private final List<ProcessId> players = new ArrayList<>();
  private final List<ProcessId> cronProcesses = new ArrayList<>();
  private final Map<Id, DataItem> unanswered = new LinkedHashMap<>();
  private long nextNumber;
  private int balls;
  private int children;

  @Test
  @Timeout(value = 120, unit = TimeUnit.MINUTES)
  void everyEffectIsThereOnce(@TempDir Path data) throws IOException, InterruptedException {
    Path folder = data.resolve("node");
    try (NodeProcess node = NodeProcess.start(folder)) {
      spawnPlayers(new NodeClient(node.url()));
    }
    for (int round = 0; round < ROUNDS; round++) {
      endAt(folder, Point.AFTER_ASSIGN, 10 + random.nextInt(40));
      endAt(folder, Point.AFTER_EVALUATE, 10 + random.nextInt(40));
      endAt(folder, Point.BETWEEN_PUSH_AND_MARK, 5 + random.nextInt(20));
      endAt(folder, Point.DURING_SPAWN, 1 + random.nextInt(CHILDREN_PER_ROUND - 1));
      endAt(folder, Point.DURING_TICK, 1 + random.nextInt(5));
    }
    try (NodeProcess node = NodeProcess.start(folder)) {
      NodeClient client = new NodeClient(node.url());
      postUnanswered(client);
      awaitQuiet(client);
      checkEffects(client);
      checkTicks(client);
    }
  }

  private void spawnPlayers(NodeClient client) throws IOException, InterruptedException {
    NodeClient.Status status = client.status();
    for (int i = 0; i < 4; i++) {
      DataItem spawn = traffic.spawn(status, nextNumber++, PROGRAM);
      assertEquals(202, client.post(spawn).join());
      players.add(new ProcessId(spawn.id()));
    }
    DataItem collector = traffic.spawn(status, nextNumber++, COLLECTOR);
    DataItem ticker =
        traffic.spawn(
            status,
            nextNumber++,
            TICKER.formatted(collector.id()),
            new Tag("Cron-Interval", "1-second"),
            new Tag("Cron-Tag-Action", "Tick"));
    for (DataItem spawn : List.of(collector, ticker)) {
      assertEquals(202, client.post(spawn).join());
      cronProcesses.add(new ProcessId(spawn.id()));
    }
  }

  private void endAt(Path folder, Point point, int times) throws IOException, InterruptedException {
    for (int i = 0; i < BALLS_PER_ROUND; i++) {
      Id target = players.get((i + 1) % players.size()).id();
      add(players.get(i % players.size()), "Start", target.toString());
      balls++;
    }
    for (int i = 0; i < CHILDREN_PER_ROUND; i++) {
      add(players.get(i % players.size()), "Bear", " ");
      children++;
    }
    String option = "-D" + EndAtFaultPoint.PROPERTY + "=" + point + ":" + times;
    try (NodeProcess node = NodeProcess.start(folder, 0, option)) {
      postUnanswered(new NodeClient(node.url()));
      assertTrue(node.awaitEnd(END_MAX), "the node ends at " + point + " number " + times);
    } catch (NodeProcess.EndedException e) {
      // What the round before left to do brought it to the point before it could serve.
      assertEquals(EndAtFaultPoint.EXIT_CODE, e.exitCode());
    }
  }

  private void add(ProcessId player, String action, String data) {
    DataItem item = traffic.message(player.id(), nextNumber++, action, data);
    unanswered.put(item.id(), item);
  }

  /** What gets no answer is posted again in the next round: it may have its slot or not. */
  private void postUnanswered(NodeClient client) {
    Map<Id, CompletableFuture<Integer>> answers = new LinkedHashMap<>();
    unanswered.forEach((id, item) -> answers.put(id, client.post(item)));
    answers.forEach(
        (id, answer) -> {
          if (answer.exceptionally(fault -> 0).join() == 202) {
            unanswered.remove(id);
          }
        });
  }

  private void awaitQuiet(NodeClient client) throws IOException, InterruptedException {
    assertEquals(Map.of(), unanswered);
    long deadline = System.nanoTime() + QUIET_MAX.toNanos();
    List<Long> before = List.of();
    while (System.nanoTime() < deadline) {
      // Quiet is when all is delivered, and nothing has come while all that there was was
      // evaluated.
      List<Long> now = counts(client);
      JsonNode outbox = client.get("/status").path("outbox");
      if (outbox.path("pending").asLong() == 0 && now.equals(before)) {
        return;
      }
      before = now;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
    }
    throw new AssertionError("still at work: " + client.get("/outbox?state=pending"));
  }

  private void checkEffects(NodeClient client) throws IOException, InterruptedException {
    assertEquals(List.of((long) balls * HOPS, (long) children, (long) children), counts(client));
    JsonNode status = client.get("/status");
    assertEquals(
        players.size() + cronProcesses.size() + children, status.path("processes").asInt());
    assertEquals(0, status.path("outbox").path("refused").asInt());
    assertEquals(0, status.path("outbox").path("parked").asInt());
    for (ProcessId player : players) {
      ScheduleAudit.check(client, player);
    }
  }

  /** Hops, births and notices, as the processes counted them. */
  private List<Long> counts(NodeClient client) throws IOException, InterruptedException {
    long[] sums = new long[3];
    for (ProcessId player : players) {
      List<Long> counts = counts(client, player);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += counts.get(i);
      }
    }
    return List.of(sums[0], sums[1], sums[2]);
  }

  private List<Long> counts(NodeClient client, ProcessId process)
      throws IOException, InterruptedException {
    DataItem question = traffic.message(process.id(), nextNumber++, "Count", " ");
    assertEquals(202, client.post(question).join());
    String output =
        client.result(process, question.id()).path("Output").path("data").asText().strip();
    return Arrays.stream(output.split(" ", -1)).map(Long::valueOf).toList();
  }

  /** What the cron sent arrived once, each of it, however often its ticks were cut short. */
  private void checkTicks(NodeClient client) throws IOException, InterruptedException {
    long ticks = counts(client, cronProcesses.getLast()).getFirst();
    assertTrue(ticks > ROUNDS, "the cron ticked: " + ticks);
    long deadline = System.nanoTime() + QUIET_MAX.toNanos();
    List<Long> collected;
    do {
      assertTrue(System.nanoTime() < deadline, "the cron's messages arrive");
      collected = counts(client, cronProcesses.getFirst());
    } while (collected.getLast() < ticks);
    assertEquals(List.of(collected.getLast(), 0L, collected.getLast()), collected);
  }
}
