package dev.holon.gateway;

import java.util.Locale;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers, as JSON, requests that the HTTP parser itself refuses: too long a target, too many
 * headers, broken framing. Named in {@code reference.conf}; found there through the static field,
 * as the parser wants it.
 */
public final class JsonParsingErrorHandler extends ParsingErrorHandler {
  /** The one instance, under the name the parser looks up. */
  @SuppressWarnings("checkstyle:ConstantName")
  public static final JsonParsingErrorHandler MODULE$ = new JsonParsingErrorHandler();

  private JsonParsingErrorHandler() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    // Whatever the parser refuses is malformed to us; only a body over the parser's own limit keeps
    // its status.
    int shown = status.intValue() == 413 ? 413 : status.intValue() == 501 ? 501 : 400;
    String code = String.format(Locale.ROOT, "HTTP-%04d", shown);
    return Answer.json(
            shown,
            json -> {
              json.writeStartObject();
              json.writeStringField("error", code + ": " + error.summary());
              json.writeStringField("code", code);
              json.writeStringField("retry", "NEVER");
              json.writeEndObject();
            })
        .addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"));
  }
}
