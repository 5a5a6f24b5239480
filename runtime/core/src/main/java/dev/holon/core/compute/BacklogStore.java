package dev.holon.core.compute;

import dev.holon.protocol.ProcessId;
import org.jspecify.annotations.Nullable;

/**
 * Finds processes whose log reaches further than their results, by what was added to the logs. What
 * it costs depends on that and on how many are behind, not on how many processes there are. Methods
 * block and throw {@link dev.holon.core.StoreException} when the store cannot be reached.
 * Thread-safe.
 */
public interface BacklogStore {
  /**
   * Looks at the next entries of all logs that nobody has looked at, and notes their processes if
   * they have no result yet. When this returns it is durable. An entry that is being written is
   * looked at later.
   *
   * @param countMax entries at most, at least 1
   * @return whether there may be more
   */
  boolean note(int countMax);

  /**
   * Some of those noted that are still behind, in order of their ids, from the first behind {@code
   * after} (null: from the first); forgets those that no longer are.
   *
   * @param countMax processes to look at, at least 1
   */
  BehindPage behind(@Nullable ProcessId after, int countMax);
}
