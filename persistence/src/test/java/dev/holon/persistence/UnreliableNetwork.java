package dev.holon.persistence;

import dev.holon.core.settlement.Courier;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A chain that loses posts, does not answer, drops what waits, lets anchors expire, and now and
 * then ends who asks it. What it does is drawn from a seed. Thread-safe.
 */
final class UnreliableNetwork implements Courier {
  /** The node ends here. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final long ANCHOR_BLOCKS = 50;

  private final Random random;
  private final Map<Id, Bytes> waiting = new HashMap<>();
  private final Map<Id, Long> minedAt = new HashMap<>();
  private final Map<Id, Bytes> mined = new HashMap<>();
  private long height = 1_000;
  private double faultRate;
  boolean isAway;

  UnreliableNetwork(long seed, double faultRate) {
    this.random = new Random(seed);
    this.faultRate = faultRate;
  }

  synchronized void heal() {
    faultRate = 0;
    isAway = false;
  }

  /** Makes blocks; the first takes what waits and has not expired. */
  synchronized void mine(int blocks) {
    height++;
    for (Id id : List.copyOf(waiting.keySet())) {
      Bytes bundle = waiting.remove(id);
      if (!isFault()) {
        mined.put(id, bundle);
        minedAt.put(id, height);
      }
    }
    height += blocks - 1;
  }

  /** Bundles that are in blocks, by the transaction. */
  synchronized Map<Id, Bytes> mined() {
    return Map.copyOf(mined);
  }

  private boolean isFault() {
    return random.nextDouble() < faultRate;
  }

  private void mayCrash() {
    if (random.nextDouble() < faultRate / 4) {
      throw new Crash();
    }
  }

  @Override
  public synchronized Sealing seal(Bytes bundle) {
    mayCrash();
    if (isAway || isFault()) {
      return new Sealing.NotSealed("no anchor");
    }
    byte[] id = new byte[Id.SIZE_BYTES];
    random.nextBytes(id); // as a random salt makes it
    return new Sealing.Sealed(
        new Envelope(Envelope.Kind.TRANSACTION, Id.of(id), Bytes.of(id), height));
  }

  @Override
  public synchronized List<Posting> post(List<Parcel> parcels) {
    List<Posting> postings = new ArrayList<>();
    for (Parcel parcel : parcels) {
      mayCrash();
      postings.add(post(parcel));
    }
    mayCrash();
    return postings;
  }

  private Posting post(Parcel parcel) {
    Id id = parcel.envelope().id();
    if (isAway || isFault()) {
      return new Posting.Unreachable("nobody there");
    }
    if (mined.containsKey(id) || waiting.containsKey(id)) {
      return new Posting.Refused("not again"); // as arlocal does
    }
    if (height > parcel.envelope().blockHeight() + ANCHOR_BLOCKS) {
      return new Posting.Expired("old anchor");
    }
    if (isFault()) {
      return new Posting.Refused("no money");
    }
    waiting.put(id, parcel.bundle());
    return isFault() ? new Posting.Unreachable("no answer") : new Posting.Taken();
  }

  @Override
  public synchronized List<Standing> look(List<Envelope> envelopes) {
    mayCrash();
    return envelopes.stream().map(this::look).toList();
  }

  private Standing look(Envelope envelope) {
    if (isAway || isFault()) {
      return new Standing.Unknown("nobody there");
    }
    Long block = minedAt.get(envelope.id());
    if (block != null) {
      return new Standing.InBlock(block, height - block + 1);
    }
    return waiting.containsKey(envelope.id())
        ? new Standing.Waiting()
        : new Standing.Missing("not found");
  }

  @Override
  public WalletNote wallet(long bundleSizeBytes, long nowMillis) {
    return new WalletNote("arweave", "nobody", Optional.empty(), Optional.empty(), "", nowMillis);
  }

  @Override
  public void close() {}
}
