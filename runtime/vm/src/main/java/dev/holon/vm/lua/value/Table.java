package dev.holon.vm.lua.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * A table in the layout of the C implementation, so that it iterates in the same order after the
 * same history: an array part for keys 1 to n, and a hash part of chained nodes in which a key
 * whose value became nil keeps its node until the next resize.
 */
public final class Table extends TableParts implements Identity {
  /** The largest number of nodes: a limit of Java's arrays, not of memory. */
  private static final int NODE_COUNT_MAX = 1 << 28;

  private @Nullable Table metatable;
  private int lastFree;
  private final int serial;

  /** The epoch in which it was made or saved whole; negative: see {@link UndoLog}. */
  private int epoch;

  /** An empty table with room; the heap is charged for it. */
  public Table(Heap heap, int arraySize, int hashSize) {
    super(heap);
    heap.allocate(Heap.TABLE_BYTES);
    serial = heap.nextSerial();
    epoch = heap.epoch();
    if (arraySize > 0 || hashSize > 0) {
      resize(heap, arraySize, hashSize);
    }
  }

  private Table(Heap heap, int serial) {
    super(heap);
    this.serial = serial;
    this.epoch = heap.epoch();
  }

  /** A table from a checkpoint, empty until it is given its layout. Charges nothing. */
  public static Table restored(Heap heap, int serial) {
    return new Table(heap, serial);
  }

  /** What a checkpoint keeps of this table. */
  public TableLayout layout() {
    return new TableLayout(array, nodes, links, lastFree, metatable);
  }

  /** Takes over a layout, arrays included. Not logged. */
  public void restore(TableLayout layout) {
    array = layout.array();
    links = layout.links();
    nodes =
        layout.nodes().length == 2 && layout.lastFree() == 0 && layout.nodes()[0] == NIL
            ? NO_NODES
            : layout.nodes();
    lastFree = layout.lastFree();
    metatable = layout.metatable();
  }

  /** Sets a key, without metamethods. The key is neither nil nor NaN. */
  public void store(Heap heap, LuaValue key, LuaValue value) {
    if (key instanceof ByteString string) {
      store(heap, string, value);
    } else if (key instanceof IntegerNumber number) {
      store(heap, number.value(), value);
    } else {
      LuaValue normal = normal(key);
      if (normal instanceof IntegerNumber number) {
        store(heap, number.value(), value);
        return;
      }
      int slot = searchOther(normal);
      if (slot < 0) {
        insert(heap, normal, value);
      } else {
        setNode(heap, slot + 1, value);
      }
    }
  }

  public void store(Heap heap, ByteString key, LuaValue value) {
    int slot = (key.hash() & ((nodes.length >> 1) - 1)) << 1;
    if (nodes[slot] == key) {
      chargeMatch(key);
    } else {
      slot = search(key, slot);
      if (slot < 0) {
        insert(heap, key, value);
        return;
      }
    }
    setNode(heap, slot + 1, value);
  }

  public void store(Heap heap, long key, LuaValue value) {
    if (key - 1 >= 0 && key - 1 < array.length) {
      setArray(heap, (int) (key - 1), value);
      return;
    }
    int slot = search(key);
    if (slot < 0) {
      insert(heap, IntegerNumber.of(key), value);
    } else {
      setNode(heap, slot + 1, value);
    }
  }

  /**
   * Sets a key that has a value; false, and nothing done, when it has none: then the metatable
   * decides. One search where asking and storing would take two.
   */
  public boolean replace(Heap heap, ByteString key, LuaValue value) {
    LuaValue[] nodes = this.nodes;
    int slot = (key.hash() & ((nodes.length >> 1) - 1)) << 1;
    if (nodes[slot] == key) {
      chargeMatch(key);
    } else {
      slot = search(key, slot);
    }
    if (slot < 0 || nodes[slot + 1] == NIL) {
      return false;
    }
    setNode(heap, slot + 1, value);
    return true;
  }

  /** As {@link #replace(Heap, ByteString, LuaValue)}. */
  public boolean replace(Heap heap, long key, LuaValue value) {
    if (key - 1 >= 0 && key - 1 < array.length) {
      int index = (int) (key - 1);
      if (array[index] == NIL) {
        return false;
      }
      setArray(heap, index, value);
      return true;
    }
    int slot = search(key);
    if (slot < 0 || nodes[slot + 1] == NIL) {
      return false;
    }
    setNode(heap, slot + 1, value);
    return true;
  }

  /** As {@link #replace(Heap, ByteString, LuaValue)}. */
  public boolean replace(Heap heap, LuaValue key, LuaValue value) {
    if (key instanceof ByteString string) {
      return replace(heap, string, value);
    }
    LuaValue normal = normal(key);
    if (normal instanceof IntegerNumber number) {
      return replace(heap, number.value(), value);
    }
    int slot = normal == NIL ? -1 : searchOther(normal);
    if (slot < 0 || nodes[slot + 1] == NIL) {
      return false;
    }
    setNode(heap, slot + 1, value);
    return true;
  }

  private void setArray(Heap heap, int index, LuaValue value) {
    if (epoch != heap.epoch()) {
      touchAndLog(heap, true, index);
    }
    array[index] = value;
  }

  private void setNode(Heap heap, int slot, LuaValue value) {
    if (epoch != heap.epoch()) {
      touchAndLog(heap, false, slot);
    }
    nodes[slot] = value;
  }

  private void touchAndLog(Heap heap, boolean isArray, int index) {
    heap.touch(this, 1);
    if (epoch != heap.epoch()) {
      heap.logSlot(isArray ? array : nodes, index);
    }
  }

  /** Writes while a key is inserted, after {@link Heap#touch}. */
  private void putNode(Heap heap, int slot, LuaValue value) {
    if (epoch != heap.epoch()) {
      heap.logSlot(nodes, slot);
    }
    nodes[slot] = value;
  }

  private void putLink(Heap heap, int node, int link) {
    if (epoch != heap.epoch()) {
      heap.logLink(links, node);
    }
    links[node] = link;
  }

  /**
   * Adds a key that is not there. If its main position is taken by a key that belongs elsewhere,
   * that key moves to a free node; if by a key that belongs there, the new key takes the free node.
   */
  private void insert(Heap heap, LuaValue key, LuaValue value) {
    int node = TableHash.mainPosition(key, nodes.length >> 1);
    boolean isTaken = nodes == NO_NODES || nodes[2 * node + 1] != NIL;
    int free = isTaken ? findFree() : node;
    if (free < 0) {
      rehash(heap, key);
      store(heap, key, value);
      return;
    }
    if (epoch != heap.epoch()) {
      heap.touch(this, 6);
    }
    if (isTaken) {
      takeFree(heap, free);
      int other = TableHash.mainPosition(nodes[2 * node], nodes.length >> 1);
      if (other == node) {
        putLink(heap, free, links[node]);
        putLink(heap, node, free + 1);
        node = free;
      } else {
        move(heap, other, node, free);
      }
    }
    putNode(heap, 2 * node, key);
    putNode(heap, 2 * node + 1, value);
  }

  private void move(Heap heap, int chain, int node, int free) {
    int previous = chain;
    for (int steps = 0; links[previous] - 1 != node; steps++) {
      previous = links[previous] - 1;
      charge(steps);
    }
    putLink(heap, previous, free + 1);
    putNode(heap, 2 * free, nodes[2 * node]);
    putNode(heap, 2 * free + 1, nodes[2 * node + 1]);
    putLink(heap, free, links[node]);
    putLink(heap, node, 0);
  }

  /** The free node with the highest index below the last handed out; -1 when there is none. */
  private int findFree() {
    if (nodes == NO_NODES) {
      return -1;
    }
    int free = lastFree - 1;
    while (free >= 0 && nodes[2 * free] != NIL) {
      free--;
    }
    return free;
  }

  private void takeFree(Heap heap, int free) {
    if (epoch != heap.epoch()) {
      heap.logLastFree(this);
    }
    lastFree = free;
  }

  private void rehash(Heap heap, LuaValue key) {
    heap.spend(1 + (array.length + 2L * nodes.length) / SLOTS_PER_GAS);
    TableSizes sizes = new TableSizes(array, nodes, key);
    resize(heap, sizes.arraySize(), sizes.hashCount());
  }

  /** Makes room in the array part for keys up to n, as constructors do before they fill it. */
  public void ensureArray(Heap heap, int size) {
    if (size > array.length) {
      resize(heap, size, nodeCount());
    }
  }

  private void resize(Heap heap, int arraySize, int hashCount) {
    if (hashCount > NODE_COUNT_MAX) {
      throw new Trap.OutOfMemory("memory", Heap.NODE_BYTES * (long) NODE_COUNT_MAX);
    }
    int count = hashCount == 0 ? 0 : 1 << TableHash.ceilLog2(hashCount);
    LuaValue[] oldArray = array;
    LuaValue[] oldNodes = nodes;
    long oldBytes = partBytes();
    heap.allocate((long) Heap.ARRAY_SLOT_BYTES * arraySize + (long) Heap.NODE_BYTES * count);
    heap.spend((oldArray.length + arraySize + 2L * oldNodes.length + 4L * count) / SLOTS_PER_GAS);
    boolean isLogged = epoch != heap.epoch() && heap.logLayout(this, oldBytes);
    epoch = heap.epoch();
    if (arraySize != oldArray.length || isLogged) {
      array = resized(oldArray, arraySize);
    }
    nodes = count == 0 ? NO_NODES : newSlots(2 * count);
    links = count == 0 ? NO_LINKS : new int[count];
    lastFree = count;
    for (int i = arraySize; i < oldArray.length; i++) {
      if (oldArray[i] != NIL) {
        store(heap, i + 1L, oldArray[i]);
      }
    }
    for (int i = oldNodes.length - 2; i >= 0; i -= 2) {
      if (oldNodes[i + 1] != NIL) {
        reinsert(heap, oldNodes[i], oldNodes[i + 1]);
      }
    }
    if (!isLogged) {
      heap.release(oldBytes);
    }
  }

  private void reinsert(Heap heap, LuaValue key, LuaValue value) {
    if (key instanceof IntegerNumber number
        && number.value() > 0
        && number.value() <= array.length) {
      array[(int) (number.value() - 1)] = value;
    } else {
      insert(heap, key, value);
    }
  }

  private static LuaValue[] resized(LuaValue[] old, int size) {
    if (size == 0) {
      return NO_ARRAY;
    }
    LuaValue[] array = Arrays.copyOf(old, size);
    if (size > old.length) {
      Arrays.fill(array, old.length, size, NIL);
    }
    return array;
  }

  private static LuaValue[] newSlots(int count) {
    LuaValue[] slots = new LuaValue[count];
    Arrays.fill(slots, NIL);
    return slots;
  }

  /** Leaves its arrays to the log and goes on with copies. */
  void saveWhole(Heap heap) {
    long bytes = partBytes();
    heap.allocate(bytes);
    heap.spend(slotCount() / SLOTS_PER_GAS);
    heap.logLayout(this, bytes);
    epoch = heap.epoch();
    array = array.length == 0 ? array : array.clone();
    if (nodes != NO_NODES) {
      nodes = nodes.clone();
      links = links.clone();
    }
  }

  public @Nullable Table metatable() {
    return metatable;
  }

  public void setMetatable(Heap heap, @Nullable Table table) {
    if (epoch != heap.epoch()) {
      heap.touch(this, 1);
      if (epoch != heap.epoch()) {
        heap.logMetatable(this);
      }
    }
    metatable = table;
  }

  int lastFree() {
    return lastFree;
  }

  void undoLastFree(int old) {
    lastFree = old;
  }

  void undoMetatable(@Nullable Table old) {
    metatable = old;
  }

  int epoch() {
    return epoch;
  }

  void setEpoch(int epoch) {
    this.epoch = epoch;
  }

  @Override
  public int serial() {
    return serial;
  }

  @Override
  public int type() {
    return TTABLE;
  }

  @Override
  public String typename() {
    return "table";
  }
}
