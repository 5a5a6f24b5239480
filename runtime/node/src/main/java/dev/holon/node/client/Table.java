package dev.holon.node.client;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows whose cells stand below each other; two spaces between columns, none at the end. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  void add(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(PlainText.line(cell, 200));
    }
    rows.add(row);
  }

  void print(PrintStream out) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(i == 0 ? "" : GAP).append(row.get(i));
        line.repeat(' ', widths[i] - row.get(i).length());
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
