package dev.holon.node.client;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words of the command line are read. A word that does not read ends with exit code 2. */
public final class Arguments {
  private static final long FILE_BYTES_MAX = 64L << 20;

  private Arguments() {}

  /** An id of 43 characters. */
  public static final class ProcessIds implements ITypeConverter<ProcessId> {
    @Override
    public ProcessId convert(String text) {
      return new ProcessId(id(text));
    }
  }

  /** An id of 43 characters. */
  static final class Ids implements ITypeConverter<Id> {
    @Override
    public Id convert(String text) {
      return id(text);
    }
  }

  /** {@code NAME=VALUE}; the value may be empty and hold further equals signs. */
  static final class Tags implements ITypeConverter<Tag> {
    @Override
    public Tag convert(String text) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new TypeConversionException("'" + text + "' is not NAME=VALUE");
      }
      return new Tag(text.substring(0, equals), text.substring(equals + 1));
    }
  }

  private static Id id(String text) {
    if (!Id.isId(text)) {
      throw new TypeConversionException("'" + text + "' is no id: 43 characters of base64url");
    }
    return Id.parse(text);
  }

  /** The bytes of a text, or of the file that {@code @file} names; {@code @@} is one at sign. */
  static byte[] bytes(String text) throws ClientFailure {
    if (!text.startsWith("@") || text.startsWith("@@")) {
      return text.substring(text.startsWith("@@") ? 1 : 0).getBytes(StandardCharsets.UTF_8);
    }
    Path file = Path.of(text.substring(1));
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ClientFailure(
            file + " has " + Files.size(file) + " bytes",
            "at most " + FILE_BYTES_MAX + " are read");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ClientFailure("cannot read " + file + ": " + e, null);
    }
  }
}
