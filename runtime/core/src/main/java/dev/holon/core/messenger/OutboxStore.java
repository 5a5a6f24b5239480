package dev.holon.core.messenger;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The entries to push. They are written by {@link dev.holon.core.compute.ResultStore#append}; none
 * is ever deleted. Methods but {@link #conclude} block and throw {@link
 * dev.holon.core.StoreException} when the store cannot be reached. Thread-safe.
 */
public interface OutboxStore {

  /** Pending entries of the process that are due at {@code nowMillis}, by slot and index. */
  List<DueEntry> due(ProcessId process, long nowMillis, Page page);

  /** All entries of one slot, in order of index. */
  List<OutboxEntry> entries(ProcessId process, long slot);

  /** One entry. */
  Optional<OutboxEntry> entry(OutboxKey key);

  /**
   * Entries in order of process, slot and index: at most {@code countMax}, and no more after the
   * first that brings their size over {@code bytesMax}.
   */
  List<OutboxEntry> list(Filter filter, int countMax, long bytesMax);

  /** Replaces the states of entries, in one transaction. */
  void update(List<StateChange> changes);

  /**
   * Stores what came of pushing, in one transaction, which many callers may share. An entry that is
   * no longer pending, because an operator parked it meanwhile, changes only to delivered. Entries
   * that become delivered count for their chains. Does not block: the stage completes when the
   * changes are durable, on a thread that must not be blocked, or fails with {@link
   * dev.holon.core.StoreException}.
   */
  CompletionStage<Void> conclude(List<StateChange> changes);

  /**
   * Makes an entry in any state pending and due at once, at another position of a chain.
   *
   * @return false when there is no such entry
   */
  boolean redo(OutboxKey key, ChainPosition chain);

  /** Processes that have entries due at {@code nowMillis}. */
  List<ProcessId> processesWithDue(long nowMillis, int countMax);

  /**
   * Forgets the counts of chains that pushed nothing since {@code beforeMillis}: should such a
   * chain go on, its depth still counts.
   */
  void forgetChains(long beforeMillis);

  /** How many entries are in each state. */
  Counts counts();

  /**
   * Which of the due entries to read.
   *
   * @param countMax at most so many
   * @param bytesMax no more after the first that brings their size over this
   * @param except none for these targets
   */
  record Page(int countMax, long bytesMax, Set<Id> except) {
    public Page {
      except = Set.copyOf(except);
    }
  }

  /**
   * An entry that is due.
   *
   * @param behindMillis when the nearest of the earlier pending entries for the same target that
   *     are not due will be; 0 when there is none, or the entry has no target
   * @param chainCount entries of its chain that were delivered, not counting those of depth 1
   */
  record DueEntry(OutboxEntry entry, long behindMillis, long chainCount) {}

  /**
   * Which entries to list.
   *
   * @param process only this one's; null for all
   * @param state only those in this state; null for all
   * @param after those behind this one; null from the first
   */
  record Filter(
      @Nullable ProcessId process, @Nullable StateKind state, @Nullable OutboxKey after) {}

  /** The states by name. */
  enum StateKind {
    PENDING,
    DELIVERED,
    REFUSED,
    PARKED;

    /** The kind of a state. */
    public static StateKind of(OutboxEntry.DeliveryState state) {
      return switch (state) {
        case OutboxEntry.DeliveryState.Pending pending -> PENDING;
        case OutboxEntry.DeliveryState.Delivered delivered -> DELIVERED;
        case OutboxEntry.DeliveryState.Refused refused -> REFUSED;
        case OutboxEntry.DeliveryState.Parked parked -> PARKED;
      };
    }
  }

  /** A new state for an entry. */
  record StateChange(OutboxKey key, OutboxEntry.DeliveryState state) {}

  /** Entries by state. */
  record Counts(long pending, long delivered, long refused, long parked) {}
}
