package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.core.RefusalCode;
import dev.holon.protocol.ItemError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} lists the codes of the three enums, and no other. */
class ErrorsDocumentTest {
  private record Row(String code, String retry) {}

  @Test
  void documentAndEnumsListTheSameCodes() throws IOException {
    Set<String> documented =
        rows().stream().map(Row::code).collect(Collectors.toCollection(TreeSet::new));

    Set<String> known = new TreeSet<>();
    Arrays.stream(RefusalCode.values()).map(RefusalCode::text).forEach(known::add);
    Arrays.stream(RequestFault.Code.values()).map(RequestFault.Code::text).forEach(known::add);
    Arrays.stream(ItemError.values()).map(ItemError::code).forEach(known::add);
    assertEquals(known, documented);
  }

  @Test
  void noCodeIsUsedTwice() throws IOException {
    List<String> codes = rows().stream().map(Row::code).toList();

    assertEquals(codes.size(), Set.copyOf(codes).size());
  }

  @Test
  void documentSaysWhatTheCallerShouldDo() throws IOException {
    Set<Row> rows = Set.copyOf(rows());

    List<String> missing =
        Stream.concat(
                Arrays.stream(RefusalCode.values())
                    .map(code -> new Row(code.text(), code.retry().name())),
                Arrays.stream(RequestFault.Code.values())
                    .map(code -> new Row(code.text(), code.retry().name())))
            .filter(row -> !rows.contains(row))
            .map(Row::toString)
            .toList();
    assertEquals(List.of(), missing);
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
        .filter(line -> line.matches("\\| [A-Z]+-[0-9]{4} \\|.*"))
        .map(line -> line.split("\\|", -1))
        .map(cells -> new Row(cells[1].strip(), cells[cells.length - 2].strip()))
        .toList();
  }
}
