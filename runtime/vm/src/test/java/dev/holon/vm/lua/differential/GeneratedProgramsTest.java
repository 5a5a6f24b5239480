package dev.holon.vm.lua.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random programs on the engine and on the C implementation. {@code
 * holon.lua.differential.programs} and {@code holon.lua.differential.seed} choose others.
 *
 * <p>The engine may differ from the C implementation in these points only, which the generators of
 * this package avoid or which {@link Transcript} takes out:
 *
 * <ul>
 *   <li>the address in the text of a table, function or coroutine;
 *   <li>time, and the numbers of {@code math.random};
 *   <li>the sign of a NaN when it is printed: C takes it from the processor;
 *   <li>the order in which {@code next} visits string keys (the hash seed), and with it the border
 *       that {@code #} finds in a table that has both holes and string keys;
 *   <li>the depth at which a stack overflows, and what the message says after those words;
 *   <li>what {@code collectgarbage("count")} says, and when finalizers run: never here;
 *   <li>the last digit of transcendental functions, which are printed with 14 digits;
 *   <li>flags of {@code string.format} that the C standard leaves undefined, and {@code %u};
 *   <li>the order of equal elements in {@code table.sort} above 100 elements, where C picks the
 *       pivot by the clock;
 *   <li>names that exist only in builds with compatibility for older versions, such as {@code
 *       math.pow}.
 * </ul>
 */
class GeneratedProgramsTest {
  private static final int PROGRAMS = Integer.getInteger("holon.lua.differential.programs", 2_000);
  private static final long SEED = Long.getLong("holon.lua.differential.seed", 5_3_6L);
  private static final int BATCH = 50;

  @Test
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyProgramPrintsWhatTheReferencePrints() throws IOException {
    Assumptions.assumeTrue(ReferenceLua.isInstalled(), "lua5.3 is not installed");
    Subject reference = new ReferenceLua();
    Subject subject = Subject.underTest();
    for (int batch = 0; batch * BATCH < PROGRAMS; batch++) {
      StringBuilder programs = new StringBuilder();
      for (int i = 0; i < BATCH; i++) {
        programs.append(program(batch * BATCH + i));
      }
      Transcript expected = run(reference, programs.toString());
      Transcript actual = run(subject, programs.toString());
      assertEquals(Transcript.FINE, expected.error(), "the reference refuses batch " + batch);
      if (!actual.equals(expected)) {
        reportFirst(batch, reference, subject);
        fail("batch " + batch + " differs as a whole:\n" + actual.differenceFrom(expected));
      }
    }
  }

  private static void reportFirst(int batch, Subject reference, Subject subject)
      throws IOException {
    for (int i = 0; i < BATCH; i++) {
      String program = program(batch * BATCH + i);
      String difference = run(subject, program).differenceFrom(run(reference, program));
      if (!difference.isEmpty()) {
        fail("seed " + SEED + ", " + difference + "\n" + program);
      }
    }
  }

  private static String program(int number) {
    String body = new ProgramGenerator(SEED * 1_000_003 + number).next();
    return "P(" + number + ", function(...)\n" + body + "end)\n";
  }

  private static Transcript run(Subject subject, String programs) throws IOException {
    String prelude =
        new String(ReferenceLua.resource("/lua/reference/programs.lua"), StandardCharsets.UTF_8);
    byte[] source = (prelude + programs).getBytes(StandardCharsets.UTF_8);
    return subject.run(source, "=program", List.of()).transcript();
  }
}
