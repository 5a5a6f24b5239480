package dev.holon.gateway;

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
    RequestFault.Code code =
        switch (status.intValue()) {
          case 413 -> RequestFault.Code.BODY_TOO_LARGE;
          case 501 -> RequestFault.Code.NOT_IMPLEMENTED;
          default -> RequestFault.Code.MALFORMED;
        };
    return Answer.json(
            code.status(),
            json -> {
              json.writeStartObject();
              json.writeStringField("error", code.text() + ": " + error.summary());
              json.writeStringField("code", code.text());
              json.writeStringField("retry", code.retry().name());
              json.writeEndObject();
            })
        .addHeader(RawHeader.create("Access-Control-Allow-Origin", "*"));
  }
}
