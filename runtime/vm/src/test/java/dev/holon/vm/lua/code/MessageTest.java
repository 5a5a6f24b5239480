package dev.holon.vm.lua.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not compile is refused with the words of the C implementation. */
class MessageTest {
  private static final int MUTATIONS = 6000;

  @TempDir static Path directory;

  @BeforeAll
  static void requireOracle() {
    assumeTrue(Oracle.isInstalled());
  }

  @Test
  void badChunksGiveTheSameMessages() throws IOException {
    requireSameMessages(BadChunks.all().stream().map(ListingTest::bytes).toList());
  }

  @Test
  void spoiltProgramsGiveTheSameMessages() throws IOException {
    List<byte[]> programs = new ArrayList<>();
    for (String sample : Samples.all()) {
      if (sample.length() < 2000) {
        programs.add(ListingTest.bytes(sample));
      }
    }
    for (int seed = 0; seed < 200; seed++) {
      programs.add(ListingTest.bytes(ProgramGenerator.program(100_000 + seed)));
    }
    List<byte[]> spoilt = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < MUTATIONS; i++) {
      spoilt.add(Mutation.of(programs.get(random.nextInt(programs.size())), random));
    }
    int refused = requireSameMessages(spoilt);
    assertTrue(refused > MUTATIONS / 3, refused + " were refused");
  }

  private static int requireSameMessages(List<byte[]> chunks) throws IOException {
    List<String> expected = Oracle.messages(directory, chunks);
    int refused = 0;
    for (int i = 0; i < chunks.size(); i++) {
      byte[] chunk = chunks.get(i);
      String shown =
          chunk.length < 2000 ? new String(chunk, StandardCharsets.ISO_8859_1) : "chunk " + i;
      assertEquals(expected.get(i), ListingTest.message(chunk, "=c"), shown);
      refused += expected.get(i).isEmpty() ? 0 : 1;
    }
    return refused;
  }
}
