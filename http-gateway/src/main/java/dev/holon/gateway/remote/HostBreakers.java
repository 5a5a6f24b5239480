package dev.holon.gateway.remote;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Leaves a host alone for a while after several failures in a row, so that many entries for one
 * that is away do not each wait for it. After the pause one failure more is enough for the next.
 * Thread-safe.
 */
final class HostBreakers {
  private static final int FAILURES_MAX = 5;
  private static final long PAUSE_MILLIS = 30_000;
  private static final int HOSTS_MAX = 1_000;

  private record Failures(int count, long openUntilMillis) {}

  private final Map<String, Failures> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > HOSTS_MAX;
        }
      };

  synchronized boolean isOpen(String host, long nowMillis) {
    Failures known = hosts.get(host);
    return known != null && known.openUntilMillis() > nowMillis;
  }

  synchronized void succeeded(String host) {
    hosts.remove(host);
  }

  synchronized void failed(String host, long nowMillis) {
    Failures known = hosts.getOrDefault(host, new Failures(0, 0));
    int failures = known.count() + 1;
    hosts.put(
        host, new Failures(failures, failures >= FAILURES_MAX ? nowMillis + PAUSE_MILLIS : 0));
  }
}
