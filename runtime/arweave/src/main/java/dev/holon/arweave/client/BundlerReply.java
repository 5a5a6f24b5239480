package dev.holon.arweave.client;

import java.util.Optional;

/** What a bundler said to an item. */
public sealed interface BundlerReply {
  /**
   * It has the item.
   *
   * @param receipt signed by the bundler; empty when it answered that it had the item before, or
   *     gives none
   */
  record Accepted(Optional<Receipt> receipt) implements BundlerReply {}

  /** It will not take it: invalid, unpaid, or blocked. */
  record Refused(String cause) implements BundlerReply {}

  /** No answer, or none for good: posting the same item again later is safe. */
  record Unreachable(String cause) implements BundlerReply {}
}
