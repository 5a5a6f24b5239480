package dev.holon.persistence;

import dev.holon.core.scheduler.ChainPosition;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.Assignment;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the log of a new process, entry by entry, with real signatures. Slot n has the timestamp
 * 1,000 + 10 n.
 */
final class SampleLog {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Ed25519Wallet WALLET = Ed25519Wallet.generate(RANDOM);

  private final Consumer<LogEntry> writer;
  private final List<LogEntry> entries = new ArrayList<>();
  private final DataItem spawn;
  private final ProcessId process;

  private SampleLog(Consumer<LogEntry> writer, DataItem spawn) {
    this.writer = writer;
    this.spawn = spawn;
    this.process = new ProcessId(spawn.id());
  }

  /** A log that hands its entries to the writer; slot 0 is there. */
  static SampleLog create(Consumer<LogEntry> writer) {
    return create(writer, item(new byte[0]));
  }

  /** The log of a process with a cron. */
  static SampleLog createWithCron(Consumer<LogEntry> writer) {
    List<Tag> tags = List.of(new Tag("Cron-Interval", "1-second"));
    return create(writer, new UnsignedItem(null, randomBytes(), tags, new byte[0]).sign(WALLET));
  }

  private static SampleLog create(Consumer<LogEntry> writer, DataItem spawn) {
    SampleLog log = new SampleLog(writer, spawn);
    log.add(log.spawn.id(), log.spawn, HashChain.first(log.process));
    return log;
  }

  /** A signed item that is unlike all others. */
  static DataItem item(byte[] data) {
    return new UnsignedItem(null, randomBytes(), List.of(new Tag("Data-Protocol", "ao")), data)
        .sign(WALLET);
  }

  static Id randomId() {
    return Id.of(randomBytes());
  }

  static ProcessId randomProcess() {
    return new ProcessId(randomId());
  }

  ProcessId process() {
    return process;
  }

  List<LogEntry> entries() {
    return entries;
  }

  LogEntry entry(int slot) {
    return entries.get(slot);
  }

  /** Adds slots with new messages. */
  SampleLog messages(int count, int sizeBytes) {
    for (int i = 0; i < count; i++) {
      DataItem item = item(new byte[sizeBytes]);
      add(item.id(), item);
    }
    return this;
  }

  /** Assigns an item that is stored elsewhere. */
  SampleLog assigned(Id item) {
    add(item, null);
    return this;
  }

  /** Assigns an item. */
  SampleLog message(DataItem item) {
    add(item.id(), item);
    return this;
  }

  /** Adds a slot with a new message that a process pushed, known by this key. */
  SampleLog pushed(Id contentKey) {
    DataItem item = item(new byte[1]);
    LogEntry last = entries.getLast();
    Id chain = HashChain.next(last.assignmentId(), last.hashChain());
    add(item.id(), item, chain, contentKey);
    return this;
  }

  private void add(Id itemId, @Nullable DataItem item) {
    LogEntry last = entries.getLast();
    add(itemId, item, HashChain.next(last.assignmentId(), last.hashChain()));
  }

  private void add(Id itemId, @Nullable DataItem item, Id chain) {
    add(itemId, item, chain, null);
  }

  private void add(Id itemId, @Nullable DataItem item, Id chain, @Nullable Id contentKey) {
    long slot = entries.size();
    long timestamp = 1_000 + 10 * slot;
    DataItem assignment =
        new Assignment(process, slot, chain, 7, timestamp, slot == 0 ? null : itemId, List.of())
            .sign(WALLET, randomBytes());
    ChainPosition position = contentKey == null ? null : new ChainPosition(contentKey, 3);
    LogEntry entry =
        new LogEntry(
            process, slot, timestamp, 7, chain, itemId, assignment, item, contentKey, position);
    entries.add(entry);
    writer.accept(entry);
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
