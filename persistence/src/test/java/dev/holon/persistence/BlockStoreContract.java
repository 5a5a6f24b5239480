package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.baselayer.BlockStore;
import dev.holon.core.baselayer.KnownBlock;
import dev.holon.protocol.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of blocks must do. Each test has heights of its own. */
@Timeout(60)
abstract class BlockStoreContract {
  abstract BlockStore store();

  @Test
  void blocksComeInOrderAndBounded() {
    for (long height : List.of(12L, 10L, 11L)) {
      store().put(block(height, 1_000 * height));
    }

    assertEquals(List.of(block(10, 10_000), block(11, 11_000)), store().from(10, 2));
    assertEquals(List.of(block(12, 12_000)), store().from(12, 1));
  }

  @Test
  void whatWasStoredFirstStays() {
    store().put(block(1_000_000, 5));
    store().put(block(1_000_000, 6));

    assertEquals(List.of(block(1_000_000, 5)), store().from(1_000_000, 5));
    assertEquals(List.of(), store().from(1_000_001, 5));
  }

  private static KnownBlock block(long height, long timestampMillis) {
    return new KnownBlock(height, Bytes.of(new byte[48]), timestampMillis);
  }
}
