package dev.holon.core.scheduler;

/**
 * How far the readers of the {@link LogFeed} are. Methods block on the store and throw {@link
 * dev.holon.core.StoreException} when it cannot be reached. Thread-safe.
 */
public interface FeedOffsets {

  /** Where the reader of this name goes on; {@link LogFeed#START} for a new one. */
  long offset(String reader);

  /**
   * Moves a reader on. When this returns true it is durable.
   *
   * @param from where the caller takes the reader to be
   * @param to not before {@code from}
   * @return false when the reader is elsewhere: another one of the same name is at work
   */
  boolean advance(String reader, long from, long to);
}
