package dev.holon.vm.lua.value;

import java.util.Arrays;
import org.luaj.vm2.LuaValue;

/**
 * The parts of a table and all that only reads them: search, borders, traversal. Long searches are
 * charged to the heap the table belongs to.
 *
 * <p>A hash part is one array, keys at even places and values at odd ones, and for each node a link
 * to the next of its chain, counted from 1. Nothing in the arrays is ever Java's null.
 */
abstract sealed class TableParts extends LuaValue permits Table {
  static final LuaValue[] NO_ARRAY = {};
  static final LuaValue[] NO_NODES = {NIL, NIL};
  static final int[] NO_LINKS = {0};

  /** Steps along a chain that cost nothing; each further one costs one gas. */
  private static final int FREE_STEPS = 16;

  /** Slots looked at in bulk that cost one gas. */
  static final int SLOTS_PER_GAS = 8;

  /** Strings from this length on are charged for being compared. */
  private static final int LONG_STRING_BYTES = 128;

  LuaValue[] array = NO_ARRAY;
  LuaValue[] nodes = NO_NODES;
  int[] links = NO_LINKS;
  private final Heap owner;

  TableParts(Heap owner) {
    this.owner = owner;
  }

  /** What the heap is charged for a table as it is now. */
  public long footprint() {
    return Heap.TABLE_BYTES + partBytes();
  }

  long partBytes() {
    return (long) Heap.ARRAY_SLOT_BYTES * array.length + (long) Heap.NODE_BYTES * nodeCount();
  }

  /** Nodes of the hash part; 0 when there is none. */
  public int nodeCount() {
    return nodes == NO_NODES ? 0 : nodes.length >> 1;
  }

  /** The value of a key, without metamethods; nil when there is none. */
  public LuaValue fetch(LuaValue key) {
    if (key instanceof ByteString string) {
      return fetch(string);
    }
    if (key instanceof IntegerNumber number) {
      return fetch(number.value());
    }
    int node = find(normal(key));
    return node < 0 ? NIL : node < array.length ? array[node] : nodes[valueSlot(node)];
  }

  public LuaValue fetch(ByteString key) {
    LuaValue[] nodes = this.nodes;
    int slot = (key.hash() & ((nodes.length >> 1) - 1)) << 1;
    if (nodes[slot] == key) {
      chargeMatch(key);
      return nodes[slot + 1];
    }
    slot = search(key, slot);
    return slot < 0 ? NIL : nodes[slot + 1];
  }

  /**
   * Charges for the comparison of a long key with its equal; also where they are one object, for
   * whether they are depends on what was restored or collected before.
   */
  void chargeMatch(ByteString key) {
    if (key.length() >= LONG_STRING_BYTES) {
      owner.spend(key.length() / LONG_STRING_BYTES);
    }
  }

  public LuaValue fetch(long key) {
    LuaValue[] array = this.array;
    if (key - 1 >= 0 && key - 1 < array.length) {
      return array[(int) (key - 1)];
    }
    int slot = search(key);
    return slot < 0 ? NIL : nodes[slot + 1];
  }

  /** The slot of a string's key in {@link #nodes}, from the slot its chain starts at; or -1. */
  int search(ByteString key, int start) {
    LuaValue[] nodes = this.nodes;
    int slot = start;
    for (int steps = 0; ; steps++) {
      LuaValue other = nodes[slot];
      if (other == key) {
        chargeMatch(key);
        return slot;
      }
      if (other instanceof ByteString string && isSame(string, key)) {
        return slot;
      }
      int link = links[slot >> 1];
      if (link == 0) {
        return -1;
      }
      slot = (link - 1) << 1;
      charge(steps);
    }
  }

  private boolean isSame(ByteString a, ByteString b) {
    if (a.hash() != b.hash() || a.length() != b.length()) {
      return false;
    }
    chargeMatch(b);
    return Arrays.equals(a.array(), b.array());
  }

  int search(long key) {
    LuaValue[] nodes = this.nodes;
    int slot = ((int) key & ((nodes.length >> 1) - 1)) << 1;
    for (int steps = 0; ; steps++) {
      if (nodes[slot] instanceof IntegerNumber number && number.value() == key) {
        return slot;
      }
      int link = links[slot >> 1];
      if (link == 0) {
        return -1;
      }
      slot = (link - 1) << 1;
      charge(steps);
    }
  }

  /** As the others, for any key; a float is found by the integer it equals only in its chain. */
  int searchOther(LuaValue key) {
    LuaValue[] nodes = this.nodes;
    int slot = TableHash.mainPosition(key, nodes.length >> 1) << 1;
    for (int steps = 0; ; steps++) {
      if (RawEquality.areEqual(nodes[slot], key)) {
        return slot;
      }
      int link = links[slot >> 1];
      if (link == 0) {
        return -1;
      }
      slot = (link - 1) << 1;
      charge(steps);
    }
  }

  void charge(int steps) {
    if (steps >= FREE_STEPS) {
      owner.spend(1);
    }
  }

  /**
   * Where a key is: an index of the array part, or the array part's length plus an index of a node;
   * -1 when it is nowhere.
   */
  int find(LuaValue key) {
    int slot;
    if (key instanceof IntegerNumber number) {
      long index = number.value() - 1;
      if (index >= 0 && index < array.length) {
        return (int) index;
      }
      slot = search(number.value());
    } else if (key instanceof ByteString string) {
      slot = search(string, (string.hash() & ((nodes.length >> 1) - 1)) << 1);
    } else {
      slot = key == NIL ? -1 : searchOther(key);
    }
    return slot < 0 ? -1 : array.length + (slot >> 1);
  }

  private int valueSlot(int position) {
    return ((position - array.length) << 1) + 1;
  }

  /** A float that is an integer counts as that integer. */
  static LuaValue normal(LuaValue key) {
    if (key instanceof FloatNumber number) {
      double value = number.value();
      if (value >= -0x1p63 && value < 0x1p63 && Math.rint(value) == value) {
        return IntegerNumber.of((long) value);
      }
    }
    return key;
  }

  int slotCount() {
    return array.length + nodes.length;
  }

  /** A border (Lua 5.3 manual §3.4.7), the one the C implementation finds. */
  public long border() {
    int high = array.length;
    if (high > 0 && array[high - 1] == NIL) {
      int low = 0;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (array[middle - 1] == NIL) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return low;
    }
    return nodes == NO_NODES ? high : borderInNodes(high);
  }

  private long borderInNodes(long present) {
    long low = present;
    long high = present + 1;
    while (fetch(high) != NIL) {
      owner.spend(1);
      low = high;
      if (high > Long.MAX_VALUE / 2) {
        return borderByCounting();
      }
      high *= 2;
    }
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (fetch(middle) == NIL) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** For a table that has all powers of two as keys. */
  private long borderByCounting() {
    long key = 1;
    while (fetch(key) != NIL) {
      owner.spend(1);
      key++;
    }
    return key - 1;
  }

  /**
   * The position of the entry after a key's, for {@link #keyAt} and {@link #valueAt}; -1 at the end
   * and -2 when the key is not in the table. Nil starts. A key stays valid when its value becomes
   * nil, as long as no key is added.
   */
  public int nextPosition(LuaValue key) {
    int position = key == NIL ? -1 : find(key);
    return position < 0 && key != NIL ? -2 : positionFrom(position + 1);
  }

  /**
   * As {@link #nextPosition} of the key at a position: for loops that mostly know where they are.
   * It costs what finding the key costs, for whether a loop knows its place depends on how the
   * process came here.
   */
  public int positionAfter(int known) {
    int node = known - array.length;
    if (node >= 0) {
      chargeFinding(nodes[2 * node], node);
    }
    return positionFrom(known + 1);
  }

  private void chargeFinding(LuaValue key, int node) {
    ByteString text = key instanceof ByteString string ? string : null;
    int at = TableHash.mainPosition(key, nodes.length >> 1);
    for (int steps = 0; at != node; steps++) {
      if (text != null
          && nodes[2 * at] instanceof ByteString other
          && other.hash() == text.hash()
          && other.length() == text.length()) {
        chargeMatch(text);
      }
      at = links[at] - 1;
      charge(steps);
    }
    if (text != null) {
      chargeMatch(text);
    }
  }

  /** The first position not before this one that has a value; -1 when there is none. */
  public int positionFrom(int start) {
    int position = start;
    int count = array.length + (nodes.length >> 1);
    while (position < count && valueAt(position) == NIL) {
      position++;
    }
    if (position - start >= FREE_STEPS) {
      owner.spend((position - start) / SLOTS_PER_GAS);
    }
    return position < count ? position : -1;
  }

  /** Whether there is such a position, with a value or without. */
  public boolean hasPosition(int position) {
    return position >= 0 && position < array.length + (nodes.length >> 1);
  }

  public LuaValue keyAt(int position) {
    return position < array.length
        ? IntegerNumber.of(position + 1L)
        : nodes[valueSlot(position) - 1];
  }

  public LuaValue valueAt(int position) {
    return position < array.length ? array[position] : nodes[valueSlot(position)];
  }
}
