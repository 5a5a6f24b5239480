package dev.holon.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.holon.persistence.Database;
import dev.holon.persistence.DatabaseSettings;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.persistence.JournalConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;

/**
 * How many events a second the journal takes: the plugin's own DAO, ours, and COPY without actors,
 * one after the other in each round. Main: {@code JournalBenchmark <directory> <rounds> <seconds>}.
 *
 * <p>Prints for each number of processes the best round of each, the ratios, and the latency at
 * half of the load that the plugin's own reached. Events have 1 KB and the header of log entries,
 * so that the indexes and the trigger do what they do for these. Server, writers and load share the
 * machine: read the ratios.
 */
final class JournalBenchmark {
  private static final String STOCK =
      """
      jdbc-journal {
        dao = "org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao"
        bufferSize = 20000, batchSize = 400, parallelism = 4
      }
      pekko-persistence-jdbc.shared-databases.slick.db.properties.reWriteBatchedInserts = true
      """;
  private static final int[] PROCESS_COUNTS = {1, 100, 10_000};

  /** Events that are under way at once. */
  private static final int IN_FLIGHT = 10_000;

  private static final int RAW_BATCH = 2_000;

  private final DatabaseSettings database;
  private final Duration duration;
  private final BenchmarkClock clock;

  /** Events a second, processor time for each, and latencies. */
  record Measured(double perSecond, double processorMicros, long[] nanos) {
    double percentileMillis(double part) {
      return nanos.length == 0 ? 0 : nanos[(int) (part * (nanos.length - 1))] / 1e6;
    }
  }

  private JournalBenchmark(DatabaseSettings database, BenchmarkClock clock, Duration duration) {
    this.database = database;
    this.clock = clock;
    this.duration = duration;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    Duration duration = Duration.ofSeconds(Long.parseLong(arguments[2]));
    try (EmbeddedDatabase server = EmbeddedDatabase.start(directory)) {
      new JournalBenchmark(server.settings(), new BenchmarkClock(directory), duration).run(rounds);
    }
  }

  private void run(int rounds) throws Exception {
    System.out.println("processes  writer      events/s  of COPY  cpu µs  of COPY  p50 ms  p99 ms");
    for (int processes : PROCESS_COUNTS) {
      Map<String, Measured> best = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        keepBest(best, "COPY alone", raw());
        Measured plugin = actors(STOCK, processes, 0);
        keepBest(best, "plugin", plugin);
        keepBest(best, "Holon", actors("", processes, plugin.perSecond() / 2));
      }
      Measured limit = best.get("COPY alone");
      best.forEach(
          (name, measured) ->
              System.out.printf(
                  Locale.ROOT,
                  "%9d  %-10s %8.0f  %7.2f  %6.1f  %7.2f  %6.1f  %6.1f%n",
                  processes,
                  name,
                  measured.perSecond(),
                  measured.perSecond() / limit.perSecond(),
                  measured.processorMicros(),
                  limit.processorMicros() / measured.processorMicros(),
                  measured.percentileMillis(0.5),
                  measured.percentileMillis(0.99)));
    }
  }

  private static void keepBest(Map<String, Measured> best, String name, Measured measured) {
    best.merge(
        name,
        measured,
        (a, b) ->
            new Measured(
                Math.max(a.perSecond(), b.perSecond()),
                Math.min(a.processorMicros(), b.processorMicros()),
                a.percentileMillis(0.99) <= b.percentileMillis(0.99) ? a.nanos() : b.nanos()));
  }

  /** Two connections, batches of 2,000, no actors. */
  private Measured raw() throws Exception {
    empty();
    List<Thread> threads = new ArrayList<>();
    List<CopyConnection> connections = new ArrayList<>();
    long[] counts = new long[2];
    long endNanos = System.nanoTime() + duration.toNanos();
    long startNanos = System.nanoTime();
    double startMicros = clock.processorMicros();
    for (int i = 0; i < counts.length; i++) {
      int index = i;
      CopyConnection connection =
          new CopyConnection(database.login(), Duration.ofSeconds(15), Duration.ofSeconds(5));
      connections.add(connection);
      connection.ensureOpen();
      threads.add(Thread.ofPlatform().start(() -> counts[index] = copyUntil(connection, endNanos)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double micros = clock.processorMicros() - startMicros;
    connections.forEach(CopyConnection::close);
    long count = Arrays.stream(counts).sum();
    return new Measured(count / seconds, micros / count, new long[0]);
  }

  private static long copyUntil(CopyConnection connection, long endNanos) {
    CopyBuffer buffer = new CopyBuffer();
    BenchmarkEvents events = new BenchmarkEvents(100);
    long count = 0;
    try {
      while (System.nanoTime() < endNanos) {
        List<WriteJob> jobs = new ArrayList<>(RAW_BATCH);
        for (int i = 0; i < RAW_BATCH; i++) {
          jobs.add(WriteJob.of(List.of(events.next())));
        }
        buffer.fill(jobs);
        connection.copy(buffer);
        count += RAW_BATCH;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return count;
  }

  private Measured actors(String config, int processes, double latencyLoad) throws Exception {
    empty();
    Config all =
        ConfigFactory.parseString(config)
            .withFallback(JournalConfig.of(database))
            .withFallback(ConfigFactory.parseString("pekko.loglevel = WARNING"))
            .withFallback(ConfigFactory.load());
    ActorSystem system = ActorSystem.create("benchmark", all);
    try {
      BenchmarkLoad load = new BenchmarkLoad(system, processes);
      load.run(Duration.ofSeconds(2), new Semaphore(IN_FLIGHT), 0);
      double startMicros = clock.processorMicros();
      Measured full = load.run(duration, new Semaphore(IN_FLIGHT), 0);
      double micros = (clock.processorMicros() - startMicros) / full.nanos().length;
      double half = latencyLoad == 0 ? full.perSecond() / 2 : latencyLoad;
      Measured atHalf = load.run(duration, new Semaphore(IN_FLIGHT), half);
      return new Measured(full.perSecond(), micros, atHalf.nanos());
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  private void empty() throws Exception {
    Database.open(database).close();
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE event_journal, event_tag, time_floor, cron");
      statement.execute("CHECKPOINT");
    }
  }
}
