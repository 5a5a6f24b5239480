package dev.holon.arweave.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.protocol.Bytes;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** Reads what sources write; what is not there, or of another kind, is empty. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytesOf(ObjectNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new IllegalStateException("a tree of text is always written", e);
    }
  }

  /** An object; an array or text is none. */
  static Optional<JsonNode> object(Bytes json) {
    try {
      JsonNode node = MAPPER.readTree(json.toArray());
      return node != null && node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A number that is not negative, as a number or as decimal text. */
  static Optional<Long> number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Optional.of(value.longValue());
    }
    return value.isTextual() ? number(value.textValue()) : Optional.empty();
  }

  static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<Bytes> base64(String text) {
    try {
      return Optional.of(Bytes.of(Base64.getUrlDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
