package dev.holon.vm.lua.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Times the benchmarks under {@code lua/bench} on the engine under test with both tiers and with
 * the interpreter alone, on the C implementation, on LuaJIT and on LuaJ's interpreter and compiler
 * where these can read them. Run by hand: {@code BenchmarkTable [forks] [rounds] [names...]}.
 *
 * <p>Each program is loaded once and called as often as there are rounds, in a process of its own,
 * by the same timer for all; a fork's time is its fastest round, a subject's the fastest fork. Gas
 * and memory are counted. It asserts no time, only that all print the same.
 */
final class BenchmarkTable {
  private static final List<String> NAMES =
      List.of(
          "fib",
          "loops",
          "floats",
          "closures",
          "oop",
          "strings",
          "tables",
          "sort",
          "coroutines",
          "json",
          "bint",
          "bits",
          "token");

  private static final String REFERENCE = "lua5.3";
  private static final String LOADING = "local program = assert(loadfile(arg[1]))";

  /** LuaJ needs longer for coroutines, which are threads there: it has no time then. */
  private static final int FORK_SECONDS_MAX = 40;

  private final int forks;
  private final int rounds;
  private final Map<String, Double> logarithms = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  private BenchmarkTable(int forks, int rounds) {
    this.forks = forks;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int forks = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    List<String> names =
        arguments.length > 2 ? Arrays.asList(arguments).subList(2, arguments.length) : NAMES;
    new BenchmarkTable(forks, rounds).print(names);
  }

  private void print(List<String> names) throws IOException, InterruptedException {
    System.out.println("milliseconds a round; in parentheses relative to " + REFERENCE);
    for (String name : names) {
      System.out.println(row(name));
    }
    StringBuilder line = new StringBuilder(String.format("%-11s", "geo. mean"));
    logarithms.forEach(
        (subject, sum) ->
            line.append(
                String.format(
                    " %s %.2f of %d;",
                    subject, Math.exp(sum / counts.get(subject)), counts.get(subject))));
    System.out.println(line);
  }

  private String row(String name) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("benchmark");
    Path program = Files.write(directory.resolve(name + ".lua"), timed(name));
    Map<String, Double> times = new LinkedHashMap<>();
    Map<String, String> said = new LinkedHashMap<>();
    for (int fork = 0; fork < forks; fork++) {
      for (Map.Entry<String, List<String>> subject : subjects(program).entrySet()) {
        run(subject.getKey(), subject.getValue(), times, said);
      }
    }
    Files.delete(program);
    Files.delete(directory);
    StringBuilder line = new StringBuilder(String.format("%-11s", name));
    double reference = times.getOrDefault(REFERENCE, Double.NaN);
    times.forEach(
        (subject, time) -> {
          double ratio = time / reference;
          boolean isSame = said.get(subject).equals(said.get(REFERENCE));
          line.append(
              String.format(
                  " %s %.1f (%.2f)%s;", subject, time, ratio, isSame ? "" : " OTHER RESULT"));
          if (isSame) {
            logarithms.merge(subject, Math.log(ratio), Double::sum);
            counts.merge(subject, 1, Integer::sum);
          }
        });
    return line.toString();
  }

  /** The timer with the benchmark in it, for not every subject has files to load. */
  private static byte[] timed(String name) throws IOException {
    String timer = text("/lua/reference/timer.lua");
    if (!timer.contains(LOADING)) {
      throw new IllegalStateException("the timer does not load a program as expected");
    }
    String function =
        "local function program(...)\n" + text("/lua/bench/" + name + ".lua") + "\nend";
    return timer.replace(LOADING, function).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(String resource) throws IOException {
    return new String(ReferenceLua.resource(resource), StandardCharsets.ISO_8859_1);
  }

  private static Map<String, List<String>> subjects(Path program) {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    commands.put(REFERENCE, List.of(ReferenceLua.COMMAND, program.toString(), "-"));
    commands.put("holon", java("holon", program, "-Dholon.lua.tier2=on"));
    commands.put("interpreter", java("holon", program, "-Dholon.lua.tier2=off"));
    commands.put("luajit", List.of("luajit", program.toString(), "-"));
    commands.put("luaj", java("luaj", program));
    commands.put("luajc", java("luajc", program));
    return commands;
  }

  private static List<String> java(String engine, Path program, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BenchmarkRounds.class.getName(), engine, program.toString()));
    return command;
  }

  /** Keeps the fastest round, and what the program printed; nothing if it cannot run. */
  private void run(
      String subject, List<String> command, Map<String, Double> times, Map<String, String> said)
      throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(command);
    whole.add(Integer.toString(rounds));
    Path written = Files.createTempFile("benchmark", ".out");
    try {
      Process process =
          new ProcessBuilder(whole)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(written.toFile())
              .start();
      if (!process.waitFor(FORK_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      } else if (process.exitValue() == 0) {
        keep(subject, Files.readString(written, StandardCharsets.ISO_8859_1), times, said);
      }
    } catch (IOException e) {
      // The subject is not installed.
      return;
    } finally {
      Files.delete(written);
    }
  }

  private static void keep(
      String subject, String output, Map<String, Double> times, Map<String, String> said) {
    List<String> lines = output.lines().toList();
    if (lines.size() < 2) {
      return;
    }
    double fastest = Double.MAX_VALUE;
    for (String time : lines.get(0).split(" ", -1)) {
      fastest = Math.min(fastest, Double.parseDouble(time));
    }
    times.merge(subject, fastest, Math::min);
    said.put(subject, lines.get(1));
  }
}
