package dev.holon.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A program as it lies in a file: a byte order mark is dropped, a first line that starts with
 * {@code #} is emptied, for it is meant for the shell.
 *
 * @param chunkName how its errors name it
 */
@SuppressWarnings("ArrayRecordComponent")
record ProgramText(byte[] source, String chunkName) {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** The file cannot be read; the message is that of the C implementation. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  static ProgramText of(InputStream input) throws IOException {
    return new ProgramText(withoutHead(input.readAllBytes()), "=stdin");
  }

  static ProgramText ofFile(String name) throws Unreadable {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new Unreadable("cannot read " + name + ": Is a directory");
    }
    try {
      return new ProgramText(withoutHead(Files.readAllBytes(path)), "@" + name);
    } catch (NoSuchFileException e) {
      throw new Unreadable("cannot open " + name + ": No such file or directory");
    } catch (IOException e) {
      throw new Unreadable("cannot open " + name + ": Permission denied");
    }
  }

  private static byte[] withoutHead(byte[] bytes) {
    int mark = Arrays.mismatch(bytes, BYTE_ORDER_MARK);
    int start = mark < 0 || mark == BYTE_ORDER_MARK.length ? BYTE_ORDER_MARK.length : 0;
    if (start < bytes.length && bytes[start] == '#') {
      // The end of line stays, so that line numbers are right.
      while (start < bytes.length && bytes[start] != '\n') {
        start++;
      }
    }
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }
}
