package dev.holon.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * One load run: spawns counters, signs all messages beforehand, posts them with a bounded number
 * under way (a closed loop), then waits for the last result of each process.
 */
final class LoadRun {
  private static final long LATENCY_MICROS_MAX = TimeUnit.MINUTES.toMicros(2);

  private final LoadPlan plan;
  private final PrintStream progress;
  private final NodeClient node;
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final long deadlineNanos;

  LoadRun(LoadPlan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
    this.node = new NodeClient(plan.url());
    this.deadlineNanos = System.nanoTime() + Duration.ofSeconds(plan.secondsMax()).toNanos();
  }

  LoadReport run() throws IOException, InterruptedException {
    progress.printf("spawning %d processes%n", plan.processes());
    List<ProcessId> processes = spawn();
    progress.printf("signing %d messages%n", plan.warmup() + plan.messages());
    List<DataItem> warmup = traffic.increments(processes, plan.warmup(), 0);
    List<DataItem> items = traffic.increments(processes, plan.messages(), plan.warmup());
    progress.println("warming up");
    post(warmup);
    long before = awaitCounts(processes, warmup);
    progress.println("measuring");
    long start = System.nanoTime();
    Posts posts = post(items);
    long posted = System.nanoTime() - start;
    long evaluated = awaitCounts(processes, items) - before;
    long finished = System.nanoTime() - start;
    return new LoadReport(
        plan.messages(), posted, finished, posts.latencyMicros(), posts.toStatuses(), evaluated);
  }

  private List<ProcessId> spawn() throws IOException, InterruptedException {
    NodeClient.Status status = node.status();
    List<DataItem> spawns = new ArrayList<>();
    for (int i = 0; i < plan.processes(); i++) {
      spawns.add(traffic.spawnCounter(status, i));
    }
    Posts posts = post(spawns);
    if (posts.statuses().keySet().stream().anyMatch(code -> code != 202)) {
      throw new IOException("spawning answered " + posts.toStatuses());
    }
    return spawns.stream().map(spawn -> new ProcessId(spawn.id())).toList();
  }

  private record Posts(ConcurrentHistogram latencyMicros, Map<Integer, LongAdder> statuses) {
    void record(int status, long nanos) {
      long micros = Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LATENCY_MICROS_MAX);
      latencyMicros.recordValue(micros);
      statuses.computeIfAbsent(status, code -> new LongAdder()).increment();
    }

    Map<Integer, Long> toStatuses() {
      Map<Integer, Long> sums = new ConcurrentSkipListMap<>();
      statuses.forEach((status, count) -> sums.put(status, count.sum()));
      return sums;
    }
  }

  private Posts post(List<DataItem> items) throws InterruptedException {
    Posts posts =
        new Posts(new ConcurrentHistogram(LATENCY_MICROS_MAX, 3), new ConcurrentHashMap<>());
    Semaphore underWay = new Semaphore(plan.connections());
    for (DataItem item : items) {
      if (!underWay.tryAcquire(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        break;
      }
      long start = System.nanoTime();
      CompletableFuture<Integer> unused =
          node.post(item)
              .whenComplete(
                  (status, fault) -> {
                    posts.record(fault == null ? status : 0, System.nanoTime() - start);
                    underWay.release();
                  });
    }
    underWay.tryAcquire(
        plan.connections(), Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    return posts;
  }

  /** The sum of the counters after each process's last message: evaluation goes in slot order. */
  private long awaitCounts(List<ProcessId> processes, List<DataItem> items)
      throws IOException, InterruptedException {
    Map<Id, Id> last = new HashMap<>();
    items.forEach(item -> last.put(item.target().orElseThrow(), item.id()));
    long sum = 0;
    for (ProcessId process : processes) {
      Id message = last.get(process.id());
      if (message == null || System.nanoTime() > deadlineNanos) {
        continue;
      }
      sum += newestCount(process, message);
    }
    return sum;
  }

  // Posts race each other, so a process's last message is not always the one posted last: read the
  // newest result.
  private long newestCount(ProcessId process, Id message) throws IOException, InterruptedException {
    node.result(process, message);
    JsonNode latest = node.get("/su/" + process + "/latest");
    JsonNode result =
        node.get(
            "/result/" + latest.path("assignment").path("id").asText() + "?process-id=" + process);
    return Long.parseLong(result.path("Output").path("data").asText("0").strip());
  }
}
