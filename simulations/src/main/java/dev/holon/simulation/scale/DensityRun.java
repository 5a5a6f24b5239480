package dev.holon.simulation.scale;

import dev.holon.persistence.DatabaseSettings;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.simulation.NodeClient;
import dev.holon.simulation.SignedTraffic;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills a database, starts a node over it, wakes a part of its processes, and measures all that.
 */
final class DensityRun {
  private static final int START_COUNT = 3;
  private static final int AWAKE_COUNT_MAX = 5_000;
  private static final int PROGRESS_EVERY = 50_000;

  private final DensityPlan plan;
  private final PrintStream progress;
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final long deadlineNanos;
  private final AtomicLong nextNumber = new AtomicLong();

  DensityRun(DensityPlan plan, PrintStream progress) {
    this.plan = plan;
    this.progress = progress;
    this.deadlineNanos = System.nanoTime() + Duration.ofSeconds(plan.secondsMax()).toNanos();
  }

  DensityReport run() throws IOException, InterruptedException, SQLException {
    // What is woken is to stay: neither rest nor the bound may end it. Shards are not equally full,
    // and each has its part of the bound.
    String settings =
        "holon.compute.idle-after = 24 hours\nholon.cluster.resident-processes-max = "
            + 4L * plan.live();
    try (OwnCluster cluster = new OwnCluster(plan.folder(), plan.heap(), settings)) {
      List<ProcessId> processes = fill(cluster);
      return measure(cluster, processes);
    }
  }

  /** Makes the database know so many processes; those that are to be woken. */
  private List<ProcessId> fill(OwnCluster cluster)
      throws IOException, InterruptedException, SQLException {
    NodeJvm first = cluster.add();
    progress.printf("the first start took %.1f s%n", seconds(first.awaitReady()));
    NodeClient.Status status = first.client().status();
    cluster.remove(first);
    try (ProcessSeed seed = new ProcessSeed(cluster.database(), status, cluster.scheduler())) {
      long missing = plan.known() - seed.knownCount();
      if (missing > 0) {
        progress.printf("adding %,d processes%n", missing);
        AtomicLong done = new AtomicLong();
        seed.add(missing, traffic, () -> report(done.addAndGet(ProcessSeed.BATCH)));
        vacuum(cluster.database());
      }
      return seed.first(plan.live());
    }
  }

  private void report(long done) {
    if (done % PROGRESS_EVERY == 0) {
      progress.printf("  %,d%n", done);
    }
  }

  // As the server does by itself in the time that so many processes take to come.
  private static void vacuum(DatabaseSettings database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE");
      statement.execute("CHECKPOINT");
    }
  }

  private static long sizeBytes(DatabaseSettings database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static Connection connect(DatabaseSettings database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private DensityReport measure(OwnCluster cluster, List<ProcessId> processes)
      throws IOException, InterruptedException, SQLException {
    List<DensityReport.Start> starts = new ArrayList<>();
    NodeJvm node = cluster.add();
    starts.add(start(node));
    while (starts.size() < START_COUNT) {
      cluster.remove(node);
      node = cluster.add();
      starts.add(start(node));
    }
    progress.printf("started in %s s (of processor time); idle for %s%n", starts, plan.idle());
    Idle idle = idle(cluster, node);
    long heapBefore = node.liveHeapBytes();
    NodeClient client = node.client();
    progress.printf("waking %,d processes%n", processes.size());
    RepeatedCall.Outcome asleep =
        new RepeatedCall(processes.size(), plan.atOnce(), 0, deadlineNanos)
            .run(number -> isCounted(client, processes.get(number)));
    long heapAfter = node.liveHeapBytes();
    int awakeCount = Math.min(AWAKE_COUNT_MAX, processes.size());
    RepeatedCall.Outcome awake =
        new RepeatedCall(awakeCount, plan.atOnce(), 0, deadlineNanos)
            .run(number -> isCounted(client, processes.get(processes.size() - 1 - number)));
    return new DensityReport(
        plan.known(),
        starts,
        idle.nodePercent(),
        idle.databasePercent(),
        sizeBytes(cluster.database()),
        heapBefore,
        heapAfter,
        (long) node.metric("holon_compute_resident_processes"),
        (long) node.metric("holon_scheduler_resident_processes"),
        asleep,
        awake);
  }

  private static DensityReport.Start start(NodeJvm node) throws IOException, InterruptedException {
    double seconds = seconds(node.awaitReady());
    return new DensityReport.Start(seconds, node.cpuSeconds());
  }

  /** Processor time of one core while nothing is asked. */
  private record Idle(double nodePercent, double databasePercent) {}

  private Idle idle(OwnCluster cluster, NodeJvm node) throws IOException {
    double nodeBefore = node.cpuSeconds();
    double databaseBefore = cluster.databaseCpuSeconds();
    long end = System.nanoTime() + plan.idle().toNanos();
    for (long left = plan.idle().toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    double part = 100 / seconds(plan.idle());
    return new Idle(
        (node.cpuSeconds() - nodeBefore) * part,
        (cluster.databaseCpuSeconds() - databaseBefore) * part);
  }

  /** Sends a message and waits for what came of it; the counter says that it was evaluated. */
  private boolean isCounted(NodeClient client, ProcessId process)
      throws IOException, InterruptedException {
    DataItem message = traffic.increment(process, nextNumber.getAndIncrement());
    int status = client.post(message).join();
    if (status != 202) {
      return false;
    }
    String count = client.result(process, message.id()).path("Output").path("data").asText("");
    return !count.isBlank() && Long.parseLong(count.strip()) > 0;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
