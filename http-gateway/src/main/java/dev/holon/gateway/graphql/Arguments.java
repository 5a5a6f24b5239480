package dev.holon.gateway.graphql;

import graphql.GraphqlErrorException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the arguments of a field, which the engine has checked against the schema. */
final class Arguments {
  private Arguments() {}

  static List<String> texts(Map<String, Object> arguments, String name) {
    return arguments.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  static Map<String, Object> object(Map<String, Object> arguments, String name) {
    return arguments.get(name) instanceof Map<?, ?> map ? withTextKeys(map) : Map.of();
  }

  static List<Map<String, Object>> objects(Map<String, Object> arguments, String name) {
    return arguments.get(name) instanceof List<?> list
        ? list.stream().map(element -> withTextKeys((Map<?, ?>) element)).toList()
        : List.of();
  }

  static boolean isAscending(Map<String, Object> arguments) {
    return "HEIGHT_ASC".equals(arguments.get("sort"));
  }

  /** The page size; refuses what is out of bounds. */
  static int first(Map<String, Object> arguments) {
    int first = arguments.get("first") instanceof Integer value ? value : 10;
    if (first < 1 || first > GraphqlLimits.PAGE_MAX) {
      throw refused("'first' must be between 1 and " + GraphqlLimits.PAGE_MAX + ", got " + first);
    }
    return first;
  }

  static GraphqlErrorException refused(String message) {
    return GraphqlErrorException.newErrorException().message(message).build();
  }

  private static Map<String, Object> withTextKeys(Map<?, ?> map) {
    Map<String, Object> copy = new HashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            copy.put(String.valueOf(key), value);
          }
        });
    return copy;
  }
}
