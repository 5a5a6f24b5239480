package dev.holon.gateway.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
public final class RawClient implements AutoCloseable {
  private final Socket socket = new Socket();

  public RawClient(InetSocketAddress address) {
    try {
      socket.connect(address, 5_000);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the text; false when the connection is broken. */
  public boolean send(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads until the server closes, or nothing has come for this long; a broken connection counts as
   * closed.
   */
  public Received readToEnd(int silenceMillis) {
    StringBuilder text = new StringBuilder();
    try {
      socket.setSoTimeout(silenceMillis);
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8_192];
      int count = in.read(buffer);
      while (count >= 0) {
        text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        count = in.read(buffer);
      }
      return new Received(text.toString(), true);
    } catch (SocketTimeoutException e) {
      return new Received(text.toString(), false);
    } catch (IOException e) {
      return new Received(text.toString(), true);
    }
  }

  /** What came, and whether the server closed. */
  public record Received(String text, boolean isClosed) {}

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
