package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The database falls silent, and crashes, under load. */
class DatabaseOutageIT {
  private static final int PROCESSES = 8;
  private static final int UNDER_WAY = 32;
  private static final int POSTS_MAX = 20_000;

  /** Two answers of a second each, half a second between questions, and the machine's slowness. */
  private static final Duration NOTICE_MAX = Duration.ofSeconds(4);

  private static final Duration RECOVERY_MAX = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofSeconds(6);

  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final List<ProcessId> processes = new ArrayList<>();
  private final Set<Id> acknowledged = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicLong nextNumber = new AtomicLong(1_000);
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path data;
  private NodeProcess node;
  private NodeClient client;
  private DatabaseServer server;

  private record Answer(int status, long beginNanos, long endNanos) {
    Duration time() {
      return Duration.ofNanos(endNanos - beginNanos);
    }
  }

  @BeforeEach
  void start() throws IOException, InterruptedException {
    node = NodeProcess.start(data.resolve("node"));
    client = new NodeClient(node.url());
    server = DatabaseServer.of(data.resolve("node"));
    for (int i = 0; i < PROCESSES; i++) {
      DataItem spawn = traffic.spawnCounter(client.status(), i);
      assertEquals(202, client.post(spawn).join());
      processes.add(new ProcessId(spawn.id()));
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    isOver.set(true);
    node.close();
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void silentDatabaseIsNoticedAndEverythingGoesOnAfterwards() throws Exception {
    Thread load = Thread.ofVirtual().start(this::post);
    awaitAcknowledged(200);

    long silentSince = System.nanoTime();
    server.silence();
    long wokenAt;
    try {
      duringOutage();
    } finally {
      wokenAt = System.nanoTime();
      server.wake();
    }

    check(load, silentSince, wokenAt);
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void crashedDatabaseIsNoticedAndEverythingGoesOnAfterwards() throws Exception {
    Thread load = Thread.ofVirtual().start(this::post);
    awaitAcknowledged(200);

    long crashedAt = System.nanoTime();
    List<String> commandLine = server.crash();
    duringOutage();
    Process restarted = DatabaseServer.start(commandLine);
    try {
      long restartedAt = System.nanoTime();
      check(load, crashedAt, restartedAt);
    } finally {
      restarted.destroy();
      restarted.waitFor(20, TimeUnit.SECONDS);
    }
  }

  /** What needs no database goes on; what needs it is refused at once. */
  private void duringOutage() throws IOException, InterruptedException {
    long end = System.nanoTime() + OUTAGE.toNanos();
    TimeUnit.NANOSECONDS.sleep(NOTICE_MAX.toNanos());
    while (System.nanoTime() < end) {
      for (String path : List.of("/status", "/limits", "/health/live", "/metrics")) {
        Answer answer = get(path);
        assertEquals(200, answer.status(), path);
        assertTrue(answer.time().toMillis() < 2_000, path + " took " + answer.time());
      }
      assertEquals(503, get("/health/ready").status());
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void check(Thread load, long lostAt, long backAt) throws Exception {
    long firstAfter = awaitAnswerAfter(backAt);
    isOver.set(true);
    load.join();

    Duration recovery = Duration.ofNanos(firstAfter - backAt);
    assertTrue(recovery.compareTo(RECOVERY_MAX) < 0, "recovery took " + recovery);
    long noticed = lostAt + NOTICE_MAX.toNanos();
    List<Answer> refused =
        answers.stream()
            .filter(answer -> answer.beginNanos() > noticed && answer.endNanos() < backAt)
            .toList();
    assertTrue(refused.size() > 10, "posts during the outage: " + refused.size());
    for (Answer answer : refused) {
      assertEquals(503, answer.status());
      assertTrue(answer.time().toMillis() < 2_000, "a refusal took " + answer.time());
    }
    Duration longest = answers.stream().map(Answer::time).max(Duration::compareTo).orElseThrow();
    assertTrue(longest.compareTo(Duration.ofSeconds(9)) < 0, "a post took " + longest);
    checkLogs();
    System.out.printf(
        "database away: recovered %d ms after it was back, longest post %d ms, %d acknowledged%n",
        recovery.toMillis(), longest.toMillis(), acknowledged.size());
  }

  /** What was acknowledged is in the logs, once, and evaluated. */
  private void checkLogs() throws IOException, InterruptedException {
    Set<Id> logged = ConcurrentHashMap.newKeySet();
    for (ProcessId process : processes) {
      List<Id> messages = ScheduleAudit.check(client, process);
      logged.addAll(messages);
      String count =
          client.result(process, messages.getLast()).path("Output").path("data").asText().strip();
      assertEquals(messages.size() - 1, Integer.parseInt(count));
    }
    List<Id> lost = acknowledged.stream().filter(id -> !logged.contains(id)).toList();
    assertEquals(List.of(), lost, "acknowledged, but not in the log");
  }

  /** Until told to end: a bounded number under way, no more in all than a bound. */
  private void post() {
    Semaphore underWay = new Semaphore(UNDER_WAY);
    for (int i = 0; i < POSTS_MAX && !isOver.get(); i++) {
      underWay.acquireUninterruptibly();
      DataItem item = traffic.increment(processes.get(i % PROCESSES), nextNumber.incrementAndGet());
      long begin = System.nanoTime();
      client
          .post(item)
          .whenComplete(
              (status, fault) -> {
                answers.add(new Answer(fault == null ? status : 0, begin, System.nanoTime()));
                if (fault == null && status == 202) {
                  acknowledged.add(item.id());
                }
                pauseAfter(fault == null ? status : 0, underWay);
              });
    }
    underWay.acquireUninterruptibly(UNDER_WAY);
  }

  // As a client that heeds Retry-After, only quicker.
  private static void pauseAfter(int status, Semaphore underWay) {
    if (status == 202) {
      underWay.release();
      return;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                TimeUnit.MILLISECONDS.sleep(200);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              underWay.release();
            });
  }

  private void awaitAcknowledged(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (acknowledged.size() < count) {
      assertTrue(System.nanoTime() < deadline, "posts are acknowledged");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** When the first post that was sent afterwards was acknowledged. */
  private long awaitAnswerAfter(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      for (Answer answer : answers) {
        if (answer.status() == 202 && answer.beginNanos() > nanos) {
          return answer.endNanos();
        }
      }
      assertTrue(System.nanoTime() < deadline, "no post is acknowledged after the outage");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private Answer get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.url() + path))
            .timeout(Duration.ofSeconds(20))
            .build();
    long begin = System.nanoTime();
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    return new Answer(status, begin, System.nanoTime());
  }
}
