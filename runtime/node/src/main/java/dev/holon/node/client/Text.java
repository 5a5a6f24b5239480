package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Members of the node's JSON as people read them. */
final class Text {
  // Always three digits of milliseconds, so that columns line up.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private Text() {}

  /** The text; a dash for what is not there. */
  static String orDash(JsonNode member) {
    return member.isMissingNode() || member.isNull() ? "-" : member.asText();
  }

  /** Milliseconds since 1970 as UTC; a dash for what is not there. */
  static String time(JsonNode millis) {
    return millis.isNumber() ? TIME.format(Instant.ofEpochMilli(millis.asLong())) : "-";
  }
}
