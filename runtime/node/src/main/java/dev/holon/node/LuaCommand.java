package dev.holon.node;

import dev.holon.vm.lua.ScriptSession;
import dev.holon.vm.lua.ScriptSession.Outcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code holon lua}: runs a program on the engine of processes as the stand-alone interpreter of
 * Lua 5.3 does, or prompts for lines. Loads nothing of the node, for it is to start quickly.
 */
@Command(
    name = "lua",
    description = {
      "Runs a Lua 5.3 program on the engine of processes.",
      "Without a program: prompts for lines, or runs standard input if that is no terminal."
    },
    mixinStandardHelpOptions = true)
final class LuaCommand implements Callable<Integer> {
  /** Terminals among the standard streams, as the launcher found: {@code in}, {@code out}. */
  private static final String TERMINALS = "holon.terminals";

  private static final String NAME = "lua";

  @Option(
      names = "-e",
      paramLabel = "CODE",
      description = "runs this code; can be repeated, and precedes a program")
  private List<String> statements = List.of();

  @Option(
      names = "--gas",
      paramLabel = "N",
      defaultValue = "1e12",
      converter = Count.class,
      description = "the most gas to use, per line at the prompt (default: ${DEFAULT-VALUE})")
  private long gas;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      defaultValue = "1G",
      converter = Size.class,
      description = "the most memory to use, as the engine counts (default: ${DEFAULT-VALUE})")
  private long memoryBytes;

  @Option(names = "--stats", description = "tell gas, memory and time on standard error at the end")
  private boolean isMeasured;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "",
      description = "the program; - reads it from standard input")
  private String file = "";

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "what the program gets")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException {
    String terminals = System.getProperty(TERMINALS, "");
    if (file.isEmpty() && statements.isEmpty() && terminals.contains("in")) {
      Path history = Path.of(System.getProperty("user.home"), ".holon", "lua-history");
      return LuaPrompt.onTerminal(history, limits());
    }
    long startNanos = System.nanoTime();
    OutputStream output = output(terminals.contains("out"));
    ScriptSession session =
        new ScriptSession(
            new ScriptSession.Host(
                System.in, output, System.err, Clock.systemUTC(), System::nanoTime),
            limits());
    int status = run(session);
    if (isMeasured) {
      System.err.printf(
          Locale.ROOT,
          "gas %,d  memory %,d bytes  time %.3f s%n",
          session.gasUsed(),
          session.bytesUsed(),
          (System.nanoTime() - startNanos) / 1e9);
    }
    return status;
  }

  private ScriptSession.Limits limits() {
    return new ScriptSession.Limits(gas, memoryBytes);
  }

  private int run(ScriptSession session) throws IOException {
    session.setArguments(
        file.isEmpty() ? List.of() : List.of(NAME), file.isEmpty() ? NAME : file, arguments);
    for (String statement : statements) {
      byte[] source = statement.getBytes(StandardCharsets.UTF_8);
      Outcome outcome = session.run(source, "=(command line)", List.of());
      if (!(outcome instanceof Outcome.Completed)) {
        return status(outcome);
      }
    }
    if (file.isEmpty() && !statements.isEmpty()) {
      return 0;
    }
    ProgramText program;
    try {
      program =
          file.isEmpty() || file.equals("-") ? ProgramText.of(System.in) : ProgramText.ofFile(file);
    } catch (ProgramText.Unreadable e) {
      return failed(e.getMessage().getBytes(StandardCharsets.UTF_8));
    }
    return status(session.run(program.source(), program.chunkName(), arguments));
  }

  private static int status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed completed -> 0;
      case Outcome.Exited exited -> exited.status();
      case Outcome.Failed failure -> failed(failure.text());
    };
  }

  private static int failed(byte[] text) {
    PrintStream errors = System.err;
    errors.print(NAME + ": ");
    errors.write(text, 0, text.length);
    errors.println();
    errors.flush();
    return 1;
  }

  /** Buffered, but a user at a terminal sees each line as soon as it is written. */
  private static OutputStream output(boolean isTerminal) {
    return isTerminal
        ? new TerminalOutput(System.out)
        : new BufferedOutputStream(System.out, 1 << 16);
  }

  /** Reads a whole number that may be written with an exponent: {@code 1e9}. */
  static final class Count implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return positive(text, 1);
    }
  }

  /** Reads a number of bytes with a unit of 1024: {@code 64M}, {@code 1G}. */
  static final class Size implements ITypeConverter<Long> {
    private static final String UNITS = "KMGT";

    @Override
    public Long convert(String text) {
      int last = text.length() - 1;
      int unit = last < 0 ? -1 : UNITS.indexOf(Character.toUpperCase(text.charAt(last)));
      return unit < 0
          ? positive(text, 1)
          : positive(text.substring(0, last), 1L << 10 * (unit + 1));
    }
  }

  private static long positive(String text, long factor) {
    try {
      long value = new BigDecimal(text).multiply(BigDecimal.valueOf(factor)).longValueExact();
      if (value > 0) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
    throw new TypeConversionException("'" + text + "' is not above zero");
  }
}
