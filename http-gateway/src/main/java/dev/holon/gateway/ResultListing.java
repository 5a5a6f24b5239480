package dev.holon.gateway;

import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.gateway.wire.ResultCursor;
import dev.holon.gateway.wire.ResultCursor.Sort;
import dev.holon.gateway.wire.ResultJson;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a process's results (ao.TN.1, compute, {@code GET /results/{pid}}). Evaluates nothing. A
 * {@code from} cursor is exclusive, a {@code from} in milliseconds inclusive, {@code to} always
 * inclusive; both bound the same range whichever the direction. A process that nobody knows has no
 * results. Errored evaluations are left out after the limit has been applied, so pages can be short
 * or empty while {@code hasNextPage} is true.
 */
final class ResultListing {
  private final ScheduleStore schedule;
  private final ResultStore results;
  private final GatewayLimits limits;

  ResultListing(ScheduleStore schedule, ResultStore results, GatewayLimits limits) {
    this.schedule = schedule;
    this.results = results;
    this.limits = limits;
  }

  /** What a client wants to see. */
  record Window(@Nullable Bound from, @Nullable Bound to, int limit, Sort sort) {}

  /** One end of the range. */
  sealed interface Bound {
    record At(ResultCursor cursor) implements Bound {}

    record Time(long millis) implements Bound {}
  }

  /** Reads {@code from, to, limit, sort}. */
  Window window(QueryString query) {
    Bound from = bound(query, "from").orElse(null);
    Bound to = bound(query, "to").orElse(null);
    int limit =
        query
            .count("limit", limits.resultEntriesMax())
            .orElse(GatewayLimits.RESULT_ENTRIES_DEFAULT);
    Sort sort = sort(query);
    // The sort inside a cursor beats the query's.
    if (from instanceof Bound.At at) {
      sort = at.cursor().sort();
    } else if (to instanceof Bound.At at) {
      sort = at.cursor().sort();
    }
    return new Window(from, to, limit, sort);
  }

  private static Optional<Bound> bound(QueryString query, String name) {
    Optional<String> text = query.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    // An unescaped plus sign in a cursor arrives as a space.
    Optional<ResultCursor> cursor = ResultCursor.parse(text.get().replace(' ', '+'));
    if (cursor.isPresent()) {
      return Optional.of(new Bound.At(cursor.get()));
    }
    try {
      return Optional.of(new Bound.Time(Long.parseLong(text.get())));
    } catch (NumberFormatException e) {
      throw RequestFault.malformed("'" + name + "' must be a cursor or milliseconds");
    }
  }

  private static Sort sort(QueryString query) {
    String text = query.text("sort").orElse(Sort.ASC.name());
    for (Sort sort : Sort.values()) {
      if (sort.name().equals(text)) {
        return sort;
      }
    }
    throw RequestFault.malformed("'sort' must be ASC or DESC");
  }

  /** The page. Blocks. */
  HttpResponse answer(ProcessId process, Window window) {
    long first = firstSlot(process, window.from());
    long last = lastSlot(process, window.to());
    ResultStore.Order order =
        window.sort() == Sort.ASC ? ResultStore.Order.ASCENDING : ResultStore.Order.DESCENDING;
    List<StoredResult> found =
        first > last ? List.of() : results.results(process, first, last, window.limit() + 1, order);
    boolean hasNextPage =
        found.size() > window.limit() || isCutShort(process, found, first, last, order);
    List<StoredResult> page =
        found.stream().limit(window.limit()).filter(stored -> !stored.result().isError()).toList();
    return Answer.json(200, json -> ResultJson.writePage(json, page, window.sort(), hasNextPage));
  }

  // A page of large results may end early; it is the last one only when nothing follows.
  private boolean isCutShort(
      ProcessId process, List<StoredResult> found, long first, long last, ResultStore.Order order) {
    if (found.isEmpty()) {
      return false;
    }
    long reached = found.getLast().slot();
    return order == ResultStore.Order.ASCENDING
        ? reached < last && results.result(process, reached + 1).isPresent()
        : reached > first;
  }

  private long firstSlot(ProcessId process, @Nullable Bound from) {
    return switch (from) {
      case null -> 0;
      case Bound.At at -> Math.max(-1, Math.min(at.cursor().slot(), Long.MAX_VALUE - 1)) + 1;
      case Bound.Time time ->
          time.millis() <= 0 ? 0 : schedule.firstSlotAfter(process, time.millis() - 1);
    };
  }

  private long lastSlot(ProcessId process, @Nullable Bound to) {
    return switch (to) {
      case null -> Long.MAX_VALUE;
      case Bound.At at -> at.cursor().slot();
      case Bound.Time time -> schedule.firstSlotAfter(process, time.millis()) - 1;
    };
  }
}
