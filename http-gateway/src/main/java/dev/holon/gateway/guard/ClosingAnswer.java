package dev.holon.gateway.guard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** An answer written past the HTTP layer, after which the connection is closed. */
public final class ClosingAnswer {
  private ClosingAnswer() {}

  /**
   * The answer's bytes. Pages of any origin may read it, like all others.
   *
   * @param status code and reason, such as {@code 408 Request Timeout}
   * @param json the body, in ASCII
   */
  public static ByteString of(String status, String json) {
    List<String> lines =
        List.of(
            "HTTP/1.1 " + status,
            "Connection: close",
            "Retry-After: 1",
            "Access-Control-Allow-Origin: *",
            "Content-Type: application/json",
            "Content-Length: " + json.length(),
            "",
            json);
    return ByteString.fromArray(String.join("\r\n", lines).getBytes(StandardCharsets.US_ASCII));
  }
}
