package dev.holon.node.log;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Slots and where their entries lie, as they came, and after {@link #sort} by slot. */
final class SlotPlaces {
  private long[] slots = new long[16];
  private long[] positions = new long[16];
  private int count;

  void add(long slot, long position) {
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, 2 * count);
      positions = Arrays.copyOf(positions, 2 * count);
    }
    slots[count] = slot;
    positions[count] = position;
    count++;
  }

  /** By slot; of the same slot, what came first first. */
  void sort() {
    boolean isSorted = IntStream.range(1, count).allMatch(i -> slots[i - 1] <= slots[i]);
    if (isSorted) {
      return;
    }
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> Long.compare(slots[a], slots[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] oldSlots = slots;
    long[] oldPositions = positions;
    slots = IntStream.of(order).mapToLong(i -> oldSlots[i]).toArray();
    positions = IntStream.of(order).mapToLong(i -> oldPositions[i]).toArray();
  }

  int count() {
    return count;
  }

  long slot(int index) {
    return slots[index];
  }

  long position(int index) {
    return positions[index];
  }
}
