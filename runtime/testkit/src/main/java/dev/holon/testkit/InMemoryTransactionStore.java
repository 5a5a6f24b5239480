package dev.holon.testkit;

import dev.holon.core.baselayer.BaseTransaction;
import dev.holon.core.baselayer.TransactionStore;
import dev.holon.protocol.Id;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Transactions of the base layer in memory. Thread-safe. */
public final class InMemoryTransactionStore implements TransactionStore {
  private final Map<Id, BaseTransaction> transactions = new HashMap<>();

  @Override
  public synchronized void put(BaseTransaction transaction) {
    transactions.putIfAbsent(transaction.id(), transaction);
  }

  @Override
  public synchronized Optional<BaseTransaction> find(Id id) {
    return Optional.ofNullable(transactions.get(id));
  }
}
