package dev.holon.simulation.scale;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Wallet;
import dev.holon.simulation.NodeClient;
import dev.holon.simulation.SignedTraffic;
import dev.holon.simulation.scale.AdmissionPlan.Signature;
import dev.holon.simulation.scale.AdmissionReport.Measured;
import dev.holon.simulation.scale.RepeatedCall.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts signed items to nodes that only admit them: an answer means that the item's slot is
 * durable, and nothing is evaluated.
 */
final class AdmissionRun {
  private static final String HEAP = "1g";

  /** Until shards have moved to new nodes and their compilers rest. */
  private static final Duration SETTLE = Duration.ofSeconds(10);

  /** The module does not load in it, so the node refuses to evaluate and only keeps the log. */
  private static final Tag NO_MEMORY = new Tag("Memory-Limit", "1");

  /** Part of the items that is posted at half of the rate. */
  private static final int HALF_DIVISOR = 4;

  private final AdmissionPlan plan;
  private final PrintStream progress;
  private final long deadlineNanos;
  private final Map<Signature, SignedTraffic> traffic = new EnumMap<>(Signature.class);
  private long nextNumber;

  AdmissionRun(AdmissionPlan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
    this.deadlineNanos = System.nanoTime() + Duration.ofSeconds(plan.secondsMax()).toNanos();
    for (Signature signature : plan.signatures()) {
      Wallet wallet = signature.newWallet(new SecureRandom());
      traffic.put(signature, new SignedTraffic(wallet));
    }
  }

  AdmissionReport run() throws IOException, InterruptedException {
    List<Measured> measured = new ArrayList<>();
    try (OwnCluster cluster = new OwnCluster(plan.folder(), HEAP, "")) {
      int started = resize(cluster, 1);
      List<ProcessId> processes = spawn(cluster.nodes().getFirst().client());
      warmUp(cluster, processes, started);
      progress.print(AdmissionReport.head());
      for (int round = 1; round <= plan.rounds(); round++) {
        for (int nodes : plan.nodeCounts()) {
          warmUp(cluster, processes, resize(cluster, nodes));
          for (Signature signature : plan.signatures()) {
            Measured each = measure(cluster, processes, signature, round);
            measured.add(each);
            progress.print(each.toText());
          }
        }
      }
    }
    return new AdmissionReport(measured);
  }

  /** Returns how many nodes are new. */
  private int resize(OwnCluster cluster, int count) throws IOException, InterruptedException {
    List<NodeJvm> nodes = cluster.nodes();
    if (nodes.size() == count) {
      return 0;
    }
    // The newest go first: the coordinators stay where they are.
    for (int i = nodes.size() - 1; i >= count; i--) {
      cluster.remove(nodes.get(i));
    }
    List<NodeJvm> added = new ArrayList<>();
    while (cluster.nodes().size() < count) {
      added.add(cluster.add());
    }
    for (NodeJvm node : added) {
      node.awaitReady();
    }
    long end = System.nanoTime() + SETTLE.toNanos();
    for (long left = SETTLE.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return added.size();
  }

  // A compiler works for as many items as a measure has before it rests.
  private void warmUp(OwnCluster cluster, List<ProcessId> processes, int newCount)
      throws InterruptedException {
    List<NodeClient> clients = cluster.nodes().stream().map(NodeJvm::client).toList();
    for (int i = 0; i < newCount; i++) {
      post(clients, sign(processes, plan.signatures().getFirst(), plan.messages()), 0);
    }
  }

  private List<ProcessId> spawn(NodeClient node) throws IOException, InterruptedException {
    NodeClient.Status status = node.status();
    SignedTraffic any = traffic.values().iterator().next();
    List<ProcessId> processes = new ArrayList<>();
    for (int i = 0; i < plan.processes(); i++) {
      DataItem spawn = any.spawn(status, nextNumber++, " ", NO_MEMORY);
      int answer = node.post(spawn).join();
      if (answer != 202) {
        throw new IOException("spawning was answered " + answer);
      }
      processes.add(new ProcessId(spawn.id()));
    }
    return processes;
  }

  private Measured measure(
      OwnCluster cluster, List<ProcessId> processes, Signature signature, int round)
      throws IOException, InterruptedException {
    int halfCount = Math.max(1, plan.messages() / HALF_DIVISOR);
    List<NodeClient> clients = cluster.nodes().stream().map(NodeJvm::client).toList();
    // Connections, and the code for this kind of signature.
    post(clients, sign(processes, signature, halfCount), 0);
    List<DataItem> items = sign(processes, signature, plan.messages());
    List<DataItem> halfItems = sign(processes, signature, halfCount);
    double nodesBefore = nodeCpuSeconds(cluster);
    double databaseBefore = cluster.databaseCpuSeconds();
    Outcome full = post(clients, items, 0);
    double nodesAfter = nodeCpuSeconds(cluster);
    double databaseAfter = cluster.databaseCpuSeconds();
    Outcome half = post(clients, halfItems, full.perSecond() / 2);
    return new Measured(
        round,
        clients.size(),
        signature,
        full,
        half,
        nodesAfter - nodesBefore,
        databaseAfter - databaseBefore,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** On all cores: a signature of RSA takes milliseconds. */
  private List<DataItem> sign(List<ProcessId> processes, Signature signature, int count)
      throws InterruptedException {
    SignedTraffic signer = Objects.requireNonNull(traffic.get(signature));
    long first = nextNumber;
    nextNumber += count;
    DataItem[] items = new DataItem[count];
    int cores = Runtime.getRuntime().availableProcessors();
    new RepeatedCall(count, cores, 0, Long.MAX_VALUE)
        .run(
            number -> {
              ProcessId process = processes.get(number % processes.size());
              items[number] = signer.increment(process, first + number);
              return true;
            });
    return List.of(items);
  }

  /** As a load balancer does: to each node in turn, wherever the process is. */
  private Outcome post(List<NodeClient> nodes, List<DataItem> items, double perSecond)
      throws InterruptedException {
    return new RepeatedCall(items.size(), plan.atOnce(), perSecond, deadlineNanos)
        .run(number -> nodes.get(number % nodes.size()).post(items.get(number)).join() == 202);
  }

  private static double nodeCpuSeconds(OwnCluster cluster) {
    return cluster.nodes().stream().mapToDouble(NodeJvm::cpuSeconds).sum();
  }
}
