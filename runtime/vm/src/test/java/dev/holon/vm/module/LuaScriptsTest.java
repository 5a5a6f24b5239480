package dev.holon.vm.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the module's Lua test scripts under the plain interpreter, where it is installed: the same
 * scripts that an engine is tested with.
 */
class LuaScriptsTest {
  private static final long SECONDS_MAX = 120;

  @TempDir Path folder;

  @Test
  void scriptsPassOnThePlainInterpreter() throws Exception {
    assumeTrue(isInstalled(), "lua5.3 is not installed");
    Path module = folder.resolve("module.lua");
    Files.write(module, BuiltInModule.forFormat(BuiltInModule.FORMAT).code().toArray());
    Path scripts = scripts();

    String output = run(List.of("lua5.3", scripts + "/run.lua", scripts.toString(), module + ""));

    assertTrue(output.contains("ok programs"), output);
  }

  private static Path scripts() throws URISyntaxException {
    var script = LuaScriptsTest.class.getResource("scripts/run.lua");
    if (script == null) {
      throw new AssertionError("run.lua is not among the test resources");
    }
    return Path.of(script.toURI()).resolveSibling("");
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("lua5.3", "-v").redirectErrorStream(true).start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String output = Files.readString(log, StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
