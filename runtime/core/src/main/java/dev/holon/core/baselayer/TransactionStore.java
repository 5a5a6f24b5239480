package dev.holon.core.baselayer;

import dev.holon.protocol.Id;
import java.util.Optional;

/**
 * Transactions of the base layer that a process was assigned: stored before they get a slot, since
 * the log names them only and must be evaluated again at any time. Methods block and throw {@link
 * dev.holon.core.StoreException} when the store cannot be reached. Thread-safe.
 */
public interface TransactionStore {

  /** Keeps a transaction; when this returns it is durable. Again is harmless. */
  void put(BaseTransaction transaction);

  Optional<BaseTransaction> find(Id id);
}
