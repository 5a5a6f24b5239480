package dev.holon.core.scheduler;

import dev.holon.core.scheduler.Sequencer.Pushed;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests of one process get a slot: each item gets one, and of what a process
 * pushed each content. Who asks for the same again, however often and while whatever is under way,
 * waits for the first one's slot or is told the slot that the log has.
 *
 * <p>It reads and writes nothing: its owner does what the {@link Step} says and tells what came of
 * it. Presence in {@link FingerprintSet} is a suspicion, which a look at the log confirms or not.
 * Used by one thread at a time.
 *
 * @param <W> who is to be answered
 */
public final class Intake<W> {
  private final ProcessId process;
  private final int waitingMax;
  private final FingerprintSet seen;
  private final Map<Id, List<Request<W>>> unconfirmed = new HashMap<>();
  private final Map<Id, List<Request<W>>> lookedUp = new HashMap<>();

  /** The items among the unconfirmed that a process pushed, by what they are known by. */
  private final Map<Id, Id> unconfirmedContents = new HashMap<>();

  private @Nullable ContentKey contentKeys;

  /**
   * @param waitingMax items that may be looked up or written at once
   */
  public Intake(ProcessId process, ScheduleHistory history, int waitingMax) {
    this.process = process;
    this.waitingMax = waitingMax;
    this.seen = history.seen();
    this.contentKeys = history.contentKeys().orElse(null);
  }

  /**
   * A request for a slot.
   *
   * @param item null when an item that is stored elsewhere is to be assigned
   */
  public record Request<W>(
      Id itemId, @Nullable DataItem item, List<String> exclude, Pushed pushed, W waiter) {}

  /** What to do with a request. */
  public sealed interface Step<W> {
    /**
     * Give the first of these the next slot, which answers them all: {@link Intake#appended}, then
     * {@link Intake#committed}. Or refuse them all.
     */
    record Append<W>(List<Request<W>> requests) implements Step<W> {}

    /** See whether the log has it, then {@link Intake#looked} or {@link Intake#lookFailed}. */
    record LookUp<W>(Id itemId, @Nullable Id contentKey) implements Step<W> {}

    /** The log has it: answer these. */
    record Known<W>(LogEntry entry, List<Request<W>> requests) implements Step<W> {}

    /** Nothing: it is answered with one that came before. */
    record Joined<W>() implements Step<W> {}

    /** Refuse it: as many wait as may. */
    record Busy<W>(Request<W> request) implements Step<W> {}
  }

  /** A message, or the process's own spawn item, wants a slot. */
  public Step<W> schedule(DataItem item, @Nullable ChainPosition chain, W waiter) {
    ContentKey keys = contentKeys;
    Id contentKey = keys == null || isSpawn(item.id()) ? null : keys.keyOf(item).orElse(null);
    return consider(
        new Request<>(item.id(), item, List.of(), new Pushed(contentKey, chain), waiter));
  }

  /** A message that is stored elsewhere is to be assigned. */
  public Step<W> assign(Id message, List<String> exclude, @Nullable ChainPosition chain, W waiter) {
    return consider(new Request<>(message, null, exclude, new Pushed(null, chain), waiter));
  }

  private Step<W> consider(Request<W> request) {
    Id itemId = request.itemId();
    Id contentKey = request.pushed().contentKey();
    List<Request<W>> waiting = waitingFor(request);
    if (waiting != null) {
      waiting.add(request);
      return new Step.Joined<>();
    }
    if (unconfirmed.size() + lookedUp.size() >= waitingMax) {
      return new Step.Busy<>(request);
    }
    List<Request<W>> requests = new ArrayList<>(List.of(request));
    boolean isSuspected =
        seen.contains(itemId.fingerprint())
            || (contentKey != null && seen.contains(contentKey.fingerprint()));
    if (isSuspected) {
      lookedUp.put(itemId, requests);
      return new Step.LookUp<>(itemId, contentKey);
    }
    return new Step.Append<>(requests);
  }

  /** Those who wait for the same item, or for another one with the same content. */
  private @Nullable List<Request<W>> waitingFor(Request<W> request) {
    Id itemId = request.itemId();
    List<Request<W>> same = unconfirmed.getOrDefault(itemId, lookedUp.get(itemId));
    Id contentKey = request.pushed().contentKey();
    if (same != null || contentKey == null) {
      return same;
    }
    Id sameContent = unconfirmedContents.get(contentKey);
    return sameContent == null ? null : unconfirmed.get(sameContent);
  }

  /** What the log had to say: a repeat keeps its first slot, a collision of fingerprints is new. */
  public Step<W> looked(Id itemId, Optional<LogEntry> found) {
    List<Request<W>> waiting = lookedUp.remove(itemId);
    if (waiting == null) {
      return new Step.Joined<>();
    }
    if (found.isPresent()) {
      return new Step.Known<>(found.get(), waiting);
    }
    // One with the same content may have come while this one was looked up.
    List<Request<W>> before = waitingFor(waiting.getFirst());
    if (before == null) {
      return new Step.Append<>(waiting);
    }
    before.addAll(waiting);
    return new Step.Joined<>();
  }

  /** The log could not be asked: who is to be refused. */
  public List<Request<W>> lookFailed(Id itemId) {
    List<Request<W>> waiting = lookedUp.remove(itemId);
    return waiting == null ? List.of() : waiting;
  }

  /** The first of these has an entry that is being written. */
  public void appended(List<Request<W>> requests) {
    Request<W> first = requests.getFirst();
    Id itemId = first.itemId();
    seen.add(itemId.fingerprint());
    Id contentKey = first.pushed().contentKey();
    if (contentKey != null) {
      seen.add(contentKey.fingerprint());
      unconfirmedContents.put(contentKey, itemId);
    }
    DataItem item = first.item();
    if (item != null && isSpawn(itemId)) {
      contentKeys = ContentKey.of(item);
    }
    unconfirmed.put(itemId, requests);
  }

  /** An entry is durable: who is to be told, the one it was written for first. */
  public List<Request<W>> committed(LogEntry entry) {
    Id contentKey = entry.contentKey();
    if (contentKey != null) {
      unconfirmedContents.remove(contentKey);
    }
    List<Request<W>> waiting = unconfirmed.remove(entry.itemId());
    return waiting == null ? List.of() : waiting;
  }

  /** Nothing comes of what is under way: who is to be refused. */
  public List<Request<W>> drain() {
    List<Request<W>> all = new ArrayList<>();
    unconfirmed.values().forEach(all::addAll);
    lookedUp.values().forEach(all::addAll);
    unconfirmed.clear();
    unconfirmedContents.clear();
    lookedUp.clear();
    return all;
  }

  /** Whether nothing is under way. */
  public boolean isEmpty() {
    return unconfirmed.isEmpty() && lookedUp.isEmpty();
  }

  /** Whether an item is the process's own, which belongs at slot 0. */
  public boolean isSpawn(Id itemId) {
    return itemId.equals(process.id());
  }
}
