package dev.holon.simulation.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.simulation.NodeClient;
import dev.holon.simulation.SignedTraffic;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts to counters and reads from them at a steady rate, through all nodes, and writes down each
 * call. A post without an answer is tried again, at once at another node and then every half
 * second, until it is acknowledged: the item is the same, so it must not count twice.
 */
final class FaultLoad {
  private static final int UNDER_WAY_MAX = 2_000;
  private static final Duration CALL_MAX = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration GIVE_UP = Duration.ofMinutes(2);

  private static final String COLLECTOR =
      """
      Seen, Received, Doubled = {}, 0, 0
      Handlers.add("note", "Note", function(msg)
        local note = msg.From .. " " .. msg.Tags.Number
        if Seen[note] then Doubled = Doubled + 1 end
        Seen[note] = true
        Received = Received + 1
      end)
      Handlers.add("sum", "Sum", function(msg) print(Received .. " " .. Doubled) end)
      """;

  private static final String COUNTER =
      """
      Count = 0
      Handlers.add("increment", "Increment", function(msg)
        Count = Count + 1
        print(Count)
        if Count % EVERY == 0 then
          Send{ Target = "COLLECTOR", Action = "Note", Number = tostring(Count) }
        end
      end)
      """;

  /** Every so many-th message sends a note to the collector. */
  static final int NOTE_EVERY = 5;

  private final List<NodeClient> clients;
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final History history = new History();
  private final List<ProcessId> processes = new ArrayList<>();
  private final Map<ProcessId, Id> acknowledged = new ConcurrentHashMap<>();
  private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
  private final AtomicBoolean isOn = new AtomicBoolean(true);
  private final AtomicLong failedTwice = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final Random random;
  private long nextNumber;
  private ProcessId collector = new ProcessId(Id.of(new byte[Id.SIZE_BYTES]));

  FaultLoad(List<String> urls, long seed) {
    this.clients = urls.stream().map(url -> new NodeClient(url, CALL_MAX)).toList();
    this.random = new Random(seed);
  }

  History history() {
    return history;
  }

  List<ProcessId> processes() {
    return List.copyOf(processes);
  }

  ProcessId collector() {
    return collector;
  }

  /** Items that two nodes in a row did not take. */
  long failedTwice() {
    return failedTwice.get();
  }

  /** Calls that were not made, because too many had no answer yet. */
  long skipped() {
    return skipped.get();
  }

  void spawn(int count) throws IOException, InterruptedException {
    NodeClient.Status status = clients.getFirst().status();
    DataItem collecting = traffic.spawn(status, nextNumber++, COLLECTOR);
    post(collecting);
    collector = new ProcessId(collecting.id());
    String program =
        COUNTER
            .replace("EVERY", Integer.toString(NOTE_EVERY))
            .replace("COLLECTOR", collector.toString());
    for (int i = 0; i < count; i++) {
      DataItem spawn = traffic.spawn(status, nextNumber++, program);
      post(spawn);
      ProcessId process = new ProcessId(spawn.id());
      processes.add(process);
      clients.getFirst().result(process, spawn.id());
    }
  }

  private void post(DataItem item) throws IOException {
    long start = System.nanoTime();
    int status = clients.getFirst().post(item).join();
    if (status != 202) {
      throw new IOException("spawning was answered " + status);
    }
    ProcessId process = new ProcessId(item.id());
    history.add(
        new Call(Call.Kind.POST, 0, process, item.id(), start, System.nanoTime(), status, -1));
  }

  /** Runs until {@link #stop}, on the calling thread. */
  void run(int perSecond) {
    long start = System.nanoTime();
    for (long i = 0; isOn.get(); i++) {
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      LockSupport.parkNanos(due - System.nanoTime());
      ProcessId process = processes.get(random.nextInt(processes.size()));
      int node = random.nextInt(clients.size());
      Runnable call = next(i, process, node);
      if (underWay.tryAcquire()) {
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    call.run();
                  } finally {
                    underWay.release();
                  }
                });
      } else {
        skipped.incrementAndGet();
      }
    }
  }

  private Runnable next(long number, ProcessId process, int node) {
    Id known = acknowledged.get(process);
    if (number % 10 == 8) {
      return () -> readNewest(process, node);
    }
    if (number % 10 == 9 && known != null) {
      return () -> readResult(process, known, node);
    }
    DataItem item = traffic.increment(process, nextNumber++);
    return () -> deliver(process, item, node);
  }

  private void deliver(ProcessId process, DataItem item, int first) {
    long giveUp = System.nanoTime() + GIVE_UP.toNanos();
    for (int attempt = 0; System.nanoTime() < giveUp; attempt++) {
      int node = (first + attempt) % clients.size();
      long start = System.nanoTime();
      int status = clients.get(node).post(item).exceptionally(fault -> 0).join();
      history.add(
          new Call(Call.Kind.POST, node, process, item.id(), start, System.nanoTime(), status, -1));
      if (status / 100 == 2) {
        acknowledged.put(process, item.id());
        return;
      }
      if (attempt == 1) {
        failedTwice.incrementAndGet();
      }
      if (attempt > 0) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void readNewest(ProcessId process, int node) {
    read(
        Call.Kind.NEWEST,
        node,
        process,
        process.id(),
        "/su/" + process + "/latest",
        FaultLoad::nonce);
  }

  private void readResult(ProcessId process, Id item, int node) {
    read(
        Call.Kind.RESULT,
        node,
        process,
        item,
        "/result/" + item + "?process-id=" + process,
        json -> Long.parseLong(json.path("Output").path("data").asText().strip()));
  }

  private static long nonce(JsonNode latest) {
    for (JsonNode tag : latest.path("assignment").path("tags")) {
      if (tag.path("name").asText().equals("Nonce")) {
        return tag.path("value").asLong();
      }
    }
    throw new IllegalArgumentException("no Nonce in " + latest);
  }

  /** Takes the figure out of an answer. */
  private interface Reading {
    long of(JsonNode answer);
  }

  private void read(
      Call.Kind kind, int node, ProcessId process, Id item, String path, Reading reading) {
    long start = System.nanoTime();
    int status = 0;
    long value = -1;
    try {
      value = reading.of(clients.get(node).get(path));
      status = 200;
    } catch (IOException e) {
      // Without an answer: status 0.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    history.add(new Call(kind, node, process, item, start, System.nanoTime(), status, value));
  }

  /** Starts no more calls and waits for those under way. */
  void stop() throws InterruptedException {
    isOn.set(false);
    boolean unused = underWay.tryAcquire(UNDER_WAY_MAX, GIVE_UP.toSeconds() + 10, TimeUnit.SECONDS);
  }

  /** What a collector says of the notes: how many, and how many came twice. */
  long[] notes(NodeClient client) throws IOException, InterruptedException {
    DataItem question = traffic.message(collector.id(), nextNumber++, "Sum", " ");
    int status = client.post(question).join();
    if (status != 202) {
      throw new IOException("the question for the notes was answered " + status);
    }
    JsonNode result = client.result(collector, question.id());
    String[] parts = result.path("Output").path("data").asText().strip().split(" ", -1);
    return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
  }
}
