package dev.holon.core.baselayer;

import dev.holon.protocol.Id;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Arweave's own transactions, as the network tells them. Does not block; the stages never fail and
 * complete within a minute. Thread-safe.
 */
public interface BaseLayer {

  /**
   * Looks for a transaction that lies deep enough in the chain to stay there.
   *
   * @param depth blocks that must have been made since, its own included (ao.TN.1 §2.2)
   */
  CompletionStage<Finding> find(Id transaction, long depth);

  /** For a node that asks nobody. */
  static BaseLayer none() {
    Finding off =
        new Finding.Unsupported("holon.arweave.gateways names no gateway to read it from");
    return (transaction, depth) -> CompletableFuture.completedFuture(off);
  }

  /** What is known of a transaction. */
  sealed interface Finding {
    /** Deep enough, and checked. */
    record Settled(BaseTransaction transaction) implements Finding {}

    /** Known, and not deep enough yet; no block has it when {@code confirmations} is 0. */
    record TooYoung(long confirmations) implements Finding {}

    /** The network does not know it. */
    record Missing(String cause) implements Finding {}

    /** Nothing that this node takes, now and later. */
    record Unusable(String cause) implements Finding {}

    /** No answer; it may be there. */
    record Unreachable(String cause) implements Finding {}

    /** This node asks nobody. */
    record Unsupported(String cause) implements Finding {}
  }
}
