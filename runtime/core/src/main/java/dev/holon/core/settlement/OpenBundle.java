package dev.holon.core.settlement;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.protocol.DataItem;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries that the next bundle will have. Holds at most {@link SettlementRules#bundleBytesMax}
 * and one entry more, so a backlog of any size is in the journal and not in memory. Not
 * thread-safe.
 */
final class OpenBundle {
  private final SettlementRules rules;
  private final long from;
  private final List<LogEntry> entries = new ArrayList<>();
  private long to;
  private long readTo;
  private long bytes;
  private long oldestMillis = Long.MAX_VALUE;

  /** An empty bundle of what lies behind a position. */
  OpenBundle(SettlementRules rules, long from) {
    this.rules = rules;
    this.from = from;
    this.to = from;
    this.readTo = from;
  }

  long from() {
    return from;
  }

  /** Reads until it is full, or there is no more. */
  void fill(LogFeed feed) {
    boolean hasMore = true;
    while (hasMore && !isFull()) {
      LogFeed.Page page =
          feed.after(
              readTo,
              SettlementRules.ENTRIES_MAX - entries.size(),
              rules.bundleBytesMax() - 1 - bytes);
      hasMore = !page.entries().isEmpty();
      page.entries().forEach(this::add);
      readTo = page.position();
      to = hasMore ? readTo : to;
    }
  }

  private void add(LogEntry entry) {
    entries.add(entry);
    oldestMillis = Math.min(oldestMillis, entry.timestampMillis());
    bytes += entry.assignment().sizeBytes();
    bytes += entry.message().map(DataItem::sizeBytes).orElse(0);
  }

  boolean isFull() {
    return bytes >= rules.bundleBytesMax() || entries.size() >= SettlementRules.ENTRIES_MAX;
  }

  /** Whether it is to be closed. */
  boolean isDue(long nowMillis) {
    boolean isOld = nowMillis >= oldestMillis + rules.bundleAgeMax().toMillis();
    return !entries.isEmpty() && (isFull() || isOld);
  }

  List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  FeedRange range() {
    return new FeedRange(from, to, entries.size());
  }

  long oldestMillis() {
    return oldestMillis;
  }
}
