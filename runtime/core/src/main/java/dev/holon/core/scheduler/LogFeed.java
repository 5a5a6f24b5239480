package dev.holon.core.scheduler;

import java.util.List;

/**
 * Reads the entries of all processes in one order, for what follows the logs: a reader that goes on
 * behind the last position it was given sees every entry exactly once, and those of one process in
 * the order of their slots. An entry may come late, but never at a position that was passed.
 * Methods block on the store and throw {@link dev.holon.core.StoreException} when it cannot be
 * reached. Thread-safe.
 */
public interface LogFeed {
  /** The position before all entries. */
  long START = 0;

  /**
   * Entries behind a position: at most {@code countMax}, and no more after the first that brings
   * the sum of their sizes over {@code bytesMax}.
   *
   * @param countMax at least 1
   */
  Page after(long position, int countMax, long bytesMax);

  /**
   * Some entries in order.
   *
   * @param position where to go on; entries or not, it never falls
   */
  record Page(List<LogEntry> entries, long position) {
    public Page {
      entries = List.copyOf(entries);
    }
  }
}
