package dev.holon.gateway;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.gateway.wire.SchedulerJson;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.OptionalLong;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Pages of a process's schedule (ao.TN.1, scheduler, {@code GET /{id}}): entries with {@code from <
 * Timestamp <= to}, or, when a nonce is named, {@code from-nonce < Nonce <= to-nonce}. Slot 0 is
 * shown only when there is no lower bound.
 */
final class ScheduleListing {
  private final ScheduleStore schedule;
  private final GatewayLimits limits;

  ScheduleListing(ScheduleStore schedule, GatewayLimits limits) {
    this.schedule = schedule;
    this.limits = limits;
  }

  /** What a client wants to see; bounds are timestamps or nonces, as the cursor says. */
  record Window(OptionalLong from, OptionalLong to, int limit, SchedulerJson.Cursor cursor) {}

  /** Reads {@code from, to, from-nonce, to-nonce, limit}. */
  Window window(QueryString query) {
    int limit =
        query
            .count("limit", limits.scheduleEntriesMax())
            .orElse(GatewayLimits.SCHEDULE_ENTRIES_DEFAULT);
    OptionalLong fromNonce = query.number("from-nonce");
    OptionalLong toNonce = query.number("to-nonce");
    return fromNonce.isPresent() || toNonce.isPresent()
        ? new Window(fromNonce, toNonce, limit, SchedulerJson.Cursor.NONCE)
        : new Window(
            query.number("from"), query.number("to"), limit, SchedulerJson.Cursor.TIMESTAMP);
  }

  /** The page of the process whose newest entry is {@code head}. Blocks. */
  HttpResponse answer(LogEntry head, Window window, SchedulerJson.Anchors anchors) {
    ProcessId process = head.process();
    long first = firstSlot(process, window);
    long last = Math.min(head.slot(), lastSlot(process, window));
    int countMax = (int) Math.max(0, Math.min(window.limit(), last - first + 1));
    List<LogEntry> entries =
        countMax == 0
            ? List.of()
            : schedule.entries(process, first, countMax, limits.schedulePageBytesMax());
    boolean hasNextPage = !entries.isEmpty() && entries.get(entries.size() - 1).slot() < last;
    return Answer.json(
        200, json -> SchedulerJson.writePage(json, entries, hasNextPage, window.cursor(), anchors));
  }

  private long firstSlot(ProcessId process, Window window) {
    if (window.from().isEmpty()) {
      return 0;
    }
    long from = window.from().getAsLong();
    return switch (window.cursor()) {
      // from-nonce=-1 stands for no lower bound.
      case NONCE -> from < 0 ? 0 : from == Long.MAX_VALUE ? from : from + 1;
      case TIMESTAMP -> Math.max(1, schedule.firstSlotAfter(process, from));
    };
  }

  private long lastSlot(ProcessId process, Window window) {
    if (window.to().isEmpty()) {
      return Long.MAX_VALUE;
    }
    long to = window.to().getAsLong();
    return switch (window.cursor()) {
      case NONCE -> Math.max(-1, to);
      case TIMESTAMP -> schedule.firstSlotAfter(process, to) - 1;
    };
  }
}
