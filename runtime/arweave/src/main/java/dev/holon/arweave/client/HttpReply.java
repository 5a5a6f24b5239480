package dev.holon.arweave.client;

import dev.holon.protocol.Bytes;
import java.nio.charset.StandardCharsets;

/** An answer of any status, with its whole body. */
record HttpReply(int status, Bytes body) {
  private static final int EXCERPT_LENGTH_MAX = 160;

  boolean isSuccess() {
    return status == 200;
  }

  /** The body as text, without space around it. */
  String text() {
    return new String(body.toArray(), StandardCharsets.UTF_8).strip();
  }

  /** Status and the beginning of the body, fit for a line of text. */
  String excerpt() {
    String text = text();
    String start =
        text.length() <= EXCERPT_LENGTH_MAX ? text : text.substring(0, EXCERPT_LENGTH_MAX);
    StringBuilder line = new StringBuilder("status ").append(status).append(' ');
    start.chars().forEach(c -> line.append(Character.isISOControl(c) ? ' ' : (char) c));
    return line.toString().strip();
  }
}
