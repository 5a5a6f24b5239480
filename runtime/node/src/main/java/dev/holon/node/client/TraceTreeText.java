package dev.holon.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Draws a trace: a line for each slot with what it put out, below it a line for each push, below
 * that the slot the push became. As deep as the answer; its parser refuses JSON of more than 1,000
 * levels.
 */
final class TraceTreeText {
  private static final int LINE_MAX = 120;

  private final PrintStream out;

  TraceTreeText(PrintStream out) {
    this.out = out;
  }

  void print(JsonNode tree) {
    slot("", "", tree);
  }

  private void slot(String first, String indent, JsonNode slot) {
    StringBuilder line = new StringBuilder(first);
    line.append(word(slot, "process")).append("  slot ").append(word(slot, "slot"));
    if (slot.path("state").isMissingNode()) {
      line.append("  not shown: ").append(cut(slot));
      out.println(line);
      return;
    }
    line.append("  ").append(word(slot, "state"));
    if (slot.path("evaluationMicros").isNumber()) {
      double millis = slot.path("evaluationMicros").asLong() / 1e3;
      line.append(String.format(Locale.ROOT, "  %.1f ms", millis));
    }
    if (slot.path("gasUsed").isNumber()) {
      line.append(String.format(Locale.ROOT, "  gas %,d", slot.path("gasUsed").asLong()));
    }
    out.println(line);
    JsonNode pushes = slot.path("pushes");
    String bar = indent + (pushes.isEmpty() ? "   " : "│  ");
    out.println(bar + "message " + word(slot, "message"));
    told(
        bar + "error: ",
        ResultText.error(NodeHttp.JSON.createObjectNode().set("Error", slot.path("error"))));
    told(
        bar + "output: ",
        ResultText.output(NodeHttp.JSON.createObjectNode().set("Output", slot.path("output"))));
    for (int i = 0; i < pushes.size(); i++) {
      boolean isLast = i == pushes.size() - 1;
      push(indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "), pushes.get(i));
    }
    if (!slot.path("next").isMissingNode()) {
      out.println(indent + "   more pushes: GET " + word(slot, "next"));
    }
  }

  private void push(String first, String indent, JsonNode push) {
    StringBuilder line = new StringBuilder(first);
    line.append(word(push, "kind"));
    if (!push.path("target").isMissingNode()) {
      line.append(" to ").append(word(push, "target"));
    }
    line.append("  ").append(word(push, "state"));
    if (!push.path("cause").isMissingNode()) {
      line.append(": ").append(word(push, "cause"));
    }
    out.println(line);
    JsonNode children = push.path("children");
    for (int i = 0; i < children.size(); i++) {
      boolean isLast = i == children.size() - 1;
      slot(indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "), children.get(i));
    }
  }

  private void told(String first, String text) {
    if (!text.isEmpty()) {
      out.println(first + PlainText.line(text, LINE_MAX));
    }
  }

  private static String cut(JsonNode slot) {
    return word(slot, "truncated")
        + (slot.path("next").isMissingNode() ? "" : ", GET " + word(slot, "next"));
  }

  private static String word(JsonNode object, String member) {
    return PlainText.line(object.path(member).asText(), 200);
  }
}
