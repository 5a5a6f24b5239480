package dev.holon.simulation;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What an operator's alerts are for, done to a cluster on purpose. */
final class AlertFaults implements AutoCloseable {
  private static final int READERS = 12;
  private static final Duration JOURNAL_HELD = Duration.ofMillis(1_500);
  private static final Duration RETRY_EVERY = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final TestCluster cluster;
  private final NodeClient client;
  private final List<Process> servers = new ArrayList<>();
  private long nextRetryNanos = System.nanoTime();

  /** Begins; closing what it returns ends it, and returns when the cluster may recover. */
  interface Fault {
    AutoCloseable begin() throws Exception;
  }

  /** Something that helps an alert to clear. */
  interface Step {
    void run() throws Exception;
  }

  /**
   * @param client of a node that stays
   */
  AlertFaults(TestCluster cluster, NodeClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  /** The database has no room for checkpoints. */
  Fault fullDiskForCheckpoints() {
    return () -> {
      execute(
          "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS "
              + "$$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$",
          "CREATE TRIGGER disk_full BEFORE INSERT ON checkpoint"
              + " FOR EACH ROW EXECUTE FUNCTION disk_full()");
      return () -> execute("DROP TRIGGER disk_full ON checkpoint");
    };
  }

  /** A commit of the journal takes up to more than a second. */
  Fault slowJournal() {
    return () -> {
      Connection connection = cluster.connect();
      connection.setAutoCommit(false);
      Repeated holding =
          Repeated.start(
              () -> {
                lock(connection, "event_journal IN EXCLUSIVE MODE");
                TimeUnit.MILLISECONDS.sleep(JOURNAL_HELD.toMillis());
                connection.commit();
              });
      return () -> {
        holding.close();
        connection.close();
      };
    };
  }

  /** Whoever reads results holds its connection and gets no answer. */
  Fault lockedResults(ProcessId process) {
    return () -> {
      Connection connection = cluster.connect();
      connection.setAutoCommit(false);
      lock(connection, "result IN ACCESS EXCLUSIVE MODE");
      List<Repeated> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(Repeated.start(() -> client.getStatus("/results/" + process + "?limit=1")));
      }
      return () -> {
        readers.forEach(Repeated::end);
        connection.close();
        readers.forEach(Repeated::close);
      };
    };
  }

  /** A node is killed, and started again at the end. */
  Fault deadNode(NodeProcess node, int index) {
    return () -> {
      node.kill();
      return () -> cluster.restart(index);
    };
  }

  /** The database crashes, and is started again at the end. */
  Fault deadDatabase() {
    return () -> {
      List<String> commandLine = cluster.database().crash();
      return () -> servers.add(DatabaseServer.start(commandLine));
    };
  }

  /** A second cluster uses the database; the clients of both write to one process in turn. */
  Fault secondCluster(Supplier<DataItem> messages) {
    return () -> {
      NodeProcess other = cluster.start(List.of("holon.cluster.discovery = alone")).getFirst();
      NodeClient otherClient = new NodeClient(other.url());
      Repeated writing =
          Repeated.start(
              () -> {
                post(client, messages.get());
                post(otherClient, messages.get());
              });
      return () -> {
        writing.close();
        other.close();
      };
    };
  }

  /**
   * Asks the node to try an outbox entry again, as its operator does. A gateway that was away is
   * left alone for half a minute after its fifth failure, so ask now and then, not all the time.
   */
  void retry(ProcessId process, long slot) throws IOException, InterruptedException {
    if (System.nanoTime() < nextRetryNanos) {
      return;
    }
    nextRetryNanos = System.nanoTime() + RETRY_EVERY.toNanos();
    String path = "/outbox/" + process + "/" + slot + "/0/retry";
    try (HttpClient http = HttpClient.newHttpClient()) {
      http.send(
          HttpRequest.newBuilder(URI.create(client.url() + path))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build(),
          BodyHandlers.discarding());
    }
  }

  // What is refused is refused: the writers are in each other's way.
  private static void post(NodeClient client, DataItem item) {
    try {
      client.post(item).join();
    } catch (CompletionException e) {
      // No answer in time.
    }
  }

  private static void lock(Connection connection, String what) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE " + what);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = cluster.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Ends the servers that were started here. */
  @Override
  public void close() throws InterruptedException {
    for (Process server : servers) {
      server.destroy();
      server.waitFor(20, TimeUnit.SECONDS);
    }
  }

  /** Does something again and again on a thread of its own. */
  private static final class Repeated implements AutoCloseable {
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Thread thread;

    private Repeated(Step work) {
      this.thread = Thread.ofPlatform().daemon().unstarted(() -> run(work));
    }

    static Repeated start(Step work) {
      Repeated repeated = new Repeated(work);
      repeated.thread.start();
      return repeated;
    }

    private void run(Step work) {
      while (!isOver.get()) {
        try {
          work.run();
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (Exception e) {
          if (!isOver.get()) {
            throw new IllegalStateException("a fault could not be made", e);
          }
        }
      }
    }

    /** No more of it. */
    void end() {
      isOver.set(true);
    }

    /** Returns when the last is done. */
    @Override
    public void close() {
      end();
      try {
        thread.join(Duration.ofSeconds(60));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
