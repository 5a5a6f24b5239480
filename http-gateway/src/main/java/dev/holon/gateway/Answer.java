package dev.holon.gateway;

import dev.holon.gateway.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** Makes the node's successful answers. */
final class Answer {
  static final HttpHeader RETRY_AFTER_ONE_SECOND = RawHeader.create("Retry-After", "1");

  private static final ContentType METRICS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  private Answer() {}

  /** When to ask again, in whole seconds. */
  static HttpHeader retryAfter(Duration wait) {
    long seconds = Math.max(1, (wait.toMillis() + 999) / 1_000);
    return RawHeader.create("Retry-After", Long.toString(seconds));
  }

  static HttpResponse json(int status, Json.Body body) {
    return json(status, Json.bytes(body));
  }

  /** Takes over the array. */
  static HttpResponse json(int status, byte[] body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(
            HttpEntities.create(ContentTypes.APPLICATION_JSON, ByteString.fromArrayUnsafe(body)));
  }

  static HttpResponse text(int status, String text) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, text));
  }

  /** Meters in the text format 0.0.4 of Prometheus. */
  static HttpResponse metrics(String text) {
    ByteString body = ByteString.fromString(text, StandardCharsets.UTF_8);
    return HttpResponse.create().withStatus(200).withEntity(HttpEntities.create(METRICS, body));
  }

  static HttpResponse empty(int status) {
    return HttpResponse.create().withStatus(status);
  }
}
