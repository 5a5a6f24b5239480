package dev.holon.gateway;

import dev.holon.core.compute.ResultPlace;
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

  /** Reads {@code from, to, limit} of a listing of ticks, which is always ascending. */
  Window tickWindow(QueryString query) {
    int limit =
        query.count("limit", limits.resultEntriesMax()).orElse(GatewayLimits.TICK_ENTRIES_DEFAULT);
    return new Window(
        bound(query, "from").orElse(null), bound(query, "to").orElse(null), limit, Sort.ASC);
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
    ResultStore.Range range = range(process, window);
    ResultStore.Order order =
        window.sort() == Sort.ASC ? ResultStore.Order.ASCENDING : ResultStore.Order.DESCENDING;
    List<StoredResult> found = isEmpty(range) ? List.of() : results.results(process, range, order);
    boolean hasNextPage = found.size() > window.limit() || isCutShort(process, found, range, order);
    return page(window, found, hasNextPage);
  }

  /** The page of ticks only (ao.TN.1, compute, {@code GET /cron/{pid}}). Blocks. */
  HttpResponse ticks(ProcessId process, Window window) {
    ResultStore.Range range = range(process, window);
    List<StoredResult> found = isEmpty(range) ? List.of() : results.ticks(process, range);
    boolean hasNextPage = found.size() > window.limit();
    if (!hasNextPage && !found.isEmpty()) {
      // A page of large results may end early.
      ResultPlace next = found.getLast().place().nextStep();
      ResultStore.Range rest = new ResultStore.Range(next, range.to(), 1);
      hasNextPage = !isEmpty(rest) && !results.ticks(process, rest).isEmpty();
    }
    return page(window, found, hasNextPage);
  }

  private static HttpResponse page(Window window, List<StoredResult> found, boolean hasNextPage) {
    List<StoredResult> page =
        found.stream().limit(window.limit()).filter(stored -> !stored.result().isError()).toList();
    return Answer.json(200, json -> ResultJson.writePage(json, page, window.sort(), hasNextPage));
  }

  /** One more than the page holds, to see whether there is another. */
  private ResultStore.Range range(ProcessId process, Window window) {
    return new ResultStore.Range(
        first(process, window.from()), last(process, window.to()), window.limit() + 1);
  }

  private static boolean isEmpty(ResultStore.Range range) {
    return range.to().isBefore(range.from());
  }

  // A page of large results may end early; it is the last one only when nothing follows.
  private boolean isCutShort(
      ProcessId process,
      List<StoredResult> found,
      ResultStore.Range range,
      ResultStore.Order order) {
    if (found.isEmpty()) {
      return false;
    }
    ResultPlace reached = found.getLast().place();
    return order == ResultStore.Order.ASCENDING
        ? results.outcomesAfter(process, reached, 1).stream()
            .anyMatch(next -> !range.to().isBefore(next.place()))
        : range.from().isBefore(reached);
  }

  private ResultPlace first(ProcessId process, @Nullable Bound from) {
    return switch (from) {
      case null -> ResultPlace.ofSlot(0);
      case Bound.At at -> at(process, at.cursor()).nextStep();
      case Bound.Time time -> firstAfter(process, time.millis() - 1);
    };
  }

  private ResultPlace last(ProcessId process, @Nullable Bound to) {
    return switch (to) {
      case null -> new ResultPlace(Long.MAX_VALUE, Long.MAX_VALUE);
      case Bound.At at -> at(process, at.cursor());
      case Bound.Time time -> before(firstAfter(process, time.millis()));
    };
  }

  /** Where a cursor stands; one of a tick that is not there stands before the next tick. */
  private ResultPlace at(ProcessId process, ResultCursor cursor) {
    long slot = Math.max(-1, Math.min(cursor.slot(), Long.MAX_VALUE - 1));
    String cron = cursor.cron();
    if (cron == null || slot < 0) {
      return new ResultPlace(slot, slot < 0 ? Long.MAX_VALUE - 1 : 0);
    }
    return results
        .placeOf(process, slot, cursor.timestampMillis(), cron)
        .orElseGet(() -> before(results.placeAfter(process, slot, cursor.timestampMillis())));
  }

  /** The first place later than this: a tick, or else a slot. */
  private ResultPlace firstAfter(ProcessId process, long millis) {
    long slot = millis < 0 ? 0 : schedule.firstSlotAfter(process, millis);
    return slot == 0 ? ResultPlace.ofSlot(0) : results.placeAfter(process, slot - 1, millis);
  }

  private static ResultPlace before(ResultPlace place) {
    return place.isTick()
        ? new ResultPlace(place.slot(), place.step() - 1)
        : new ResultPlace(place.slot() - 1, Long.MAX_VALUE - 1);
  }
}
