package dev.holon.vm.lua.differential;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The comparable part of an outcome: one character per byte, addresses and the sign of NaN taken
 * out.
 */
record Transcript(String output, String error) {
  private static final Pattern ADDRESS = Pattern.compile(": (?:builtin: )?0x[0-9a-fA-F]{1,16}");
  private static final Pattern NEGATIVE_NAN = Pattern.compile("-(nan|NAN)");

  /** Stands for "no error", which no error text equals. */
  static final String FINE = "<no error>";

  static Transcript of(Subject.Outcome outcome) {
    String error = outcome.error();
    return new Transcript(
        normalise(new String(outcome.output(), StandardCharsets.ISO_8859_1)),
        error == null ? FINE : normalise(error));
  }

  private static String normalise(String text) {
    String plain = text.contains("0x") ? ADDRESS.matcher(text).replaceAll(": ADDRESS") : text;
    return plain.contains("-nan") || plain.contains("-NAN")
        ? NEGATIVE_NAN.matcher(plain).replaceAll("$1")
        : plain;
  }

  List<String> lines() {
    return output.lines().toList();
  }

  /** The first line on which another transcript differs, told for a reader, or an empty text. */
  String differenceFrom(Transcript expected) {
    List<String> mine = lines();
    List<String> theirs = expected.lines();
    for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
      String here = i < mine.size() ? mine.get(i) : "<end of output>";
      String there = i < theirs.size() ? theirs.get(i) : "<end of output>";
      if (!here.equals(there)) {
        return "output line "
            + (i + 1)
            + "\n  expected: "
            + there
            + "\n  actual:   "
            + here
            + "\n  errors: expected "
            + expected.error
            + ", actual "
            + error;
      }
    }
    if (!error.equals(expected.error)) {
      return "error\n  expected: " + expected.error + "\n  actual:   " + error;
    }
    return output.equals(expected.output) ? "" : "line ends";
  }
}
