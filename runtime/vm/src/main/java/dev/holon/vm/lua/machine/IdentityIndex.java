package dev.holon.vm.lua.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers objects by identity. Open addressing; nothing is ever taken out. */
final class IdentityIndex {
  private @Nullable Object[] keys = new @Nullable Object[256];
  private int[] numbers = new int[256];
  private int count;

  /** The number of an object; -1 when it has none. */
  int get(Object object) {
    int mask = keys.length - 1;
    int slot = ((System.identityHashCode(object) * 0x9e3779b1) >>> 7) & mask;
    while (true) {
      Object key = keys[slot];
      if (key == object) {
        return numbers[slot];
      }
      if (key == null) {
        return -1;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Numbers an object that has no number. */
  void put(Object object, int number) {
    if (2 * ++count > keys.length) {
      grow();
    }
    insert(object, number);
  }

  private void insert(Object object, int number) {
    int mask = keys.length - 1;
    int slot = ((System.identityHashCode(object) * 0x9e3779b1) >>> 7) & mask;
    while (keys[slot] != null) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = object;
    numbers[slot] = number;
  }

  private void grow() {
    @Nullable Object[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = Arrays.copyOf(new @Nullable Object[0], 2 * oldKeys.length);
    numbers = new int[2 * oldKeys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      Object key = oldKeys[i];
      if (key != null) {
        insert(key, oldNumbers[i]);
      }
    }
  }
}
