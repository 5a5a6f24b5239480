package dev.holon.persistence.journal;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writers of which a job was refused. Pekko hands on an entity's next events before the entity
 * hears of the refusal; stored, they would stand on ground that is not in the log. A writer's uuid
 * never comes again, so it can be forgotten when its entity is surely gone. Thread-safe.
 */
final class RefusedWriters {
  private static final int COUNT_MAX = 100_000;
  private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();

  private final Map<String, Long> sinceNanos = new LinkedHashMap<>();

  /**
   * Remembers a writer.
   *
   * @return false when there are too many: then the job must fail, which stops the entity before
   *     its next events
   */
  synchronized boolean add(String writerUuid) {
    long now = System.nanoTime();
    Iterator<Long> oldest = sinceNanos.values().iterator();
    while (oldest.hasNext() && now - oldest.next() > KEPT_NANOS) {
      oldest.remove();
    }
    if (sinceNanos.size() >= COUNT_MAX && !sinceNanos.containsKey(writerUuid)) {
      return false;
    }
    sinceNanos.put(writerUuid, now);
    return true;
  }

  synchronized boolean contains(String writerUuid) {
    return sinceNanos.containsKey(writerUuid);
  }
}
