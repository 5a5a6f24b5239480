package dev.holon.vm.lua.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs hand-written programs, one per topic of the Lua 5.3 manual, on the engine and on the C
 * implementation and compares what they print. Differences that are allowed stand in {@link
 * GeneratedProgramsTest}; these files print nothing that falls under them.
 */
class ConformanceTest {
  private final Subject reference = new ReferenceLua();
  private final Subject subject = Subject.underTest();

  @BeforeAll
  static void needsTheReference() {
    Assumptions.assumeTrue(ReferenceLua.isInstalled(), "lua5.3 is not installed");
  }

  @ParameterizedTest
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @ValueSource(
      strings = {
        "lexical",
        "numbers",
        "bitwise",
        "coercions",
        "scoping",
        "control",
        "functions",
        "assignment",
        "closures",
        "metatables",
        "metaevents",
        "errors",
        "errornames",
        "syntaxerrors",
        "coroutines",
        "yields",
        "base",
        "load",
        "strings",
        "patterns",
        "format",
        "pack",
        "utf8",
        "tables",
        "sort",
        "math"
      })
  void printsWhatTheReferencePrints(String topic) throws IOException {
    byte[] source = ReferenceLua.resource("/lua/conformance/" + topic + ".lua");
    String chunkName = "@" + topic + ".lua";
    List<String> arguments = List.of("one", "2");

    Transcript expected = reference.run(source, chunkName, arguments).transcript();
    Transcript actual = subject.run(source, chunkName, arguments).transcript();

    assertEquals("", actual.differenceFrom(expected), topic);
  }
}
