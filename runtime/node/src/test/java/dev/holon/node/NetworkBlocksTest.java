package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.baselayer.KnownBlock;
import dev.holon.protocol.Bytes;
import dev.holon.testkit.InMemoryBlockStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NetworkBlocksTest {
  private final InMemoryBlockStore store = new InMemoryBlockStore();
  private final Chain chain = new Chain();
  private long nowMillis = 1_000_000_000;

  /** A chain whose block n was made at n seconds. */
  private static final class Chain implements NetworkBlocks.Network {
    long height = 100;
    long lateMillis;
    boolean isAway;
    int readCount;

    @Override
    public OptionalLong height() {
      return isAway ? OptionalLong.empty() : OptionalLong.of(height);
    }

    @Override
    public Optional<KnownBlock> block(long number) {
      readCount++;
      return isAway
          ? Optional.empty()
          : Optional.of(new KnownBlock(number, Bytes.EMPTY, number * 1_000 + lateMillis));
    }
  }

  @Test
  void heightIsTheNetworksAndOnlyDeepBlocksCount() {
    NetworkBlocks blocks = blocks();
    blocks.poll();

    assertEquals(100, blocks.currentHeight());
    assertEquals(98, blocks.heightAt(Long.MAX_VALUE));
    assertEquals(97_999, blocks.completeUntilMillis());
  }

  @Test
  void heightNeverFallsAndNetworkMayBeAway() {
    NetworkBlocks blocks = blocks();
    blocks.poll();
    chain.height = 90;
    blocks.poll();
    chain.isAway = true;
    blocks.poll();

    assertEquals(100, blocks.currentHeight());
    assertEquals(98, blocks.heightAt(Long.MAX_VALUE));
  }

  @Test
  void whatWasMissedIsReadInBoundedSteps() {
    NetworkBlocks blocks = blocks();
    blocks.poll();
    chain.height = 200;
    chain.readCount = 0;
    blocks.poll();
    assertEquals(NetworkBlocks.BLOCKS_AT_ONCE_MAX, chain.readCount);
    assertEquals(148, blocks.heightAt(Long.MAX_VALUE));
    assertEquals(200, blocks.currentHeight());

    blocks.poll();

    assertEquals(198, blocks.heightAt(Long.MAX_VALUE));
    assertEquals(150_000, blocks.timestampMillis(150));
  }

  @Test
  void heightOutOfReachIsNotBelieved() {
    NetworkBlocks blocks = blocks();
    blocks.poll();
    chain.height = 100 + NetworkBlocks.JUMP_MAX + 1;
    blocks.poll();
    assertEquals(100, blocks.currentHeight());

    nowMillis += 10_000;
    blocks.poll();

    assertEquals(chain.height, blocks.currentHeight());
  }

  @Test
  void allNodesTellTheSameWhateverTheNetworkTellsThem() throws StartFailure {
    blocks().poll();
    chain.lateMillis = 500;
    chain.height = 101;
    NetworkBlocks other = blocks();
    other.poll();

    assertEquals(98_000, other.timestampMillis(98), "as it was stored first");
    assertEquals(99_500, other.timestampMillis(99));
  }

  @Test
  void restartWithoutTheNetworkGoesOnWithWhatIsStored() throws StartFailure {
    blocks().poll();
    chain.isAway = true;

    try (NetworkBlocks again = blocks().start()) {
      assertEquals(98, again.currentHeight());
      assertEquals(98_000, again.timestampMillis(98));
    }
  }

  private NetworkBlocks blocks() {
    return new NetworkBlocks(
        store, chain, () -> Instant.ofEpochMilli(nowMillis), Duration.ofHours(1));
  }
}
