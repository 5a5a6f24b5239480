package dev.holon.core.scheduler;

import dev.holon.protocol.Assignment;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Wallet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Forms the next log entry of one process: the slot without a gap, the strictly increasing
 * timestamp, the hash chain and the signed assignment (ao.TN.1 §2.5). A deliberate bottleneck: each
 * assignment's chain needs the id, and so the signature, of the one before. Used by one thread at a
 * time.
 */
public final class Sequencer {
  private final ProcessId process;
  private final Wallet scheduler;
  private @Nullable ScheduleHead head;
  private long floorMillis = TimeFloors.NONE;

  /**
   * @param head the newest durable entry; null when the process has none yet
   */
  public Sequencer(ProcessId process, Wallet scheduler, @Nullable ScheduleHead head) {
    this.process = process;
    this.scheduler = scheduler;
    this.head = head;
  }

  public Optional<ScheduleHead> head() {
    return Optional.ofNullable(head);
  }

  /** From now on entries are later than this; the floor never falls. */
  public void raiseFloor(long millis) {
    floorMillis = Math.max(floorMillis, millis);
  }

  /** Gives the process's spawn item slot 0, or a message the next slot. */
  public LogEntry append(DataItem item, long nowMillis, long blockHeight) {
    return append(item, Pushed.BY_NOBODY, nowMillis, blockHeight);
  }

  /** As {@link #append(DataItem, long, long)}, for an item of which more is known. */
  public LogEntry append(DataItem item, Pushed pushed, long nowMillis, long blockHeight) {
    return append(new Request(item.id(), item, List.of(), pushed), nowMillis, blockHeight);
  }

  /**
   * Gives an item that is stored elsewhere the next slot; {@code exclude} names fields its
   * evaluation leaves out.
   */
  public LogEntry appendAssignment(
      Id message,
      List<String> exclude,
      @Nullable ChainPosition chain,
      long nowMillis,
      long blockHeight) {
    Pushed pushed = new Pushed(null, chain);
    return append(new Request(message, null, exclude, pushed), nowMillis, blockHeight);
  }

  /**
   * What is kept of a push; see {@link LogEntry}.
   *
   * @param contentKey null when no process pushed the item
   * @param chain null when the item came from outside
   */
  public record Pushed(@Nullable Id contentKey, @Nullable ChainPosition chain) {
    static final Pushed BY_NOBODY = new Pushed(null, null);
  }

  private record Request(Id itemId, @Nullable DataItem item, List<String> exclude, Pushed pushed) {}

  private LogEntry append(Request request, long nowMillis, long blockHeight) {
    ScheduleHead last = head;
    long slot = last == null ? 0 : last.slot() + 1;
    Id chain =
        last == null
            ? HashChain.first(process)
            : HashChain.next(last.assignmentId(), last.hashChain());
    // ao.TN.1 §7 no. 1: entries of equal time make readers that page by time skip one.
    long earliest = last == null ? nowMillis : Math.max(nowMillis, last.timestampMillis() + 1);
    long timestamp = Math.max(earliest, floorMillis + 1);
    // The next node's clock may be behind: like time, height does not go back.
    long height = last == null ? blockHeight : Math.max(blockHeight, last.blockHeight());
    boolean isSpawn = request.itemId().equals(process.id());
    Assignment assignment =
        new Assignment(
            process,
            slot,
            chain,
            height,
            timestamp,
            isSpawn ? null : request.itemId(),
            request.exclude());
    DataItem signed = assignment.sign(scheduler, anchor(slot));
    LogEntry entry =
        new LogEntry(
            process,
            slot,
            timestamp,
            height,
            chain,
            request.itemId(),
            signed,
            request.item(),
            request.pushed().contentKey(),
            request.pushed().chain());
    head = entry.toHead();
    return entry;
  }

  // Any 32 bytes do; these make forming an entry a pure function of its inputs.
  private byte[] anchor(long slot) {
    byte[] bytes = process.id().toBytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.putLong(0, ~buffer.getLong(0));
    buffer.putLong(24, buffer.getLong(24) ^ slot);
    return bytes;
  }
}
