package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.vm.lua.ScriptSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt over a terminal without abilities. */
final class LuaPromptTest {
  private static final String BANNER = "Holon Lua (Lua 5.3), ^D ends";
  private static final long GAS = 1_000_000_000_000L;

  @TempDir private Path folder;
  private int status;

  @Test
  void valuesOfExpressionsArePrinted() throws IOException {
    List<String> lines = type("1 + 1\n=2, 'b'\nx = 7\nx\nprint(x)\nnil\n");

    assertSays(lines, "2", "2\tb", "7", "7", "nil");
  }

  @Test
  void theBannerComesFirst() throws IOException {
    assertTrue(type("").contains(BANNER));
  }

  @Test
  void aProgramMayTakeSeveralLines() throws IOException {
    List<String> lines = type("for i = 1, 2 do\nprint(i * 10)\nend\nf(\n");

    assertSays(lines, "10", "20");
  }

  @Test
  void errorsEndTheLineOnly() throws IOException {
    List<String> lines = type("x.y = 1\nx = = 2\n'still here'\n");

    assertSays(
        lines,
        "stdin:1: attempt to index a nil value (global 'x')",
        "stack traceback:",
        "\tstdin:1: in main chunk",
        "\t[C]: in ?",
        "stdin:1: unexpected symbol near '='",
        "still here");
  }

  @Test
  void eachLineHasItsOwnGas() throws IOException {
    List<String> lines = type("while true do end\n1 + 1\n", 1_000_000);

    assertSays(lines, "out of gas", "2");
  }

  @Test
  void theProgramMayEndThePrompt() throws IOException {
    List<String> lines = type("os.exit(5)\n'never'\n");

    assertEquals(5, status);
    assertFalse(lines.contains("never"));
  }

  @Test
  void theHistoryIsKept() throws IOException {
    type("1 + 1\n'two'\n");

    String kept = Files.readString(folder.resolve("history"));
    assertTrue(kept.contains("1 + 1") && kept.contains("'two'"), kept);
  }

  @Test
  void anInterruptEndsWhatRuns() throws Exception {
    try (PipedOutputStream keys = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(keys)) {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      try (Terminal terminal = terminal(input, output)) {
        LuaPrompt prompt = new LuaPrompt(terminal, folder.resolve("history"), limits(GAS));
        CompletableFuture<Integer> ended =
            CompletableFuture.supplyAsync(() -> uncheckedRun(prompt));
        keys.write("print('begun') while true do end\n".getBytes(StandardCharsets.UTF_8));
        keys.flush();
        awaitText(output, "> begun");

        terminal.raise(Terminal.Signal.INT);

        awaitText(output, "interrupted!");
        keys.write("'after'\n".getBytes(StandardCharsets.UTF_8));
        keys.flush();
        awaitText(output, "> after");
        keys.close();
        assertEquals(0, ended.get(30, TimeUnit.SECONDS));
      }
    }
  }

  private static int uncheckedRun(LuaPrompt prompt) {
    try {
      return prompt.run();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void awaitText(ByteArrayOutputStream output, String text) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!output.toString(StandardCharsets.UTF_8).replace("\r", "").contains(text)) {
      assertTrue(System.nanoTime() < end, () -> "no " + text + " in " + output);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private List<String> type(String text) throws IOException {
    return type(text, GAS);
  }

  private List<String> type(String text, long gas) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayInputStream input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    try (Terminal terminal = terminal(input, output)) {
      status = new LuaPrompt(terminal, folder.resolve("history"), limits(gas)).run();
    }
    return output.toString(StandardCharsets.UTF_8).replace("\r", "").lines().toList();
  }

  /** Without echo: what is typed before the prompt reads it would be among the output. */
  private static Terminal terminal(java.io.InputStream input, ByteArrayOutputStream output)
      throws IOException {
    Attributes silent = new Attributes();
    silent.setLocalFlag(Attributes.LocalFlag.ECHO, false);
    return TerminalBuilder.builder()
        .attributes(silent)
        .system(false)
        .dumb(true)
        .type(Terminal.TYPE_DUMB)
        .streams(input, output)
        .encoding(StandardCharsets.UTF_8)
        .build();
  }

  private static ScriptSession.Limits limits(long gas) {
    return new ScriptSession.Limits(gas, 1 << 26);
  }

  /** What is on lines of its own, in this order, behind prompts. */
  private static void assertSays(List<String> lines, String... expected) {
    assertEquals(
        List.of(expected),
        lines.stream()
            .skip(lines.indexOf(BANNER) + 1L)
            .map(line -> line.replaceFirst("^(>+ )+", ""))
            .filter(line -> !line.isEmpty())
            .toList(),
        () -> String.join("\n", lines));
  }
}
