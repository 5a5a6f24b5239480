package dev.holon.node;

import dev.holon.vm.lua.ScriptSession;
import dev.holon.vm.lua.ScriptSession.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Reads lines from a terminal, runs each as soon as it is a program, and prints the values of
 * expressions. What one line defines as a global is there for the next.
 */
final class LuaPrompt {
  private static final String PROMPT = "> ";
  private static final String PROMPT_FOR_MORE = ">> ";
  private static final String BANNER = "Holon Lua (Lua 5.3), ^D ends";

  private final Terminal terminal;
  private final ScriptSession session;
  private final LineReader reader;

  LuaPrompt(Terminal terminal, Path history, ScriptSession.Limits limits) {
    this.terminal = terminal;
    OutputStream output = terminal.output();
    this.session =
        new ScriptSession(
            new ScriptSession.Host(
                terminal.input(), output, output, Clock.systemUTC(), System::nanoTime),
            limits);
    session.setArguments(List.of(), "lua", List.of());
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(new WholePrograms(session))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, PROMPT_FOR_MORE)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
  }

  /** Until the user ends it. */
  static int onTerminal(Path history, ScriptSession.Limits limits) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      return new LuaPrompt(terminal, history, limits).run();
    }
  }

  /** Until the user ends it; returns the exit code. */
  int run() throws IOException {
    PrintWriter writer = terminal.writer();
    writer.println(BANNER);
    writer.flush();
    while (true) {
      String text;
      try {
        text = reader.readLine(PROMPT);
      } catch (UserInterruptException e) {
        continue;
      } catch (EndOfFileException e) {
        return 0;
      }
      Outcome outcome = evaluate(text);
      if (outcome instanceof Outcome.Exited exited) {
        return exited.status();
      }
      if (outcome instanceof Outcome.Failed failure) {
        terminal.output().write(failure.text());
        terminal.output().write('\n');
        terminal.output().flush();
      }
    }
  }

  /** While the text runs, Ctrl-C ends it. */
  private Outcome evaluate(String text) {
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> session.interrupt());
    try {
      return session.enter(text);
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
    }
  }

  /** Lets the user go on in a new line until the text is a whole program. */
  private record WholePrograms(ScriptSession session) implements Parser {
    private static final DefaultParser WORDS = new DefaultParser();

    @Override
    public ParsedLine parse(String text, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && !session.isComplete(text)) {
        throw new EOFError(-1, cursor, "the program is not complete");
      }
      return WORDS.parse(text, cursor, ParseContext.UNSPECIFIED);
    }
  }
}
