package dev.holon.vm.lua.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile programs end by a Lua error or by a limit, never by an exception of Java, and cost the
 * same gas every time and in every Java machine.
 */
class HostileScriptsTest {
  /** Names that only a failure of the host would put into a text. */
  private static final Pattern HOST =
      Pattern.compile("java\\.|Exception|StackOverflowError|OutOfMemoryError|dev\\.holon");

  private static final int MINUTES_MAX = 10;

  static List<HostileProgram> programs() {
    return HostileProgram.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void endsAsItShould(HostileProgram program) {
    Subject.Outcome first = program.run(Subject.underTest());
    String said = HostileProgram.said(first);
    String shown = said.substring(0, Math.min(said.length(), 300));

    assertTrue(!HOST.matcher(shown).find(), shown);
    assertTrue(
        program.accepted().stream().anyMatch(said::contains) || refusedHere(program, said),
        () -> "expected one of " + program.accepted() + " but was: " + shown);

    Subject.Outcome second = program.run(Subject.underTest());
    assertEquals(first.gasUsed(), second.gasUsed(), "gas");
    assertEquals(first.bytesUsed(), second.bytesUsed(), "bytes");
    assertEquals(said, HostileProgram.said(second), "what it said");
  }

  /** Inside a callback of the library C's limits on nesting and yielding may come first. */
  private static boolean refusedHere(HostileProgram program, String said) {
    return switch (program.place()) {
      case PLAIN, PCALL, COROUTINE, METAMETHOD -> said.contains("error in error handling");
      case COMPARATOR, CALLBACK ->
          said.contains("C stack overflow")
              || said.contains("attempt to yield across a C-call boundary")
              || said.contains("invalid order function")
              || said.contains("invalid replacement value")
              || said.startsWith("true");
    };
  }

  @Test
  @Timeout(value = MINUTES_MAX + 1, unit = TimeUnit.MINUTES)
  void costsTheSameGasInAJavaMachineWithASmallHeap(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path report = directory.resolve("report");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dholon.lua.differential.subject=" + Subject.CLASS,
                "-cp",
                System.getProperty("java.class.path"),
                HostileReport.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
    process.destroyForcibly();
    List<String> there = Files.readAllLines(report, StandardCharsets.ISO_8859_1);

    assertTrue(
        ended, () -> "hangs after " + there.subList(Math.max(0, there.size() - 1), there.size()));
    assertEquals(String.join("\n", HostileReport.lines()), String.join("\n", there));
  }
}
