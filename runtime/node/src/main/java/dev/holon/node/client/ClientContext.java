package dev.holon.node.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a command has of the process it runs in.
 *
 * @param home the user's folder
 */
public record ClientContext(PrintStream out, PrintStream errors, Path home) {

  /** Standard output and errors in UTF-8. */
  public static ClientContext ofThisProcess() {
    return new ClientContext(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Path.of(System.getProperty("user.home")));
  }

  PrintWriter outWriter() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  PrintWriter errorsWriter() {
    return new PrintWriter(errors, true, StandardCharsets.UTF_8);
  }
}
