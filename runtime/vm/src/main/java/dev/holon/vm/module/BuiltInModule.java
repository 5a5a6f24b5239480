package dev.holon.vm.module;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Tag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
  private static final List<String> PARTS =
      List.of("json.lua", "outbox.lua", "message.lua", "handlers.lua", "process.lua");

  /** Reads the module from the resources, for an engine of this format. */
  public static BuiltInModule forFormat(String format) {
    return new BuiltInModule("holon-lua", "0.1.0", format, readParts());
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

  private static Bytes readParts() {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    try {
      for (String part : PARTS) {
        code.write(read(part));
        code.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(code.toByteArray());
  }

  private static byte[] read(String part) throws IOException {
    try (InputStream stream = BuiltInModule.class.getResourceAsStream(part)) {
      if (stream == null) {
        throw new IOException(
            "missing resource " + part + " of " + BuiltInModule.class.getPackageName());
      }
      return stream.readAllBytes();
    }
  }
}
