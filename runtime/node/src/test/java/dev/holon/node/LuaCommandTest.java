package dev.holon.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code holon lua} beside the C implementation, where that is installed as {@code lua5.3}. */
final class LuaCommandTest {
  private static final String REFERENCE = "lua5.3";

  private record Ended(int status, String output, String errors) {}

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "print(1, 2.0, 'three', nil, true) io.write('a', 1, 2.0, '\\n')",
        "print(arg[0] ~= nil, #arg, arg[1], arg[2], ...)",
        "error('boom')",
        "error('boom', 0)",
        "error('boom', 2)",
        "error({})",
        "error()",
        "error(12)",
        "error(setmetatable({}, {__tostring = function() return 'told' end}))",
        "print('before') local t = nil; t.x = 1",
        "local function f() error('deep') end\nlocal function g(x) f() return x end\n"
            + "table.sort({3, 2, 1}, function(a, b) g() return a < b end)",
        "local function r() return 1 + r() end\nr()",
        "local t = setmetatable({}, {__index = function(t, k) error('no ' .. k) end})\nprint(t.x)",
        "local f = coroutine.wrap(function() error('inside') end)\nf()",
        "print(xpcall(coroutine.wrap(function() error('x') end), function(e) return 'H' .. e end))",
        "print(xpcall(function() error('e') end, debug.traceback))",
        "return error('tail')",
        "string.rep()",
        "for i = 1, 300000 do if i == 299999 then error('late') end end",
        "local function f(i) if i > 200000 then error('hot') end return i end\n"
            + "for i = 1, 300000 do f(i) end",
        "x = = 1",
        "if true then",
        "#!/usr/bin/env lua\nprint('second line') error('line 2')",
        "os.exit(7)",
        "pcall(os.exit, false)",
        "io.stderr:write('to errors\\n') io.stdout:write('to output\\n')",
        "print(io.read('n', 'n', 'l')) print(io.read('L')) print(io.read(3), io.read('a'))",
        "for line in io.lines() do print(line) end print(io.read())",
        "print(require 'string' == string, type(os.time()), type(os.clock()))",
      })
  void scriptsEndAsInTheCImplementation(String script) throws Exception {
    assumeTrue(isReferenceInstalled(), REFERENCE + " is not installed");
    Path file = Files.writeString(folder.resolve("script.lua"), script);
    String input = "12 -0x1F rest\nsecond line\nlast";
    List<String> words = List.of(file.toString(), "one", "-e");

    Ended ours = run(input, words.toArray(String[]::new));

    Ended theirs = runReference(input, words);
    assertEquals(theirs, ours);
  }

  @Test
  void anAbsentFileIsReportedAsInTheCImplementation() throws IOException {
    Ended ended = run("", "nofile.lua");

    assertEquals("lua: cannot open nofile.lua: No such file or directory\n", ended.errors());
    assertEquals(1, ended.status());
  }

  @Test
  void aDashReadsTheProgramFromStandardInput() throws IOException {
    Ended ended = run("print(arg[0], ...) error('x')", "-", "a", "b");

    assertEquals("-\ta\tb\n", ended.output());
    assertTrue(ended.errors().startsWith("lua: stdin:1: x\nstack traceback:\n"), ended.errors());
    assertEquals(1, ended.status());
  }

  @Test
  void standardInputThatIsNoTerminalIsTheProgram() throws IOException {
    assertEquals(new Ended(0, "42\n", ""), run("print(6 * 7)"));
  }

  @Test
  void statementsShareGlobalsAndPrecedeTheProgram() throws IOException {
    assertEquals(
        new Ended(0, "3\n4\n", ""), run("print(x + 1)", "-e", "x = 3", "-e", "print(x)", "-"));
  }

  @Test
  void aProgramThatSpendsItsGasFails() throws IOException {
    Ended ended =
        run("", "--gas", "1e6", "-e", "print('first') pcall(function() while true do end end)");

    assertEquals(new Ended(1, "first\n", "lua: out of gas\n"), ended);
  }

  @Test
  void aProgramThatHoldsTooMuchFails() throws IOException {
    Ended ended = run("", "--memory", "8M", "-e", "t = {} for i = 1, 1e7 do t[i] = {} end");

    assertEquals(1, ended.status());
    assertTrue(ended.errors().startsWith("lua: out of memory"), ended.errors());
  }

  @Test
  void garbageDoesNotCountAsHeld() throws IOException {
    Ended ended =
        run("", "--memory", "8M", "-e", "for i = 1, 1000000 do local t = {i} end print('done')");

    assertEquals(new Ended(0, "done\n", ""), ended);
  }

  @Test
  void figuresAreToldOnStandardError() throws IOException {
    Ended ended = run("", "--stats", "-e", "print(1)");

    assertEquals("1\n", ended.output());
    assertTrue(
        ended.errors().matches("gas [\\d,]+  memory [\\d,]+ bytes  time [\\d.]+ s\n"),
        ended.errors());
  }

  @Test
  void limitsMustBeNumbersAboveZero() throws IOException {
    assertEquals(2, run("", "--gas", "much", "-e", "print(1)").status());
    assertEquals(2, run("", "--memory", "-1G", "-e", "print(1)").status());
    assertEquals(2, run("", "--memory", "G", "-e", "print(1)").status());
  }

  private static Ended run(String input, String... words) throws IOException {
    InputStream inputBefore = System.in;
    PrintStream outputBefore = System.out;
    PrintStream errorsBefore = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (PrintStream outputStream = new PrintStream(output, true, StandardCharsets.UTF_8);
        PrintStream errorStream = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(outputStream);
      System.setErr(errorStream);
      int status = LuaMain.commandLine().execute(words);
      outputStream.flush();
      return new Ended(
          status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(inputBefore);
      System.setOut(outputBefore);
      System.setErr(errorsBefore);
    }
  }

  private static boolean isReferenceInstalled() throws InterruptedException {
    try {
      Process process = new ProcessBuilder(REFERENCE, "-v").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Ended runReference(String input, List<String> words) throws Exception {
    Path inputFile = Files.writeString(folder.resolve("input"), input);
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    List<String> command = new ArrayList<>(List.of(REFERENCE));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(inputFile.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    String said = Files.readString(errors);
    return new Ended(
        process.exitValue(),
        Files.readString(output),
        said.startsWith(REFERENCE) ? "lua" + said.substring(REFERENCE.length()) : said);
  }
}
