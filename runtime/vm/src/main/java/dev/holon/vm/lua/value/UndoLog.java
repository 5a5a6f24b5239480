package dev.holon.vm.lua.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * What one message has changed, in parallel arrays, undone from the last entry to the first. An
 * entry's target tells its kind: a slot of values, a link of a chain, a table's whole layout or one
 * of its fields, or an object that knows how to undo.
 */
final class UndoLog {
  private static final int INDEX_METATABLE = -1;
  private static final int INDEX_LAST_FREE = -2;
  private static final int INDEX_LAYOUT = -3;

  /** Tables of at most this many slots are saved whole at their first change. */
  private static final int SMALL_TABLE_SLOTS = 16;

  private Object[] targets = new Object[32];
  private int[] indexes = new int[32];
  private @Nullable Object[] values = new @Nullable Object[32];
  private int[] numbers = new int[32];
  private int size;

  private Table[] touched = new Table[8];
  private int[] writes = new int[8];
  private int touchedCount;

  void slot(LuaValue[] array, int index) {
    add(array, index, array[index], 0);
  }

  void link(int[] links, int index) {
    add(links, index, null, links[index]);
  }

  void lastFree(Table table) {
    add(table, INDEX_LAST_FREE, null, table.lastFree());
  }

  void metatable(Table table) {
    add(table, INDEX_METATABLE, table.metatable(), 0);
  }

  void layout(Table table) {
    add(table, INDEX_LAYOUT, table.layout(), 0);
  }

  void object(Undoable object, Object saved) {
    add(object, 0, saved, 0);
  }

  /**
   * Counts writes to a table of an earlier epoch; true when it is cheaper to save it whole than to
   * go on logging its slots.
   */
  boolean isWorthSaving(Table table, int count) {
    int slots = table.slotCount();
    int index = ~table.epoch();
    if (index < 0 || index >= touchedCount || touched[index] != table) {
      if (touchedCount == touched.length) {
        touched = Arrays.copyOf(touched, 2 * touchedCount);
        writes = Arrays.copyOf(writes, 2 * touchedCount);
      }
      index = touchedCount++;
      touched[index] = table;
      writes[index] = 0;
      table.setEpoch(~index);
    }
    writes[index] += count;
    return slots <= SMALL_TABLE_SLOTS || writes[index] > slots / 2;
  }

  private void add(Object target, int index, @Nullable Object value, int number) {
    if (size == targets.length) {
      targets = Arrays.copyOf(targets, 2 * size);
      indexes = Arrays.copyOf(indexes, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    targets[size] = target;
    indexes[size] = index;
    values[size] = value;
    numbers[size] = number;
    size++;
  }

  int size() {
    return size;
  }

  void undo() {
    for (int i = size - 1; i >= 0; i--) {
      Object target = targets[i];
      Object value = values[i];
      if (target instanceof LuaValue[] array && value instanceof LuaValue old) {
        array[indexes[i]] = old;
      } else if (target instanceof int[] links) {
        links[indexes[i]] = numbers[i];
      } else if (target instanceof Table table) {
        undo(table, indexes[i], value, numbers[i]);
      } else if (target instanceof Undoable object && value != null) {
        object.undo(value);
      }
    }
  }

  /**
   * Lets go of the values that a slot had after its first change: undoing ends with the first.
   * Otherwise a slot written again and again would keep every value of the message alive.
   */
  void forgetLaterValues() {
    int mask = Integer.highestOneBit(Math.max(size, 8)) * 4 - 1;
    int[] first = new int[mask + 1];
    for (int i = 0; i < size; i++) {
      if (!(targets[i] instanceof LuaValue[] array) || values[i] == null) {
        continue;
      }
      int hash = (System.identityHashCode(array) * 31 + indexes[i]) * 0x9e3779b1;
      int place = (hash >>> 8) & mask;
      while (first[place] != 0 && !isSameSlot(first[place] - 1, i)) {
        place = (place + 1) & mask;
      }
      if (first[place] == 0) {
        first[place] = i + 1;
      } else {
        values[i] = null;
      }
    }
  }

  private boolean isSameSlot(int entry, int other) {
    return targets[entry] == targets[other] && indexes[entry] == indexes[other];
  }

  private static void undo(Table table, int index, @Nullable Object value, int number) {
    if (index == INDEX_LAST_FREE) {
      table.undoLastFree(number);
    } else if (value instanceof TableLayout layout) {
      table.restore(layout);
    } else {
      table.undoMetatable((Table) value);
    }
  }
}
