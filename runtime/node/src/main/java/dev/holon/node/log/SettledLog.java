package dev.holon.node.log;

import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The log of one process out of the bundles in which it settled. */
public final class SettledLog implements LogSource {
  private static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 16 << 20;

  private final BundleSpool spool;
  private final SlotPlaces places;
  private final String name;
  private final Verifier verifier;
  private int at;
  private long nextSlot;

  /**
   * @param name of where the bundles are from
   * @param verifier tells which of two assignments of one slot is genuine
   */
  public SettledLog(BundleSpool spool, ProcessId process, String name, Verifier verifier) {
    this.spool = spool;
    this.places = spool.places(process);
    this.name = name;
    this.verifier = verifier;
  }

  @Override
  public List<LogSlot> next() throws UnreadableException {
    List<LogSlot> page = new ArrayList<>();
    long bytes = 0;
    while (at < places.count() && page.size() < PAGE && bytes < PAGE_BYTES) {
      BundleSpool.Pair pair = nextPair();
      bytes += pair.sizeBytes();
      page.add(new LogSlot(nextSlot++, pair.assignment(), pair.message()));
    }
    return page;
  }

  /** Bundles may be on chain twice; what they say of a slot must be the same. */
  private BundleSpool.Pair nextPair() throws UnreadableException {
    long slot = places.slot(at);
    try {
      BundleSpool.Pair chosen = spool.read(places.position(at++));
      while (at < places.count() && places.slot(at) == slot) {
        chosen = same(slot, chosen, spool.read(places.position(at++)));
      }
      return chosen;
    } catch (IOException e) {
      throw new UnreadableException(name + ", slot " + slot + ": " + e.getMessage(), e);
    }
  }

  private BundleSpool.Pair same(long slot, BundleSpool.Pair one, BundleSpool.Pair other)
      throws UnreadableException {
    if (one.assignment().equals(other.assignment())) {
      return one.message() == null || !isGenuine(one.message()) ? other : one;
    }
    if (!isGenuine(one.assignment())) {
      return other;
    }
    boolean isOfSameOwner =
        one.assignment().ownerAddress().equals(other.assignment().ownerAddress());
    if (isGenuine(other.assignment()) && isOfSameOwner) {
      throw new UnreadableException(
          "slot "
              + slot
              + " was given twice by the same wallet, with the assignments "
              + one.assignment().id()
              + " and "
              + other.assignment().id());
    }
    return one;
  }

  private boolean isGenuine(@Nullable DataItem item) {
    if (item == null) {
      return false;
    }
    try {
      verifier.verify(item);
      return true;
    } catch (ItemException e) {
      return false;
    }
  }

  @Override
  public Optional<DataItem> item(Id id) throws UnreadableException, ClientFailure {
    try {
      return spool.item(id);
    } catch (IOException e) {
      throw new UnreadableException(name + ", item " + id + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    // The bundles are shared by the logs of many processes.
  }
}
