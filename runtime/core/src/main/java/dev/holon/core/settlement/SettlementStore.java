package dev.holon.core.settlement;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Bundles and how far they are. None is ever deleted. Methods block and throw {@link
 * dev.holon.core.StoreException} when the store cannot be reached. Thread-safe, also among nodes:
 * of two settlers that work at once, one fails to record.
 */
public interface SettlementStore {
  /** Name of the reader whose {@link dev.holon.core.scheduler.FeedOffsets} this moves. */
  String READER = "settlement";

  /** The position in the feed behind which the next bundle begins. */
  long position();

  /**
   * Records a bundle, queued and due at once, and moves the position behind it, in one transaction.
   * When this returns a bundle it is durable.
   *
   * @return empty when the position is not where the content begins, or one of its modules is in a
   *     bundle already: another settler is at work
   */
  Optional<SettlementBundle> record(BundleContent content, Envelope envelope, long nowMillis);

  /**
   * Replaces a bundle's envelope, which is due at once. The old one is kept. When this returns true
   * it is durable.
   *
   * @return false when the bundle has another envelope by now, or is final
   */
  boolean reseal(SettlementBundle bundle, Envelope envelope, long nowMillis);

  /**
   * Notes how far bundles are, in one transaction. A bundle that has another envelope by now, or is
   * final, stays as it is.
   */
  void update(List<SettlementBundle> bundles);

  /** Bundles that are not final and are due, the longest due first. */
  List<SettlementBundle> due(long nowMillis, int countMax);

  /** How many bundles are queued. */
  long queuedCount();

  /** Ids of the modules that are in bundles. */
  Set<Id> modules();

  /** The newest bundles, newest first. */
  List<SettlementBundle> newest(int countMax);

  /** How much is settled, and how much not. */
  SettlementFigures figures();

  /** How far a process is; empty when there is no such process. */
  Optional<SettledSlots> slots(ProcessId process);

  /** Keeps what is known of the wallet, for all nodes to show. */
  void note(WalletNote note);

  /** What was noted last. */
  Optional<WalletNote> walletNote();
}
