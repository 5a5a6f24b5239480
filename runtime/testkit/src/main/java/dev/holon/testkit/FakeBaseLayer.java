package dev.holon.testkit;

import dev.holon.core.baselayer.BaseLayer;
import dev.holon.core.baselayer.BaseTransaction;
import dev.holon.protocol.Id;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A chain of blocks in memory that a test mines, and that may be away. Thread-safe. */
public final class FakeBaseLayer implements BaseLayer {
  private record Mined(BaseTransaction transaction, long height) {}

  private final Map<Id, Mined> transactions = new HashMap<>();
  private long height;
  private boolean isAway;

  /** Puts a transaction into the next block. */
  public synchronized void mine(BaseTransaction transaction) {
    height++;
    transactions.put(transaction.id(), new Mined(transaction, height));
  }

  /** Adds blocks without transactions. */
  public synchronized void mineEmpty(long blockCount) {
    height += blockCount;
  }

  /** From now on nobody answers, or everybody again. */
  public synchronized void setAway(boolean nowAway) {
    isAway = nowAway;
  }

  @Override
  public synchronized CompletionStage<Finding> find(Id transaction, long depth) {
    return CompletableFuture.completedFuture(finding(transaction, depth));
  }

  private Finding finding(Id id, long depth) {
    Mined mined = transactions.get(id);
    if (isAway) {
      return new Finding.Unreachable("nobody answers");
    }
    if (mined == null) {
      return new Finding.Missing("no block has it");
    }
    long confirmations = height - mined.height() + 1;
    return confirmations < depth
        ? new Finding.TooYoung(confirmations)
        : new Finding.Settled(mined.transaction());
  }
}
