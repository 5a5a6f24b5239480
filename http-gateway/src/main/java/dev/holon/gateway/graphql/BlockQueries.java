package dev.holon.gateway.graphql;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Answers {@code block} and {@code blocks}. */
final class BlockQueries {
  private final LongSupplier currentHeight;
  private final LongUnaryOperator timestampMillis;

  BlockQueries(LongSupplier currentHeight, LongUnaryOperator timestampMillis) {
    this.currentHeight = currentHeight;
    this.timestampMillis = timestampMillis;
  }

  @Nullable Map<String, Object> block(Map<String, Object> arguments) {
    OptionalLong height = BlockId.height(Objects.toString(arguments.get("id")));
    return height.isPresent() && exists(height.getAsLong()) ? node(height.getAsLong()) : null;
  }

  Map<String, Object> blocks(Map<String, Object> arguments) {
    int first = Arguments.first(arguments);
    boolean isAscending = Arguments.isAscending(arguments);
    HeightRange asked = HeightRange.of(Arguments.object(arguments, "height"));
    long low = Math.max(0, asked.min());
    long high = Math.min(currentHeight.getAsLong(), asked.max());
    if (arguments.get("after") instanceof String after && !after.isEmpty()) {
      long seen = PagePosition.parse(after).height();
      low = isAscending ? Math.max(low, seen + 1) : low;
      high = isAscending ? high : Math.min(high, seen - 1);
    }
    long[] heights =
        arguments.get("ids") instanceof List<?> ids
            ? named(ids, low, high, isAscending)
            : window(low, high, first + 1L, isAscending);
    List<Map<String, Object>> edges =
        LongStream.of(heights)
            .limit(first)
            .mapToObj(
                height ->
                    Map.of(
                        "cursor",
                        (Object) new PagePosition(height, "").toCursor(),
                        "node",
                        node(height)))
            .toList();
    return Map.of("pageInfo", Map.of("hasNextPage", heights.length > first), "edges", edges);
  }

  private static long[] window(long low, long high, long countMax, boolean isAscending) {
    long count = Math.max(0, Math.min(countMax, high - low + 1));
    return LongStream.range(0, count).map(i -> isAscending ? low + i : high - i).toArray();
  }

  private static long[] named(List<?> ids, long low, long high, boolean isAscending) {
    if (ids.size() > GraphqlLimits.PAGE_MAX) {
      throw Arguments.refused("at most " + GraphqlLimits.PAGE_MAX + " 'ids', got " + ids.size());
    }
    long[] heights =
        ids.stream()
            .map(id -> BlockId.height(String.valueOf(id)))
            .flatMapToLong(OptionalLong::stream)
            .filter(height -> low <= height && height <= high)
            .map(height -> isAscending ? height : -height)
            .sorted()
            .distinct()
            .toArray();
    return LongStream.of(heights).map(Math::abs).toArray();
  }

  private boolean exists(long height) {
    return height >= 0 && height <= currentHeight.getAsLong();
  }

  private Map<String, Object> node(long height) {
    return TransactionNode.block(height, timestampMillis.applyAsLong(height));
  }
}
