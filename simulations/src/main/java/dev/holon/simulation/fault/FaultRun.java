package dev.holon.simulation.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.simulation.NodeClient;
import dev.holon.simulation.ScheduleAudit;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A cluster under load and faults, one fault after the other, and the judgement afterwards. All
 * randomness comes from the plan's seed; how the threads of several nodes meet does not.
 */
final class FaultRun {
  private static final Duration CALM_MIN = Duration.ofSeconds(2);
  private static final int CALM_SPREAD_MILLIS = 3_000;
  private static final Duration READY_MAX = Duration.ofMinutes(2);
  private static final Duration SETTLE_MAX = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PAGE = 1_000;
  private static final long MILLIS_MAX = TimeUnit.HOURS.toMillis(1);

  private final FaultPlan plan;
  private final PrintStream progress;
  private final Random random;
  private final List<String> rounds = new ArrayList<>();
  private final List<Long> faultStarts = new ArrayList<>();
  private final Histogram recovery = new Histogram(MILLIS_MAX, 3);
  private final List<String> violations = new ArrayList<>();

  FaultRun(FaultPlan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
    this.random = new Random(plan.seed());
  }

  /** Runs the plan. The calls are in {@code history.jsonl} of its folder afterwards. */
  FaultReport run() throws IOException, InterruptedException {
    progress.printf("seed %d; %d nodes start%n", plan.seed(), plan.nodes());
    try (NamespacedCluster cluster = NamespacedCluster.start(plan)) {
      List<String> urls = cluster.nodes().stream().map(ClusterNode::url).toList();
      FaultLoad load = new FaultLoad(urls, random.nextLong());
      load.spawn(plan.processes());
      Thread driver = Thread.ofPlatform().start(() -> load.run(plan.perSecond()));
      try {
        rounds(cluster);
      } finally {
        load.stop();
        driver.join(TimeUnit.SECONDS.toMillis(10));
        load.history().writeTo(plan.folder().resolve("history.jsonl"));
      }
      progress.println("judging");
      judge(load, urls.getFirst());
      return report(load);
    }
  }

  private void rounds(NamespacedCluster cluster) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(plan.secondsMax()).toNanos();
    for (int round = 1; round <= plan.rounds() && System.nanoTime() < deadline; round++) {
      sleep(CALM_MIN.plusMillis(random.nextInt(CALM_SPREAD_MILLIS)));
      Fault fault = Fault.draw(random, plan.kinds(), plan.nodes(), plan.faultSecondsMax());
      faultStarts.add(System.nanoTime());
      cluster.begin(fault);
      sleep(fault.duration());
      cluster.end(fault);
      long ended = System.nanoTime();
      int restarts = recover(cluster);
      long millis = (System.nanoTime() - ended) / 1_000_000;
      recovery.recordValue(Math.min(millis, MILLIS_MAX));
      String line = fault + "; ready after " + millis + " ms, nodes started again: " + restarts;
      rounds.add(line);
      progress.printf("%d/%d %s%n", round, plan.rounds(), line);
    }
  }

  /** Waits until all serve again, starting those that ended. */
  private int recover(NamespacedCluster cluster) throws IOException, InterruptedException {
    int restarts = 0;
    long deadline = System.nanoTime() + READY_MAX.toNanos();
    while (System.nanoTime() < deadline) {
      restarts += cluster.startMissing();
      if (cluster.areAllReady()) {
        return restarts;
      }
      sleep(POLL);
    }
    violations.add("not all nodes were ready " + READY_MAX.toSeconds() + " s after a fault");
    return restarts;
  }

  private void judge(FaultLoad load, String url) throws IOException, InterruptedException {
    NodeClient client = new NodeClient(url);
    Map<ProcessId, ProcessLog> logs = new HashMap<>();
    long notesDue = 0;
    for (ProcessId process : load.processes()) {
      try {
        List<Id> messages = ScheduleAudit.check(client, process);
        client.result(process, messages.getLast());
        logs.put(process, new ProcessLog(messages, counts(client, process)));
        notesDue += (messages.size() - 1) / FaultLoad.NOTE_EVERY;
      } catch (AssertionError e) {
        violations.add(String.valueOf(e.getMessage()));
      }
    }
    List<Call> calls =
        load.history().calls().stream()
            .filter(call -> !call.process().equals(load.collector()))
            .toList();
    violations.addAll(HistoryJudge.violations(calls, logs));
    judgeNotes(load, client, notesDue);
  }

  /** What the counters sent arrived, each note once. */
  private void judgeNotes(FaultLoad load, NodeClient client, long due)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLE_MAX.toNanos();
    long[] notes;
    do {
      notes = load.notes(client);
      if (notes[0] >= due) {
        break;
      }
      sleep(Duration.ofSeconds(1));
    } while (System.nanoTime() < deadline);
    if (notes[0] != due || notes[1] != 0) {
      violations.add(
          "the collector has "
              + notes[0]
              + " notes, "
              + notes[1]
              + " of them twice; sent were "
              + due);
    }
  }

  /** What the result of each slot says was counted; the spawn's has no output and counts 0. */
  private static List<Long> counts(NodeClient client, ProcessId process)
      throws IOException, InterruptedException {
    List<Long> counts = new ArrayList<>();
    String from = "";
    while (true) {
      JsonNode edges =
          client.get("/results/" + process + "?sort=ASC&limit=" + PAGE + from).path("edges");
      for (JsonNode edge : edges) {
        String output = edge.path("node").path("Output").path("data").asText("").strip();
        counts.add(output.isEmpty() ? 0 : Long.parseLong(output));
      }
      if (edges.size() < PAGE) {
        return counts;
      }
      String cursor = edges.get(edges.size() - 1).path("cursor").asText();
      from = "&from=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
  }

  private FaultReport report(FaultLoad load) {
    List<Call> calls = load.history().calls();
    long acknowledged =
        calls.stream().filter(call -> call.kind() == Call.Kind.POST && call.isAnswered()).count();
    return new FaultReport(
        violations,
        rounds,
        calls.size(),
        acknowledged,
        load.failedTwice(),
        load.skipped(),
        takeovers(calls),
        recovery);
  }

  /** For each fault and process, how long until a post that was sent after it had its slot. */
  private Histogram takeovers(List<Call> calls) {
    Histogram millis = new Histogram(MILLIS_MAX, 3);
    for (long start : faultStarts) {
      Map<ProcessId, Long> first = new HashMap<>();
      for (Call call : calls) {
        if (call.kind() == Call.Kind.POST && call.isAnswered() && call.startNanos() >= start) {
          first.merge(call.process(), call.endNanos(), Math::min);
        }
      }
      first
          .values()
          .forEach(end -> millis.recordValue(Math.min(MILLIS_MAX, (end - start) / 1_000_000)));
    }
    return millis;
  }

  private static void sleep(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
