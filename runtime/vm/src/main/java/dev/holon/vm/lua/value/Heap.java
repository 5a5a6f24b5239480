package dev.holon.vm.lua.value;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * What the values of one process cost: gas, memory by formulas that do not depend on the Java
 * machine, creation serials, and the undo log that a failed evaluation is rolled back with. Used by
 * one thread at a time.
 *
 * <p>Gas and memory are charged before the work is done or the object made.
 *
 * <p>Undo: a message runs between {@link #begin} and {@link #commit} or {@link #rollback}. Each
 * message is an epoch. An object made or saved whole in the current epoch changes freely; any other
 * is logged before it changes. Outside of messages nothing is logged.
 */
public final class Heap {
  /** Bytes charged for one array slot of a table. */
  public static final int ARRAY_SLOT_BYTES = 16;

  /** Bytes charged for one node of a table's hash part. */
  public static final int NODE_BYTES = 40;

  public static final int TABLE_BYTES = 56;
  public static final int STRING_BYTES = 25;
  public static final int CLOSURE_BYTES = 40;
  public static final int UPVALUE_BYTES = 40;
  public static final int COROUTINE_BYTES = 200;

  /** Bytes of library work, such as copying, that cost one gas. */
  public static final int BYTES_PER_GAS = 16;

  /** What may be used before an interruption is noticed: some hundredths of a second. */
  private static final long SLICE_GAS = 10_000_000;

  /** Bytes charged for one entry of the undo log while the message runs. */
  private static final int LOG_ENTRY_BYTES = 24;

  /** Public for the interpreter and for compiled code, which count it down themselves. */
  public long gasLeft;

  /**
   * Memory is over its limit, garbage included: at its next safe point the interpreter measures
   * what is alive and calls {@link #collected}.
   */
  public boolean isCollectionDue;

  /** Another thread asked for the end of what runs. */
  private volatile boolean isInterrupted;

  /** Bytes of buffers that the native functions in progress fill, which no value shows. */
  public long heldBytes;

  /** Gas that is given but not yet in {@link #gasLeft}. */
  private long gasReserve;

  private long gasGiven;
  private long bytesUsed;
  private long bytesMax = Long.MAX_VALUE;
  private int serialLast;

  private int epoch = 1;
  private @Nullable UndoLog log;
  private long logBytes;
  private long bytesUsedAtBegin;

  /** Of {@link #bytesUsed}, what the last collection found alive. */
  private long bytesLive;

  private long bytesLiveAtBegin;
  private int serialAtBegin;

  /**
   * Takes gas.
   *
   * @throws Trap.OutOfGas when less is left
   */
  public void spend(long gas) {
    gasLeft -= gas;
    if (gasLeft < 0) {
      refill();
    }
  }

  /** Whether so much gas can be taken. */
  public boolean canSpend(long gas) {
    return gasLeft >= gas - gasReserve;
  }

  /** Gas taken since the limits were set. */
  public long gasUsed() {
    return gasGiven - gasReserve - gasLeft;
  }

  /**
   * Takes memory for an object that will be made next.
   *
   * @throws Trap.OutOfMemory when the process may not hold so much
   */
  public void allocate(long bytes) {
    long used = bytesUsed + bytes;
    bytesUsed = used;
    // Negative: the sum of a huge request wrapped.
    if (used > bytesMax || used < 0) {
      exceeded(bytes);
    }
  }

  /** Whether so much could be taken with no further ado. */
  public boolean isRoomFor(long bytes) {
    return bytesUsed + bytes <= bytesMax && !isCollectionDue;
  }

  private void exceeded(long bytes) {
    // Garbage counts until it is collected, so up to twice the limit may be reached on the way.
    if (bytes > bytesMax || bytesUsed - bytesMax > bytesMax) {
      throw new Trap.OutOfMemory("memory", bytesMax);
    }
    isCollectionDue = true;
  }

  /** Gives memory back that is known to be free, such as an array that a larger one replaced. */
  public void release(long bytes) {
    bytesUsed -= bytes;
  }

  /** Takes memory and gas for a string of this length. */
  public void allocateString(long length) {
    allocate(STRING_BYTES + length);
    spend(length / BYTES_PER_GAS);
  }

  /**
   * States what the live objects of the process hold, by the same formulas.
   *
   * @throws Trap.OutOfMemory when that is over the limit
   */
  public void collected(long liveBytes) {
    isCollectionDue = false;
    bytesLive = liveBytes;
    bytesUsed = liveBytes + logBytes;
    if (bytesUsed > bytesMax) {
      throw new Trap.OutOfMemory("memory", bytesMax);
    }
  }

  /** Lets go of what the log need not hold: all but the first of the values a slot had. */
  public void beforeCollection() {
    if (log != null) {
      spend(log.size());
      log.forgetLaterValues();
    }
  }

  /**
   * Whether garbage has piled up since the last collection, as a process's own counters tell: more
   * than half of what was free then, and half of the limit is used. It is also as much as half of
   * what was alive, for nobody pays for this collection but those who made the garbage.
   */
  public boolean isCollectionWorthwhile() {
    long garbage = bytesUsed - bytesLive;
    return bytesUsed > bytesMax / 2
        && garbage > (bytesMax - bytesLive) / 2
        && garbage > bytesLive / 2;
  }

  /** As {@link #collected} outside of messages; what is over the limit shows in the next one. */
  public void settle(long liveBytes) {
    bytesLive = liveBytes;
    bytesUsed = liveBytes;
    isCollectionDue = bytesUsed > bytesMax;
  }

  /** What the last collection found alive. */
  public long bytesLive() {
    return bytesLive;
  }

  /** For a process taken from a checkpoint. */
  public void setBytesLive(long bytes) {
    bytesLive = bytes;
  }

  /** Whether so much can be taken without a collection. */
  public boolean hasRoom(long bytes) {
    return bytes <= bytesMax && bytesUsed <= bytesMax - bytes;
  }

  public long bytesUsed() {
    return bytesUsed;
  }

  /** For a process taken from a checkpoint. */
  public void setBytesUsed(long bytes) {
    bytesUsed = bytes;
  }

  public void setLimits(long gas, long memoryBytes) {
    gasLeft = gas;
    gasGiven = gas;
    gasReserve = 0;
    bytesMax = memoryBytes;
    isInterrupted = false;
    isCollectionDue = bytesUsed > bytesMax;
  }

  /**
   * As {@link #setLimits}, for a program that {@link #interrupt} shall end: it gets the gas in
   * slices. That costs nothing where gas is counted, and no compiler can keep the flag from it.
   */
  public void setInterruptibleLimits(long gas, long memoryBytes) {
    setLimits(Math.min(gas, SLICE_GAS), memoryBytes);
    gasGiven = gas;
    gasReserve = gas - gasLeft;
  }

  /** Ends what runs when its slice of gas is spent; for any thread. */
  public void interrupt() {
    isInterrupted = true;
  }

  /**
   * Takes the next slice; to be called when less than no gas is left.
   *
   * @throws Trap.OutOfGas when there is none
   * @throws Trap.Interrupted after {@link #interrupt}
   */
  public void refill() {
    if (isInterrupted) {
      throw new Trap.Interrupted();
    }
    long slice = Math.min(gasReserve, Math.max(SLICE_GAS, -gasLeft));
    gasReserve -= slice;
    gasLeft += slice;
    if (gasLeft < 0) {
      throw new Trap.OutOfGas();
    }
  }

  /** The serial number of an object made next: its identity in hashes and texts. */
  public int nextSerial() {
    return ++serialLast;
  }

  public int serialLast() {
    return serialLast;
  }

  /** For a process taken from a checkpoint. */
  public void setSerialLast(int serial) {
    serialLast = serial;
  }

  /** The current epoch; an object that carries it needs no log. */
  public int epoch() {
    return epoch;
  }

  /** Starts a message. */
  public void begin() {
    if (log != null) {
      throw new IllegalStateException("a message is being evaluated");
    }
    epoch++;
    log = new UndoLog();
    logBytes = 0;
    bytesUsedAtBegin = bytesUsed;
    bytesLiveAtBegin = bytesLive;
    serialAtBegin = serialLast;
  }

  /** Keeps what the message has changed. */
  public void commit() {
    log = null;
    bytesUsed -= logBytes;
    logBytes = 0;
  }

  /** Gives every object that existed before the message the state it had then. */
  public void rollback() {
    UndoLog ended = log;
    if (ended == null) {
      return;
    }
    log = null;
    ended.undo();
    logBytes = 0;
    bytesUsed = bytesUsedAtBegin;
    bytesLive = bytesLiveAtBegin;
    serialLast = serialAtBegin;
    isCollectionDue = bytesUsed > bytesMax;
    // What was made or saved during the message must not pass for saved in a later one.
    epoch++;
  }

  /**
   * Logs a slot of an object's own array before it is written, such as a captured value. The object
   * carries the epoch of its last logged write and calls this only when that is not the current
   * one, so that a loop does not grow the log; one epoch serves one slot.
   */
  public void beforeWrite(LuaValue[] array, int index) {
    UndoLog active = log;
    if (active != null) {
      chargeEntry();
      active.slot(array, index);
    }
  }

  /**
   * Logs an object's state before its first change in an epoch; as with {@link #beforeWrite} the
   * object carries the epoch it was saved in.
   */
  public void save(Undoable object, Object saved) {
    UndoLog active = log;
    if (active != null) {
      chargeEntry();
      active.object(object, saved);
    }
  }

  /** Whether a message runs, so that saving has a purpose. */
  public boolean isLogging() {
    return log != null;
  }

  /** Changes that {@link #rollback} would take back. */
  public int undoCount() {
    return log == null ? 0 : log.size();
  }

  /** Takes memory for what the log holds until the message ends. */
  public void allocateForLog(long bytes) {
    allocate(bytes);
    logBytes += bytes;
  }

  private void chargeEntry() {
    allocateForLog(LOG_ENTRY_BYTES);
  }

  /**
   * Prepares for some writes to a table whose epoch is not the current one. Afterwards the table
   * either has the current epoch, or each write is to be logged.
   */
  void touch(Table table, int writes) {
    UndoLog active = log;
    if (active == null) {
      table.setEpoch(epoch);
    } else if (active.isWorthSaving(table, writes)) {
      table.saveWhole(this);
    }
  }

  void logSlot(LuaValue[] array, int index) {
    beforeWrite(array, index);
  }

  void logLink(int[] links, int index) {
    if (log != null) {
      chargeEntry();
      log.link(links, index);
    }
  }

  void logLastFree(Table table) {
    if (log != null) {
      chargeEntry();
      log.lastFree(table);
    }
  }

  void logMetatable(Table table) {
    if (log != null) {
      chargeEntry();
      log.metatable(table);
    }
  }

  /**
   * Keeps the arrays of a table, which the table replaces next; their bytes are the log's from now
   * on. False when no message runs and nothing is kept.
   */
  boolean logLayout(Table table, long bytes) {
    UndoLog active = log;
    if (active == null) {
      return false;
    }
    active.isWorthSaving(table, 0);
    chargeEntry();
    active.layout(table);
    logBytes += bytes;
    return true;
  }
}
