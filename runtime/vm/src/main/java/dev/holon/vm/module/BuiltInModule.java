package dev.holon.vm.module;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The built-in module as an operator publishes it: the tags and the data of a module item, not yet
 * signed. The same version always has the same bytes.
 *
 * @param name what people call it
 * @param version of its behaviour; another text of the code is another version
 * @param format the {@code Module-Format}: which engine runs it
 * @param code Lua source, UTF-8
 */
public record BuiltInModule(String name, String version, String format, Bytes code) {
  /** The format of the engine that the module is written for: Lua 5.3. */
  public static final String FORMAT = "lua-5.3";

  private static final String VERSION = "0.2.0";

  /** The files of the module, in the order of its text: a part uses what parts before it define. */
  static final List<String> PARTS =
      List.of(
          "modules.lua",
          "json.lua",
          "matching.lua",
          "outbox.lua",
          "message.lua",
          "handlers.lua",
          "process.lua",
          "utils.lua",
          "text.lua",
          "base64.lua",
          "bint-words.lua",
          "bint-operations.lua",
          "bint.lua",
          "digest-sha2.lua",
          "digest-legacy.lua",
          "digest-keccak.lua",
          "crypto.lua");

  /** Reads the module from the resources, for an engine of this format. */
  public static BuiltInModule forFormat(String format) {
    return new BuiltInModule("holon-lua", VERSION, format, Bytes.ofUtf8(readParts()));
  }

  /** The tags of the module item (ao.TN.1, modules), in the order to publish. */
  public List<Tag> tags() {
    return List.of(
        new Tag("Data-Protocol", "ao"),
        new Tag("Variant", "ao.TN.1"),
        new Tag("Type", "Module"),
        new Tag("Module-Format", format),
        new Tag("Input-Encoding", "JSON-1"),
        new Tag("Output-Encoding", "JSON-1"),
        new Tag("Memory-Limit", "64-mb"),
        new Tag("Compute-Limit", "100000000"),
        new Tag("Name", name + "-" + version),
        new Tag("Content-Type", "text/x-lua"));
  }

  private static String readParts() {
    StringBuilder code = new StringBuilder();
    for (String part : PARTS) {
      code.append(read(part)).append('\n');
    }
    return code.toString();
  }

  /** The text of one part. */
  static String read(String part) {
    try (InputStream stream = BuiltInModule.class.getResourceAsStream(part)) {
      if (stream == null) {
        throw new IllegalStateException(
            "missing resource " + part + " of " + BuiltInModule.class.getPackageName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
