package dev.holon.vm.lua.differential;

import dev.holon.vm.lua.ScriptSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.lib.jse.JsePlatform;
import org.luaj.vm2.luajc.LuaJC;

/**
 * Runs the program that times a benchmark, in a Java machine of its own: {@code BenchmarkRounds
 * holon|luaj|luajc file rounds}. The file is the timer with the benchmark in it as a function.
 */
final class BenchmarkRounds {
  private static final long GAS = Long.MAX_VALUE / 2;
  private static final long MEMORY_BYTES = 1L << 40;

  private BenchmarkRounds() {}

  public static void main(String[] arguments) throws IOException {
    Path program = Path.of(arguments[1]);
    if (arguments[0].equals("holon")) {
      holon(program, arguments[2]);
    } else {
      luaj(program, arguments[2], arguments[0].equals("luajc"));
    }
    System.out.flush();
  }

  private static void holon(Path program, String rounds) throws IOException {
    ScriptSession session =
        new ScriptSession(
            new ScriptSession.Host(
                new ByteArrayInputStream(new byte[0]),
                System.out,
                System.err,
                InstantSource.system(),
                System::nanoTime),
            new ScriptSession.Limits(GAS, MEMORY_BYTES));
    session.setArguments(List.of(), "timer", List.of("", rounds));
    ScriptSession.Outcome outcome =
        session.run(Files.readAllBytes(program), "@timer", List.of("", rounds));
    if (outcome instanceof ScriptSession.Outcome.Failed failed) {
      throw new IllegalStateException(new String(failed.text(), StandardCharsets.ISO_8859_1));
    }
  }

  private static void luaj(Path program, String rounds, boolean isCompiled) {
    Globals globals = JsePlatform.standardGlobals();
    if (isCompiled) {
      LuaJC.install(globals);
    }
    LuaTable argument = new LuaTable();
    argument.set(2, rounds);
    globals.set("arg", argument);
    globals.loadfile(program.toString()).call();
  }
}
