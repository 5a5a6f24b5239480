package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** Results (ao.TN.1, compute, result object) as people read them. */
final class ResultText {
  private static final int LINE_MAX = 160;

  private ResultText() {}

  static boolean isError(JsonNode result) {
    return result.hasNonNull("Error") && !text(result.path("Error")).isEmpty();
  }

  static String error(JsonNode result) {
    return text(result.path("Error"));
  }

  /** What a console shows of {@code Output}: its text, or that of its {@code data}. */
  static String output(JsonNode result) {
    return text(result.path("Output"));
  }

  /** Output or error, and what is sent, each line behind the indent. */
  static void print(PrintStream out, String indent, JsonNode result) {
    if (isError(result)) {
      print(out, indent + "error: ", indent + "  ", error(result));
    }
    String output = output(result);
    if (!output.isEmpty()) {
      print(out, indent, indent, output);
    }
    for (JsonNode message : result.path("Messages")) {
      out.println(indent + "message to " + line(message.path("Target")) + tag(message, "Action"));
    }
    for (JsonNode spawn : result.path("Spawns")) {
      out.println(indent + "spawn" + tag(spawn, "Name"));
    }
    for (JsonNode assignment : result.path("Assignments")) {
      out.println(indent + "assignment of " + line(assignment.path("Message")));
    }
  }

  private static void print(PrintStream out, String first, String others, String text) {
    String indent = first;
    for (String line : PlainText.of(text).split("\n", -1)) {
      out.println(indent + line);
      indent = others;
    }
  }

  private static String tag(JsonNode sent, String name) {
    for (JsonNode tag : sent.path("Tags")) {
      if (tag.path("name").asText().equals(name)) {
        return "  " + name + " = " + line(tag.path("value"));
      }
    }
    return "";
  }

  private static String line(JsonNode text) {
    return PlainText.line(text.asText(), LINE_MAX);
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isObject()) {
      for (String member : new String[] {"data", "output"}) {
        if (value.hasNonNull(member)) {
          JsonNode inner = value.path(member);
          return inner.isObject() && inner.hasNonNull("output")
              ? inner.path("output").asText()
              : inner.isValueNode() ? inner.asText() : inner.toString();
        }
      }
    }
    return value.isValueNode() ? value.asText() : value.isEmpty() ? "" : value.toString();
  }
}
