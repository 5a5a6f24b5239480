package dev.holon.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/**
 * Pairs of processes that play ball: each ball is sent so many times, and every hop must be counted
 * by the process it arrived at.
 */
final class HopRun {
  private static final int POSTS_UNDER_WAY = 64;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration REPEAT = Duration.ofMillis(500);

  private static final String PLAYER =
      """
      Hops = 0
      Handlers.add("start", "Start", function(msg)
        Send{ Target = string.sub(msg.Data, 1, 43), Action = "Ball", Left = string.sub(msg.Data, 45) }
      end)
      Handlers.add("ball", "Ball", function(msg)
        Hops = Hops + 1
        local left = math.tointeger(tonumber(msg.Tags.Left))
        if left > 1 then
          Send{ Target = msg.From, Action = "Ball", Left = tostring(left - 1) }
        end
      end)
      Handlers.add("count", "Count", function(msg) print(Hops) end)
      """;

  private final HopPlan plan;
  private final PrintStream progress;
  private final DoubleSupplier nodeCpuSeconds;
  private final NodeClient node;
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final long deadlineNanos;
  private long nextNumber;

  /**
   * @param nodeCpuSeconds what the node and its database have used so far
   */
  HopRun(HopPlan plan, PrintStream progress, DoubleSupplier nodeCpuSeconds) {
    this.plan = plan;
    this.progress = progress;
    this.nodeCpuSeconds = nodeCpuSeconds;
    this.node = new NodeClient(plan.url());
    this.deadlineNanos = System.nanoTime() + Duration.ofSeconds(plan.secondsMax()).toNanos();
  }

  HopReport run() throws IOException, InterruptedException {
    progress.printf("spawning %d processes%n", 2 * plan.pairs());
    List<ProcessId> players = spawn();
    progress.println("one ball alone, first to warm up");
    play(players.subList(0, 2), plan.lightHops());
    Histogram light = light(players.subList(2, 4));
    progress.printf("%d balls, %d hops each, first to warm up%n", plan.pairs(), plan.hops());
    play(players, plan.hops());
    long countedBefore = count(players);
    double cpuBefore = nodeCpuSeconds.getAsDouble();
    long start = System.nanoTime();
    long open = play(players, plan.hops());
    long nanos = System.nanoTime() - start;
    double cpu = nodeCpuSeconds.getAsDouble() - cpuBefore;
    long counted = count(players) - countedBefore;
    return new HopReport(
        plan.pairs() * plan.hops(),
        counted,
        open,
        light,
        nanos,
        Runtime.getRuntime().availableProcessors(),
        cpu);
  }

  private List<ProcessId> spawn() throws IOException, InterruptedException {
    NodeClient.Status status = node.status();
    List<DataItem> spawns = new ArrayList<>();
    for (int i = 0; i < 2 * Math.max(2, plan.pairs()); i++) {
      spawns.add(traffic.spawn(status, nextNumber++, PLAYER));
    }
    post(spawns);
    List<ProcessId> players = spawns.stream().map(spawn -> new ProcessId(spawn.id())).toList();
    count(players);
    return players;
  }

  /** Starts a ball in each pair and waits until all lie; the entries that were not delivered. */
  private long play(List<ProcessId> players, int hops) throws IOException, InterruptedException {
    JsonNode before = node.get("/status").path("outbox");
    List<DataItem> starts = new ArrayList<>();
    for (int i = 0; i + 1 < players.size(); i += 2) {
      String data = players.get(i + 1) + " " + hops;
      starts.add(traffic.message(players.get(i).id(), nextNumber++, "Start", data));
    }
    post(starts);
    long expected = before.path("delivered").asLong() + (long) starts.size() * hops;
    while (true) {
      JsonNode outbox = node.get("/status").path("outbox");
      boolean isDone = outbox.path("delivered").asLong() >= expected;
      if (isDone || System.nanoTime() > deadlineNanos) {
        return open(outbox) - open(before);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static long open(JsonNode outbox) {
    return outbox.path("pending").asLong()
        + outbox.path("refused").asLong()
        + outbox.path("parked").asLong();
  }

  /** The times between the slots of one ball, out of both logs. */
  private Histogram light(List<ProcessId> pair) throws IOException, InterruptedException {
    play(pair, plan.lightHops());
    List<Long> times = new ArrayList<>();
    for (ProcessId player : pair) {
      JsonNode log = node.get("/su/" + player + "?process-id=" + player + "&limit=1000");
      for (JsonNode edge : log.path("edges")) {
        boolean isBall =
            edge.path("node").path("message").path("tags").toString().contains("\"Ball\"");
        if (isBall) {
          times.add(edge.path("cursor").asLong());
        }
      }
    }
    Collections.sort(times);
    Histogram histogram = new Histogram(TimeUnit.MINUTES.toMillis(2), 3);
    for (int i = 1; i < times.size(); i++) {
      histogram.recordValue(times.get(i) - times.get(i - 1));
    }
    return histogram;
  }

  /** The sum of all counters. */
  private long count(List<ProcessId> players) throws IOException, InterruptedException {
    List<DataItem> questions = new ArrayList<>();
    for (ProcessId player : players) {
      questions.add(traffic.message(player.id(), nextNumber++, "Count", " "));
    }
    post(questions);
    long sum = 0;
    for (DataItem question : questions) {
      ProcessId player = new ProcessId(question.target().orElseThrow());
      JsonNode result = node.result(player, question.id());
      sum += Long.parseLong(result.path("Output").path("data").asText().strip());
    }
    return sum;
  }

  /** Posts items; those that the node has no room for, again: repeating is safe. */
  private void post(List<DataItem> items) throws IOException, InterruptedException {
    List<DataItem> rest = items;
    while (!rest.isEmpty()) {
      rest = tryPost(rest);
      if (!rest.isEmpty()) {
        if (System.nanoTime() > deadlineNanos) {
          throw new IOException("the node has had no room for " + rest.size() + " posts");
        }
        LockSupport.parkNanos(REPEAT.toNanos());
      }
    }
  }

  private List<DataItem> tryPost(List<DataItem> items) throws IOException, InterruptedException {
    Semaphore underWay = new Semaphore(POSTS_UNDER_WAY);
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (DataItem item : items) {
      underWay.acquire();
      answers.add(node.post(item).whenComplete((status, fault) -> underWay.release()));
    }
    List<DataItem> refused = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      int status = answers.get(i).join();
      if (status == 503 || status == 429) {
        refused.add(items.get(i));
      } else if (status != 202) {
        throw new IOException("a post was answered " + status);
      }
    }
    return refused;
  }
}
