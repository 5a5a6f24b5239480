package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Members of the node's JSON as people read them. */
final class Text {
  private Text() {}

  /** The text; a dash for what is not there. */
  static String orDash(JsonNode member) {
    return member.isMissingNode() || member.isNull() ? "-" : member.asText();
  }

  /** Milliseconds since 1970 as UTC; a dash for what is not there. */
  static String time(JsonNode millis) {
    return millis.isNumber() ? Instant.ofEpochMilli(millis.asLong()).toString() : "-";
  }
}
