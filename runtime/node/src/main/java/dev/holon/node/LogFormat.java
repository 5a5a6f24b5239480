package dev.holon.node;

/** How the log's lines are written; spelled as on the command line. */
enum LogFormat {
  /** For people. */
  text,
  /** A JSON object a line, ids as fields. */
  json
}
