package dev.holon.simulation;

import java.util.ArrayList;
import java.util.List;

/** Reads the fenced code blocks of a Markdown text. */
final class MarkdownCode {
  private MarkdownCode() {}

  /** The blocks of one language, in order, without their fences. */
  static List<String> blocks(String markdown, String language) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : markdown.lines().toList()) {
      if (block == null && line.equals("```" + language)) {
        block = new StringBuilder();
      } else if (block != null && line.equals("```")) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }
}
