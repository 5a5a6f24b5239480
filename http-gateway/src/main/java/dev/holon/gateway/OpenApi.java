package dev.holon.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The description of all routes, OpenAPI 3.1, as it lies beside this class. */
final class OpenApi {
  private static final byte[] DOCUMENT = read();

  private OpenApi() {}

  static HttpResponse answer() {
    return Answer.json(200, DOCUMENT);
  }

  private static byte[] read() {
    try (InputStream document = OpenApi.class.getResourceAsStream("openapi.json")) {
      if (document == null) {
        throw new IllegalStateException("openapi.json is not on the class path");
      }
      return document.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
