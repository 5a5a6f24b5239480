package dev.holon.simulation;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts to each process one message after the other, each to another node, as a client does that
 * knows several: what is refused for now, or gets no answer, is posted again at the next node.
 */
final class ClusterLoad implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** A node that is frozen says nothing at all. */
  private static final int POST_SECONDS_MAX = 10;

  private static final int TOO_BUSY = 503;

  private final SignedTraffic traffic;
  private final List<NodeClient> nodes = new CopyOnWriteArrayList<>();
  private final Map<ProcessId, List<Id>> acknowledged = new ConcurrentHashMap<>();
  private final Queue<Post> posts = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isEnding;
  private volatile boolean isGivenUp;

  /** From the first try to the answer that it is stored. */
  record Post(ProcessId process, long beginNanos, long endNanos, int tries) {
    double seconds() {
      return (endNanos - beginNanos) / 1e9;
    }
  }

  ClusterLoad(SignedTraffic traffic, List<NodeClient> nodes) {
    this.traffic = traffic;
    this.nodes.addAll(nodes);
  }

  void start(List<ProcessId> processes) {
    for (int i = 0; i < processes.size(); i++) {
      ProcessId process = processes.get(i);
      int first = i;
      threads.add(Thread.ofPlatform().daemon().start(() -> run(process, first)));
    }
  }

  private void run(ProcessId process, int first) {
    List<Id> mine = new CopyOnWriteArrayList<>();
    acknowledged.put(process, mine);
    for (long number = 1; !isEnding; number++) {
      DataItem item = traffic.increment(process, number);
      post(process, item, first + (int) number);
      mine.add(item.id());
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void post(ProcessId process, DataItem item, int first) {
    long begin = System.nanoTime();
    for (int attempt = 0; !isGivenUp; attempt++) {
      List<NodeClient> now = List.copyOf(nodes);
      int status = status(now.get((first + attempt) % now.size()), item);
      if (status / 100 == 2) {
        posts.add(new Post(process, begin, System.nanoTime(), attempt + 1));
        return;
      }
      if (status != 0 && status != TOO_BUSY) {
        failures.add("posting answered " + status);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** 0 without an answer. */
  private static int status(NodeClient node, DataItem item) {
    try {
      return node.post(item).orTimeout(POST_SECONDS_MAX, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      return 0;
    }
  }

  /** No more is posted to this node. */
  void forget(NodeClient node) {
    nodes.remove(node);
  }

  /** Posts that were under way, or begun, at this time or later. */
  List<Post> since(long nanos) {
    return posts.stream().filter(post -> post.endNanos() >= nanos).toList();
  }

  /** How many processes had a post acknowledged that was begun at this time or later. */
  long servedSince(long nanos) {
    return posts.stream()
        .filter(post -> post.beginNanos() >= nanos)
        .map(Post::process)
        .distinct()
        .count();
  }

  int count() {
    return posts.size();
  }

  /** Answers that no client may get from a cluster that loses nodes. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  Map<ProcessId, List<Id>> acknowledged() {
    return acknowledged;
  }

  /** Begins no more posts, and returns when those under way are acknowledged. */
  void finish() throws InterruptedException {
    isEnding = true;
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofMinutes(1))) {
        throw new AssertionError("a post is not acknowledged after a minute");
      }
    }
  }

  /** Gives up what is not acknowledged. */
  @Override
  public void close() {
    isEnding = true;
    isGivenUp = true;
  }
}
