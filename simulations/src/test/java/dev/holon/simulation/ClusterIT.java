package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a cluster: nodes that start at once, one that leaves, one that is killed and one that
 * was given up while it slept, all under load. Nothing that was acknowledged may be missing.
 */
class ClusterIT {
  private static final int PROCESSES = 12;

  /** What the settings make of a killed node is about 11 s; the machine may be slow. */
  private static final double TAKEOVER_SECONDS_MAX =
      Integer.getInteger("holon.takeover.seconds.max", 30);

  /** Leaving must be noticed sooner than dying; else it was none. */
  private static final double HAND_OVER_SECONDS_MAX = 8;

  private static final Duration LEAVE_MAX = Duration.ofSeconds(25);
  private static final int EXIT_GIVEN_UP = 3;
  private static final int EXIT_SIGTERM = 143;

  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void clusterLosesNodesAndNothingElse(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    try (TestCluster cluster = new TestCluster(folder)) {
      List<NodeProcess> nodes = cluster.start(4);
      List<NodeClient> clients = nodes.stream().map(node -> new NodeClient(node.url())).toList();
      assertOneCluster(cluster, 4);
      List<ProcessId> processes = spawn(clients);
      everyNodeAnswersForEveryProcess(clients, processes);
      // The coordinators are on the oldest, so it is the worst one to lose.
      int oldest = cluster.oldest();
      int leaver = (oldest + 1) % 4;
      int sleeper = (oldest + 2) % 4;
      int last = (oldest + 3) % 4;
      try (ClusterLoad load = new ClusterLoad(traffic, clients)) {
        load.start(processes);
        awaitPosts(load, 200);

        oneLeaves(load, nodes.get(leaver), clients.get(leaver));
        oneIsKilled(load, nodes.get(oldest), clients.get(oldest));
        oneSleepsTooLong(load, nodes.get(sleeper), clients.get(sleeper));

        load.finish();
        assertEquals(List.of(), load.failures());
        checkLogs(load, clients.get(last));
      }
      nodes.get(last).close();
      assertNothingWasUnreadable(folder);
    }
  }

  private static void assertOneCluster(TestCluster cluster, int size) throws Exception {
    Set<Set<String>> seen = new HashSet<>();
    for (NodeClient management : cluster.managements()) {
      JsonNode members = management.get("/cluster/members");
      Set<String> up = new TreeSet<>();
      members
          .path("members")
          .forEach(
              member -> {
                if (member.path("status").asText().equals("Up")) {
                  up.add(member.path("node").asText());
                }
              });
      seen.add(up);
    }
    assertEquals(1, seen.size(), "all nodes see the same members: " + seen);
    assertEquals(size, seen.iterator().next().size(), "members " + seen);
  }

  private List<ProcessId> spawn(List<NodeClient> clients) throws Exception {
    List<ProcessId> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      DataItem spawn = traffic.spawnCounter(clients.getFirst().status(), i);
      assertEquals(202, clients.get(i % clients.size()).post(spawn).join());
      processes.add(new ProcessId(spawn.id()));
    }
    return processes;
  }

  /** Whichever node has the process: results, states, dry runs, ticks and logs. */
  private static void everyNodeAnswersForEveryProcess(
      List<NodeClient> clients, List<ProcessId> processes) throws Exception {
    for (ProcessId process : processes.subList(0, 6)) {
      for (NodeClient client : clients) {
        assertEquals(1, ScheduleAudit.check(client, process).size());
        client.result(process, process.id());
        assertEquals(200, client.getStatus("/state/" + process));
        assertEquals(200, client.dryRun(process));
        assertEquals(200, client.getStatus("/cron/" + process + "?limit=1"));
      }
    }
  }

  /** SIGTERM under load: the others see nothing of it but posts to be repeated. */
  private static void oneLeaves(ClusterLoad load, NodeProcess node, NodeClient client)
      throws InterruptedException {
    long begin = System.nanoTime();
    node.terminate();
    assertTrue(node.awaitEnd(LEAVE_MAX), "the node ends within its time");
    load.forget(client);
    awaitPosts(load, load.count() + 100);
    double worst = report("a node leaves", load, begin);
    assertTrue(worst < HAND_OVER_SECONDS_MAX, "handed over after " + worst + " s");
    awaitAllServed(load, System.nanoTime());
    assertEquals(EXIT_SIGTERM, node.exitCode());
  }

  /** SIGKILL under load. */
  private static void oneIsKilled(ClusterLoad load, NodeProcess node, NodeClient client)
      throws InterruptedException {
    long begin = System.nanoTime();
    node.kill();
    load.forget(client);
    parkSeconds(2);
    awaitAllServed(load, begin);
    double worst = report("a node is killed", load, begin);
    assertTrue(worst < TAKEOVER_SECONDS_MAX, "took over after " + worst + " s");
  }

  /** SIGSTOP until the other has given it up: when it goes on, it finds out and ends. */
  private static void oneSleepsTooLong(ClusterLoad load, NodeProcess node, NodeClient client)
      throws IOException, InterruptedException {
    load.forget(client);
    long begin = System.nanoTime();
    signal("STOP", node);
    parkSeconds(2);
    awaitAllServed(load, begin);
    report("a node sleeps", load, begin);
    signal("CONT", node);
    assertTrue(node.awaitEnd(Duration.ofSeconds(45)), "the node that was given up ends");
    assertEquals(EXIT_GIVEN_UP, node.exitCode());
  }

  private static void signal(String name, NodeProcess node)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start().waitFor();
  }

  private static void awaitPosts(ClusterLoad load, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (load.count() < count && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertTrue(load.count() >= count, "posts are acknowledged: " + load.count());
  }

  /** Each process has had a post acknowledged that was begun after this moment. */
  private static void awaitAllServed(ClusterLoad load, long sinceNanos) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (load.servedSince(sinceNanos) < PROCESSES && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertEquals(PROCESSES, load.servedSince(sinceNanos), "processes that are served again");
  }

  private static void parkSeconds(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  /** The longest that a post took, in seconds. */
  private static double report(String what, ClusterLoad load, long sinceNanos) {
    List<ClusterLoad.Post> posts = load.since(sinceNanos);
    double[] seconds = posts.stream().mapToDouble(ClusterLoad.Post::seconds).sorted().toArray();
    double worst = seconds[seconds.length - 1];
    long repeated = posts.stream().filter(post -> post.tries() > 1).count();
    System.out.printf(
        "%s: %d posts, %d repeated, p50 %.3f s, p99 %.3f s, longest %.3f s%n",
        what,
        seconds.length,
        repeated,
        seconds[seconds.length / 2],
        seconds[seconds.length * 99 / 100],
        worst);
    return worst;
  }

  private static void checkLogs(ClusterLoad load, NodeClient client) throws Exception {
    for (var process : load.acknowledged().entrySet()) {
      List<Id> logged = ScheduleAudit.check(client, process.getKey());
      List<Id> lost = new ArrayList<>(process.getValue());
      lost.removeAll(Set.copyOf(logged));
      assertEquals(List.of(), lost, "acknowledged, but not in the log");
      JsonNode newest = client.result(process.getKey(), logged.getLast());
      assertEquals(
          Integer.toString(logged.size() - 1),
          newest.path("Output").path("data").asText().strip(),
          "every slot is evaluated once");
    }
  }

  private static void assertNothingWasUnreadable(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> logs = files.filter(file -> file.endsWith("holon.log")).toList();
      assertEquals(4, logs.size());
      for (Path log : logs) {
        try (Stream<String> lines = Files.lines(log)) {
          List<String> faults =
              lines
                  .filter(
                      line ->
                          line.contains("serializ")
                              || line.contains("NotSerializable")
                              || line.contains("Oversized"))
                  .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                  .toList();
          assertEquals(List.of(), faults, "messages between nodes that could not be read");
        }
      }
    }
  }
}
