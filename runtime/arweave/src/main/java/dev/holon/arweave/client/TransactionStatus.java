package dev.holon.arweave.client;

/** Where a transaction stands, as a source tells it. */
public sealed interface TransactionStatus {
  /** A node has it, and no block. */
  record Pending() implements TransactionStatus {}

  /**
   * It is in a block.
   *
   * @param confirmations blocks from that block to the newest; 1 in the newest block itself, though
   *     some servers count from 0
   */
  record Mined(long blockHeight, long confirmations) implements TransactionStatus {}
}
