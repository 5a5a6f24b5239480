package dev.holon.vm.lua.value;

import org.luaj.vm2.LuaValue;

/**
 * Counts the keys of a table to find how large its parts should be: the array part is the largest
 * power of two of which more than half would be used.
 */
final class TableSizes {
  private static final int BITS_MAX = 31;
  private static final long ARRAY_SIZE_MAX = 1L << BITS_MAX;

  /** How many integer keys are in (2^(i-1), 2^i]. */
  private final int[] slices = new int[BITS_MAX + 1];

  private int integerCount;
  private int totalCount;
  private int arraySize;
  private int arrayCount;

  TableSizes(LuaValue[] array, LuaValue[] nodes, LuaValue extraKey) {
    countArray(array);
    for (int i = 0; i < nodes.length; i += 2) {
      if (nodes[i + 1] != LuaValue.NIL) {
        countKey(nodes[i]);
      }
    }
    countKey(extraKey);
    choose();
  }

  private void countArray(LuaValue[] array) {
    int from = 0;
    for (int slice = 0; from < array.length; slice++) {
      int to = (int) Math.min(1L << slice, array.length);
      int used = 0;
      for (; from < to; from++) {
        if (array[from] != LuaValue.NIL) {
          used++;
        }
      }
      slices[slice] += used;
      integerCount += used;
      totalCount += used;
    }
  }

  private void countKey(LuaValue key) {
    totalCount++;
    if (key instanceof IntegerNumber number
        && number.value() > 0
        && number.value() <= ARRAY_SIZE_MAX) {
      slices[64 - Long.numberOfLeadingZeros(number.value() - 1)]++;
      integerCount++;
    }
  }

  private void choose() {
    int below = 0;
    long size = 1;
    for (int slice = 0; slice <= BITS_MAX && integerCount > size / 2; slice++, size *= 2) {
      below += slices[slice];
      if (slices[slice] > 0 && below > size / 2) {
        arraySize = Math.toIntExact(size);
        arrayCount = below;
      }
    }
  }

  int arraySize() {
    return arraySize;
  }

  /** Keys that are left for the hash part. */
  int hashCount() {
    return totalCount - arrayCount;
  }
}
