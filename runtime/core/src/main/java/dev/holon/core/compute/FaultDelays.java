package dev.holon.core.compute;

import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a process rests after the node failed to evaluate it: 2 s, doubling to a minute while it
 * goes on failing. What is at fault may be away for a moment, as a store, or may fail each time, as
 * an engine with an error; the second must not keep the node busy. Thread-safe.
 */
public final class FaultDelays {
  private static final long FIRST_MILLIS = 2_000;
  private static final long LAST_MILLIS = 60_000;
  private static final int PROCESSES_MAX = 10_000;

  private final Map<ProcessId, Fault> newest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ProcessId, Fault> eldest) {
          return size() > PROCESSES_MAX;
        }
      };

  private record Fault(long atMillis, long delayMillis) {}

  private static final Fault NONE = new Fault(Long.MIN_VALUE / 2, 0);

  /**
   * Notes a fault and says for how long to rest. A process that did not fail for twice its last
   * rest, and {@link #LAST_MILLIS} besides, starts anew.
   */
  public synchronized Duration next(ProcessId process, long nowMillis) {
    Fault before = newest.getOrDefault(process, NONE);
    boolean goesOn = nowMillis <= before.atMillis() + 2 * before.delayMillis() + LAST_MILLIS;
    long delay = goesOn ? Math.min(LAST_MILLIS, 2 * before.delayMillis()) : FIRST_MILLIS;
    newest.put(process, new Fault(nowMillis, delay));
    return Duration.ofMillis(delay);
  }
}
