package dev.holon.vm.lua.differential;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Operators and library functions over generated values: one line of output per case, hundreds of
 * cases per program. {@code holon.lua.differential.cases} and {@code holon.lua.differential.seed}
 * choose others. The differences that are allowed stand in {@link GeneratedProgramsTest}.
 */
class GeneratedValuesTest {
  private static final int CASES = Integer.getInteger("holon.lua.differential.cases", 100_000);
  private static final long SEED = Long.getLong("holon.lua.differential.seed", 5_3_6L);
  private static final int BATCH = 2_000;
  private static final int REPORTED_MAX = 25;

  @Test
  @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyCaseGivesWhatTheReferenceGives() throws IOException {
    Assumptions.assumeTrue(ReferenceLua.isInstalled(), "lua5.3 is not installed");
    String prelude =
        new String(ReferenceLua.resource("/lua/reference/cases.lua"), StandardCharsets.UTF_8);
    Subject reference = new ReferenceLua();
    Subject subject = Subject.underTest();
    List<String> differences = new ArrayList<>();
    for (int batch = 0; batch * BATCH < CASES && differences.size() < REPORTED_MAX; batch++) {
      CaseGenerator generator = new CaseGenerator(SEED * 1_000_003 + batch);
      List<String> cases = new ArrayList<>();
      StringBuilder source = new StringBuilder(prelude);
      for (int i = 0; i < BATCH; i++) {
        cases.add(generator.next());
        source.append("C(").append(i).append(',').append(cases.get(i)).append(")\n");
      }
      byte[] bytes = source.toString().getBytes(StandardCharsets.UTF_8);
      Transcript expected = reference.run(bytes, "=case", List.of()).transcript();
      Transcript actual = subject.run(bytes, "=case", List.of()).transcript();
      if (expected.lines().size() != BATCH) {
        fail("the reference did not finish batch " + batch + ": " + expected.error());
      }
      compare(cases, expected, actual, differences);
    }
    if (!differences.isEmpty()) {
      fail("seed " + SEED + ", the first differences:\n" + String.join("\n", differences));
    }
  }

  private static void compare(
      List<String> cases, Transcript expected, Transcript actual, List<String> differences) {
    List<String> there = expected.lines();
    List<String> here = actual.lines();
    for (int i = 0; i < there.size() && differences.size() < REPORTED_MAX; i++) {
      String mine = i < here.size() ? here.get(i) : "<ended: " + actual.error() + ">";
      if (!there.get(i).equals(mine)) {
        differences.add(
            "C(" + cases.get(i) + ")\n  expected: " + there.get(i) + "\n  actual:   " + mine);
        if (i >= here.size()) {
          return;
        }
      }
    }
  }
}
