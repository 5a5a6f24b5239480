package dev.holon.core.baselayer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Bytes;
import org.junit.jupiter.api.Test;

class KnownBlocksTest {
  private final KnownBlocks blocks = new KnownBlocks();

  @Test
  void newestBlockAtOrBeforeATimeIsFound() {
    add(100, 1_000);
    add(101, 2_000);
    add(102, 4_000);

    assertEquals(100, blocks.heightAt(999), "the oldest stands for all before it");
    assertEquals(100, blocks.heightAt(1_999));
    assertEquals(101, blocks.heightAt(2_000));
    assertEquals(101, blocks.heightAt(3_999));
    assertEquals(102, blocks.heightAt(9_999));
    assertEquals(4_000, blocks.timestampMillis(102));
  }

  @Test
  void blockIsNotEarlierThanTheOneBelow() {
    add(7, 5_000);
    add(8, 4_000);
    add(9, 5_000);

    assertEquals(5_000, blocks.timestampMillis(8));
    assertEquals(9, blocks.heightAt(5_000));
    assertEquals(7, blocks.heightAt(4_999));
  }

  @Test
  void nothingIsToldLaterOfATimeThatIsComplete() {
    add(1, 1_000);
    long complete = blocks.completeUntilMillis();
    long before = blocks.heightAt(complete);
    add(2, 500);

    assertEquals(before, blocks.heightAt(complete));
    assertEquals(999, complete);
  }

  @Test
  void gapsAreRefused() {
    add(1, 1_000);

    assertThrows(IllegalArgumentException.class, () -> add(3, 2_000));
    assertThrows(IllegalArgumentException.class, () -> add(1, 2_000));
  }

  @Test
  void withoutBlocksNothingIsKnown() {
    assertTrue(blocks.newestHeight().isEmpty());
    assertTrue(blocks.completeUntilMillis() < 0);
    assertThrows(IllegalStateException.class, () -> blocks.heightAt(1));
  }

  @Test
  void unknownHeightsAreEstimated() {
    add(10, 10_000);
    add(11, 20_000);

    assertEquals(9_000, blocks.timestampMillis(9, 1_000));
    assertEquals(23_000, blocks.timestampMillis(14, 1_000));
    assertEquals(0, blocks.timestampMillis(0, 120_000));
  }

  @Test
  void manyBlocksAreKept() {
    for (int i = 0; i < 5_000; i++) {
      add(i, i * 1_000L);
    }

    assertEquals(4_321, blocks.heightAt(4_321_500));
    assertEquals(4_999, blocks.newestHeight().orElseThrow());
  }

  private void add(long height, long timestampMillis) {
    blocks.add(new KnownBlock(height, Bytes.EMPTY, timestampMillis));
  }
}
