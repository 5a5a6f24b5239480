package dev.holon.gateway;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The parameters of a request. Of a repeated one the first counts; one without a value has an empty
 * one.
 */
final class QueryString {
  private static final QueryString NONE = new QueryString(Map.of());

  private final Map<String, String> parameters;

  private QueryString(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /**
   * Reads the part after the question mark.
   *
   * @throws RequestFault when it is not percent-encoded as it should be
   */
  static QueryString parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    int start = 0;
    while (start <= raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      int equals = raw.indexOf('=', start);
      boolean hasValue = equals >= 0 && equals < end;
      String name = decode(raw.substring(start, hasValue ? equals : end));
      parameters.putIfAbsent(name, hasValue ? decode(raw.substring(equals + 1, end)) : "");
      start = end + 1;
    }
    return new QueryString(parameters);
  }

  private static String decode(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RequestFault.malformed("the query is not percent-encoded as it should be");
    }
  }

  /**
   * Refuses parameters of other names: one that is misspelt would say less than was meant.
   *
   * @throws RequestFault naming one, and what there is
   */
  void requireOnly(String... names) {
    for (String name : parameters.keySet()) {
      if (!List.of(names).contains(name)) {
        throw RequestFault.malformed(
            "there is no parameter '" + name + "' here, but " + String.join(", ", names));
      }
    }
  }

  /** Whether the parameter is there, with or without a value. */
  boolean has(String name) {
    return parameters.containsKey(name);
  }

  /** The parameter's value; empty when it is absent or has none. */
  Optional<String> text(String name) {
    String value = parameters.get(name);
    return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  Optional<ProcessId> process(String name) {
    return id(name).map(ProcessId::new);
  }

  Optional<Id> id(String name) {
    Optional<String> value = text(name);
    if (value.isPresent() && !Id.isId(value.get())) {
      throw RequestFault.malformed(
          "'" + name + "' must be an id of 32 bytes in base64url (43 characters, canonical)");
    }
    return value.map(Id::parse);
  }

  OptionalLong number(String name) {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value.get()));
    } catch (NumberFormatException e) {
      throw RequestFault.malformed("'" + name + "' must be an integer");
    }
  }

  /** A count of at least 1; larger ones are cut to {@code countMax}. */
  OptionalInt count(String name, int countMax) {
    OptionalLong number = number(name);
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    if (number.getAsLong() < 1) {
      throw RequestFault.malformed("'" + name + "' must be at least 1");
    }
    return OptionalInt.of((int) Math.min(number.getAsLong(), countMax));
  }
}
