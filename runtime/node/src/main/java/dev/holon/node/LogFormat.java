package dev.holon.node;

import java.util.Arrays;
import java.util.List;

/** How the log's lines are written; spelled as on the command line and in settings. */
enum LogFormat {
  /** For people. */
  text,
  /** A JSON object a line, ids as fields. */
  json;

  /** All, as they are spelled. */
  static List<String> names() {
    return Arrays.stream(values()).map(Enum::name).toList();
  }
}
