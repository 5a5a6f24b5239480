package dev.holon.vm.module;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The module's Lua test scripts, for engines to run: what {@code run.lua} among them does. In one
 * state, with the globals {@code MODULE_SOURCE} (a text), {@code PROGRAMS} (a table of texts) and
 * {@code NATIVE_UNDER_TEST} (the table {@code __holon}, or nil), the scripts run in order; one that
 * fails raises an error.
 */
public final class ModuleScripts {
  private ModuleScripts() {}

  /** The text of the module. */
  public static String moduleSource() {
    return BuiltInModule.forFormat(BuiltInModule.FORMAT).code().toUtf8();
  }

  /** Example programs by name. */
  public static Map<String, String> programs() {
    Map<String, String> programs = new LinkedHashMap<>();
    for (String name : names("program ")) {
      programs.put(name, read("programs/" + name + ".lua"));
    }
    return programs;
  }

  /** The texts of the scripts by name, in the order to run them. */
  public static Map<String, String> scripts() {
    Map<String, String> scripts = new LinkedHashMap<>();
    for (String name : names("script ")) {
      scripts.put(name, read(name + ".lua"));
    }
    return scripts;
  }

  private static List<String> names(String kind) {
    List<String> names = new ArrayList<>();
    for (String line : read("list.txt").split("\n", -1)) {
      if (line.startsWith(kind)) {
        names.add(line.substring(kind.length()));
      }
    }
    return names;
  }

  private static String read(String name) {
    try (InputStream stream = ModuleScripts.class.getResourceAsStream("scripts/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("missing test resource scripts/" + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
