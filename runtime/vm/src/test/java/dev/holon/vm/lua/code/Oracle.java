package dev.holon.vm.lua.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The C implementation, where it is installed. */
final class Oracle {
  private static final String LOAD_EACH =
      """
      local input = io.open(arg[1], "rb"):read("a")
      local position = 1
      local out = {}
      while position <= #input do
        local length = string.unpack(">i4", input, position)
        local chunk = input:sub(position + 4, position + 3 + length)
        position = position + 4 + length
        local _, message = load(chunk, "=c", "t")
        message = message or ""
        -- The interpreter adds a traceback to errors that are not of syntax.
        message = message:match("^(.-)\\nstack traceback:") or message
        out[#out + 1] = string.pack(">s4", message)
      end
      io.stdout:write(table.concat(out))
      """;

  private Oracle() {}

  static boolean isInstalled() {
    try {
      return new ProcessBuilder("luac5.3", "-v").start().waitFor() == 0
          && new ProcessBuilder("lua5.3", "-v").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The message that load gives for each chunk, named {@code =c}; empty when it compiles. */
  static List<String> messages(Path directory, List<byte[]> chunks) throws IOException {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      input.writeBytes(ByteBuffer.allocate(4).putInt(chunk.length).array());
      input.writeBytes(chunk);
    }
    Path script = directory.resolve("load.lua");
    Path data = directory.resolve("chunks");
    Files.writeString(script, LOAD_EACH);
    Files.write(data, input.toByteArray());
    ByteBuffer output = ByteBuffer.wrap(run("lua5.3", script.toString(), data.toString()));
    List<String> messages = new ArrayList<>();
    while (output.hasRemaining()) {
      byte[] message = new byte[output.getInt()];
      output.get(message);
      messages.add(new String(message, StandardCharsets.ISO_8859_1));
    }
    return messages;
  }

  /** The listing of each chunk, which all compile; named {@code @path}. */
  static List<String> listings(List<Path> chunks) throws IOException {
    List<String> command = new ArrayList<>(List.of("luac5.3", "-l", "-l", "-p"));
    chunks.forEach(path -> command.add(path.toString()));
    String output = new String(run(command.toArray(new String[0])), StandardCharsets.ISO_8859_1);
    List<String> listings = new ArrayList<>();
    for (String part : output.split("\n(?=\nmain <)")) {
      if (part.startsWith("\nmain <") && !part.startsWith("\nmain <(luac)")) {
        listings.add(Listing.normalised(part.stripTrailing()));
      }
    }
    return listings;
  }

  private static byte[] run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    byte[] output = process.getInputStream().readAllBytes();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command[0] + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
    return output;
  }
}
