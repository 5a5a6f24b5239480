package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The node's one JSON mapper, and compact JSON written field by field. */
public final class Json {
  /** Deepest nesting written; the engines bound what processes hand out far below. */
  private static final int WRITE_DEPTH_MAX = 10_000;

  /** Deepest nesting read from a client. */
  private static final int READ_DEPTH_MAX = 64;

  private static final int FIRST_BUFFER_BYTES = 512;

  /** Reads and writes trees; refuses text after the value. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(READ_DEPTH_MAX).build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(WRITE_DEPTH_MAX).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface Body {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** The UTF-8 bytes of one JSON value. */
  public static byte[] bytes(Body body) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(FIRST_BUFFER_BYTES)) {
      try (JsonGenerator json = MAPPER.getFactory().createGenerator(bytes)) {
        body.writeTo(json);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }
}
