package dev.holon.actors;

import dev.holon.protocol.ProcessId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells those who follow a process on this node that a result has become durable. A hint without
 * content: the store is the truth, and results of other nodes give none. Thread-safe.
 */
public final class ResultWakeups {
  private final Map<ProcessId, Set<Follower>> followers = new ConcurrentHashMap<>();

  /** Compared by identity: the same runnable may follow twice. */
  private static final class Follower {
    private final Runnable wake;

    Follower(Runnable wake) {
      this.wake = wake;
    }
  }

  /**
   * Calls {@code wake} after each result of the process, on any thread; it must not block.
   *
   * @return ends it
   */
  public Runnable follow(ProcessId process, Runnable wake) {
    Follower follower = new Follower(wake);
    followers.compute(
        process,
        (key, present) -> {
          Set<Follower> set = present == null ? ConcurrentHashMap.newKeySet() : present;
          set.add(follower);
          return set;
        });
    return () ->
        followers.computeIfPresent(
            process,
            (key, present) -> {
              present.remove(follower);
              return present.isEmpty() ? null : present;
            });
  }

  /** A result of this process has become durable. */
  public void stored(ProcessId process) {
    Set<Follower> present = followers.get(process);
    if (present != null) {
      present.forEach(follower -> follower.wake.run());
    }
  }

  /** How many processes are followed. */
  public int processCount() {
    return followers.size();
  }
}
