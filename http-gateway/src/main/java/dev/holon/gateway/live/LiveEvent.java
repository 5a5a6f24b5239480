package dev.holon.gateway.live;

import dev.holon.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream.
 *
 * @param name its kind, such as {@code result}
 * @param id where a reader is after it; null when that does not move
 * @param json one JSON value without line breaks
 */
public record LiveEvent(String name, @Nullable String id, Bytes json) {
  /** Says only that the stream is alive. */
  public static final LiveEvent HEARTBEAT = new LiveEvent("heartbeat", null, Bytes.ofUtf8("{}"));

  /** As Server-Sent Events write it (WHATWG HTML §9.2); a heartbeat is a comment. */
  public ByteString toServerSentEvent() {
    if (equals(HEARTBEAT)) {
      return ByteString.fromString(": heartbeat\n\n");
    }
    String head = (id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: ";
    return new ByteStringBuilder()
        .append(ByteString.fromString(head))
        .append(ByteString.fromArrayUnsafe(json.toArray()))
        .append(ByteString.fromString("\n\n"))
        .result();
  }

  /** As a message of a WebSocket: {@code {"event","id"?,"data"}}. Names and ids need no escapes. */
  public String toMessage() {
    String head = "{\"event\":\"" + name + "\"" + (id == null ? "" : ",\"id\":\"" + id + "\"");
    return head + ",\"data\":" + new String(json.toArray(), StandardCharsets.UTF_8) + "}";
  }
}
