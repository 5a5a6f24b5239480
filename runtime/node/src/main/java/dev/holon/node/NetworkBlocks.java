package dev.holon.node;

import dev.holon.core.StoreException;
import dev.holon.core.baselayer.BlockStore;
import dev.holon.core.baselayer.KnownBlock;
import dev.holon.core.baselayer.KnownBlocks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Arweave's blocks as its gateways tell them. A thread asks for the height, then for the blocks
 * that lie deep enough, one after the other, and stores them; what the cluster has stored of a
 * height counts, whoever asked and whatever the network says later.
 *
 * <p>While no gateway answers, the height stays and crons wait for blocks; messages get slots as
 * ever. Then the blocks that were missed are read, a bounded number each time.
 */
final class NetworkBlocks implements Blocks {
  /** Blocks above the newest that counts: one that few have built upon may be replaced. */
  static final int CONFIRMATIONS = 2;

  /** Blocks that are read between two questions for the height. */
  static final int BLOCKS_AT_ONCE_MAX = 50;

  /** Height that a network gains at most, beside one block each ten seconds; more is a lie. */
  static final long JUMP_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(NetworkBlocks.class);
  private static final long MILLIS_PER_BLOCK_MIN = 10_000;
  private static final Duration FIRST_ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final int PAGE_COUNT = 10_000;

  /** The network; blocks, and has a deadline of its own. Empty when nobody gives an answer. */
  interface Network {
    OptionalLong height();

    Optional<KnownBlock> block(long height);
  }

  private final BlockStore store;
  private final Network network;
  private final InstantSource clock;
  private final KnownBlocks known = new KnownBlocks();
  private final Thread thread;
  private volatile long currentHeight = -1;
  private volatile boolean isClosed;
  private long heightMillis;

  NetworkBlocks(BlockStore store, Network network, InstantSource clock, Duration interval) {
    this.store = store;
    this.network = network;
    this.clock = clock;
    this.thread =
        Thread.ofPlatform().name("holon-blocks").daemon(true).unstarted(() -> follow(interval));
  }

  /**
   * Follows the chain; when this returns a height and a block are known.
   *
   * @throws StartFailure when neither the store nor the network tells any
   */
  NetworkBlocks start() throws StartFailure {
    readStored();
    long deadline = System.nanoTime() + FIRST_ANSWER_MAX.toNanos();
    while (known.newestHeight().isEmpty()) {
      poll();
      if (known.newestHeight().isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new StartFailure(
              "no gateway of holon.arweave.gateways tells the newest block, and none is stored");
        }
        LockSupport.parkNanos(FIRST_RETRY.toNanos());
      }
    }
    thread.start();
    return this;
  }

  private void follow(Duration interval) {
    while (!isClosed) {
      LockSupport.parkNanos(interval.toNanos());
      try {
        poll();
      } catch (StoreException e) {
        LOG.debug("blocks cannot be stored now", e);
      }
    }
  }

  /** Asks for the height, and for some of the blocks that are missing. */
  void poll() {
    readStored();
    OptionalLong height = network.height();
    if (height.isEmpty()) {
      return;
    }
    if (!isPlausible(height.getAsLong())) {
      LOG.warn("block height {} after {} is not believed", height.getAsLong(), currentHeight);
      return;
    }
    raise(height.getAsLong());
    long deepEnough = Math.max(0, currentHeight - CONFIRMATIONS);
    long next = known.newestHeight().isPresent() ? newest() + 1 : deepEnough;
    for (int i = 0; i < BLOCKS_AT_ONCE_MAX && next <= deepEnough && !isClosed; i++) {
      Optional<KnownBlock> block = network.block(next);
      if (block.isEmpty()) {
        return;
      }
      store.put(block.get());
      readStored();
      next = newest() + 1;
    }
  }

  private boolean isPlausible(long height) {
    if (currentHeight < 0) {
      return height >= 0;
    }
    long since = Math.max(0, clock.millis() - heightMillis);
    return height <= currentHeight + JUMP_MAX + since / MILLIS_PER_BLOCK_MIN;
  }

  // A gateway that lags does not take the height back.
  private void raise(long height) {
    currentHeight = Math.max(currentHeight, height);
    heightMillis = clock.millis();
  }

  // Without a gap: another node may store blocks while this one reads.
  private void readStored() {
    List<KnownBlock> page;
    do {
      long next = known.newestHeight().isPresent() ? newest() + 1 : 0;
      page = store.from(next, PAGE_COUNT);
      for (KnownBlock block : page) {
        if (known.newestHeight().isPresent() && block.height() != newest() + 1) {
          return;
        }
        known.add(block);
      }
      if (!page.isEmpty()) {
        currentHeight = Math.max(currentHeight, newest());
        heightMillis = Math.max(heightMillis, page.getLast().timestampMillis());
      }
    } while (page.size() == PAGE_COUNT);
  }

  private long newest() {
    return known.newestHeight().orElseThrow();
  }

  @Override
  public long currentHeight() {
    return currentHeight;
  }

  @Override
  public long timestampMillis(long height) {
    return known.timestampMillis(height, MILLIS_PER_BLOCK);
  }

  @Override
  public long heightAt(long millis) {
    return known.heightAt(millis);
  }

  @Override
  public long completeUntilMillis() {
    return known.completeUntilMillis();
  }

  @Override
  public void close() {
    isClosed = true;
    LockSupport.unpark(thread);
  }
}
