package dev.holon.vm.lua.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holon.vm.lua.value.ByteString;
import dev.holon.vm.lua.value.Heap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code made is that of the C implementation, instruction for instruction. */
class ListingTest {
  private static final int PROGRAMS = 3000;
  private static final int BATCH = 500;

  @TempDir static Path directory;

  @BeforeAll
  static void requireOracle() {
    assumeTrue(Oracle.isInstalled());
  }

  @Test
  void samplesCompileToTheSameCode() throws IOException {
    requireSameListings(Samples.all());
  }

  @Test
  void randomProgramsCompileToTheSameCode() throws IOException {
    int compiled = 0;
    for (int first = 0; first < PROGRAMS; first += BATCH) {
      List<String> programs = new ArrayList<>();
      for (int seed = first; seed < first + BATCH; seed++) {
        programs.add(ProgramGenerator.program(seed));
      }
      List<String> valid = validOf(programs);
      requireSameListings(valid);
      compiled += valid.size();
    }
    assertTrue(compiled > PROGRAMS / 2, compiled + " programs were valid");
  }

  /** Those that compile; the messages of the others must be the same. */
  private static List<String> validOf(List<String> programs) throws IOException {
    List<String> messages =
        Oracle.messages(directory, programs.stream().map(ListingTest::bytes).toList());
    List<String> valid = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      String program = programs.get(i);
      if (messages.get(i).isEmpty()) {
        valid.add(program);
      } else {
        assertEquals(messages.get(i), message(bytes(program), "=c"), program);
      }
    }
    return valid;
  }

  private static void requireSameListings(List<String> programs) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      files.add(Files.write(directory.resolve("p" + i + ".lua"), bytes(programs.get(i))));
    }
    List<String> expected = Oracle.listings(files);
    assertEquals(programs.size(), expected.size());
    for (int i = 0; i < programs.size(); i++) {
      assertEquals(expected.get(i), listing(programs.get(i), "@" + files.get(i)), programs.get(i));
    }
  }

  private static String listing(String program, String name) {
    try {
      return Listing.of(Compiler.compile(bytes(program), ByteString.of(name), heap()));
    } catch (CompileError e) {
      return e.getMessage();
    }
  }

  static String message(byte[] program, String name) {
    try {
      Compiler.compile(program, ByteString.of(name), heap());
      return "";
    } catch (CompileError e) {
      return new String(e.text().array(), StandardCharsets.ISO_8859_1);
    }
  }

  static Heap heap() {
    Heap heap = new Heap();
    heap.setLimits(1L << 40, 1L << 40);
    return heap;
  }

  static byte[] bytes(String program) {
    return program.getBytes(StandardCharsets.ISO_8859_1);
  }
}
