package dev.holon.core.cron;

/**
 * When Arweave's blocks were made: what is told of a height never changes, and a block is not
 * earlier than the one below it. Answers from memory; thread-safe.
 */
public interface BlockTimes {

  /**
   * Height of the newest known block made at or before this time; that of the oldest block when
   * there is none.
   */
  long heightAt(long millis);

  /** When the block at this height was made; only for heights that {@link #heightAt} gives. */
  long timestampMillis(long height);

  /**
   * Up to here all blocks are known: none will be told later that was made at or before this time.
   * Crons wait for it, so that what they see does not depend on when the node learned of a block.
   */
  long completeUntilMillis();
}
