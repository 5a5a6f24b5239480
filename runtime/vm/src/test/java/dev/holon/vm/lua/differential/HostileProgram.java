package dev.holon.vm.lua.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that tries to take more than its share, and how it may end.
 *
 * @param place where the body runs: see {@link Place}
 * @param accepted texts of which one must be in the error, or in the output when there is none
 */
record HostileProgram(
    String name, Place place, String body, List<String> accepted, long gasMax, long bytesMax) {

  /** What stands around the body. */
  enum Place {
    PLAIN("%s"),
    PCALL("print(pcall(function() %s end))"),
    COROUTINE("print(coroutine.resume(coroutine.create(function() %s end)))"),
    METAMETHOD(
        "print(pcall(function() return setmetatable({}, {__index = function() %s end}).x end))"),
    COMPARATOR("print(pcall(table.sort, {3, 2, 1}, function() %s end))"),
    CALLBACK("print(pcall(string.gsub, 'abc', '.', function() %s end))");

    private final String frame;

    Place(String frame) {
      this.frame = frame;
    }
  }

  private static final long GAS_MAX = 2_000_000;
  private static final long GAS_MAX_NESTED = 500_000;
  private static final long BYTES_MAX = 48L << 20;

  static List<HostileProgram> all() {
    List<HostileProgram> all = new ArrayList<>();
    for (HostileBody body : HostileBody.values()) {
      for (Place place : Place.values()) {
        all.add(
            new HostileProgram(
                body.name(),
                place,
                body.source(),
                body.accepted(),
                place == Place.PLAIN ? GAS_MAX : GAS_MAX_NESTED,
                BYTES_MAX));
      }
    }
    return all;
  }

  Subject.Outcome run(Subject subject) {
    String source = place.frame.replace("%s", "\n" + body + "\n");
    return subject.run(
        source.getBytes(StandardCharsets.UTF_8), "=hostile", List.of(), gasMax, bytesMax);
  }

  /** What an outcome says for a reader: the error, or the output. */
  static String said(Subject.Outcome outcome) {
    String error = outcome.error();
    return error != null ? error : new String(outcome.output(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return name + " " + place;
  }
}
