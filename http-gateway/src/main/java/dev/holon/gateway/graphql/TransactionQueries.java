package dev.holon.gateway.graphql;

import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.protocol.Id;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers {@code transaction} and {@code transactions}. Blocks on the stores. */
final class TransactionQueries {
  private final RecordStore records;
  private final ScheduleStore schedule;

  TransactionQueries(RecordStore records, ScheduleStore schedule) {
    this.records = records;
    this.schedule = schedule;
  }

  @Nullable Map<String, Object> transaction(Map<String, Object> arguments) {
    return find(Objects.toString(arguments.get("id"))).map(TransactionNode::of).orElse(null);
  }

  Map<String, Object> transactions(Map<String, Object> arguments) {
    int first = Arguments.first(arguments);
    Comparator<PagePosition> order =
        Arguments.isAscending(arguments)
            ? PagePosition.ASCENDING
            : PagePosition.ASCENDING.reversed();
    Stream<FoundItem> candidates = candidates(arguments).filter(ItemFilter.of(arguments));
    if (arguments.get("after") instanceof String after && !after.isEmpty()) {
      PagePosition seen = PagePosition.parse(after);
      candidates = candidates.filter(found -> order.compare(position(found), seen) > 0);
    }
    List<FoundItem> found =
        candidates
            .sorted(Comparator.comparing(TransactionQueries::position, order))
            .limit(first + 1L)
            .toList();
    List<Map<String, Object>> edges =
        found.stream()
            .limit(first)
            .map(
                item ->
                    Map.of(
                        "cursor",
                        (Object) position(item).toCursor(),
                        "node",
                        TransactionNode.of(item)))
            .toList();
    return Map.of("pageInfo", Map.of("hasNextPage", found.size() > first), "edges", edges);
  }

  private Stream<FoundItem> candidates(Map<String, Object> arguments) {
    if (!(arguments.get("ids") instanceof List<?> ids)) {
      return records.all().stream().map(FoundItem::of);
    }
    if (ids.size() > GraphqlLimits.PAGE_MAX) {
      throw Arguments.refused("at most " + GraphqlLimits.PAGE_MAX + " 'ids', got " + ids.size());
    }
    return ids.stream().map(String::valueOf).distinct().map(this::find).flatMap(Optional::stream);
  }

  private Optional<FoundItem> find(String id) {
    return Id.isId(id) ? FoundItem.find(records, schedule, Id.parse(id)) : Optional.empty();
  }

  private static PagePosition position(FoundItem found) {
    return new PagePosition(found.blockHeight(), found.item().id().toString());
  }
}
