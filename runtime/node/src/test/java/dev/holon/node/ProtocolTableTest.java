package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.RefusalCode;
import dev.holon.protocol.ItemError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation says of the code is true of the code. */
class ProtocolTableTest {
  private static final Path ROOT = Path.of("..", "..");

  @Test
  void everyRuleNamesAClassAndATestThatExist() throws IOException {
    Map<String, Path> sources = sources();
    List<String> faults = new ArrayList<>();
    int rules = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/protocol.md"))) {
      String[] cells = line.split("\\|", -1);
      if (cells.length != 5 || !cells[2].contains("`")) {
        continue;
      }
      rules++;
      String owner = cells[2].strip().replace("`", "");
      String[] test = cells[3].strip().replace("`", "").split("\\.", -1);
      if (!sources.containsKey(owner)) {
        faults.add(owner + " is no class");
      }
      Path file = sources.get(test[0]);
      if (file == null || !Files.readString(file).contains(" " + test[1] + "(")) {
        faults.add(String.join(".", test) + " is no test");
      }
    }
    assertEquals(List.of(), faults);
    assertTrue(rules > 25, "the table was read");
  }

  @Test
  void everyCodeOfARefusalIsDocumented() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/errors.md"));

    List<String> missing =
        Stream.concat(
                Arrays.stream(RefusalCode.values())
                    .map(code -> "| " + code.text() + " |")
                    .filter(
                        cell ->
                            text.lines()
                                .noneMatch(
                                    line -> line.startsWith(cell) && line.endsWith(retry(cell)))),
                Arrays.stream(ItemError.values())
                    .map(error -> "| " + error.code() + " |")
                    .filter(cell -> !text.contains(cell)))
            .toList();

    assertEquals(List.of(), missing);
  }

  private static String retry(String cell) {
    return Arrays.stream(RefusalCode.values())
        .filter(code -> cell.contains(code.text()))
        .map(code -> "| " + code.retry() + " |")
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Path> sources() throws IOException {
    Map<String, Path> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return sources;
  }
}
