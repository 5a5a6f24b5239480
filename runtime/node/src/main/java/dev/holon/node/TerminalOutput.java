package dev.holon.node;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Holds back what is written until a line is complete, as C does with a terminal. */
final class TerminalOutput extends BufferedOutputStream {
  TerminalOutput(OutputStream terminal) {
    super(terminal);
  }

  @Override
  public void write(int value) throws IOException {
    super.write(value);
    if (value == '\n') {
      flush();
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    super.write(bytes, from, length);
    if (length > 0 && bytes[from + length - 1] == '\n') {
      flush();
    }
  }
}
