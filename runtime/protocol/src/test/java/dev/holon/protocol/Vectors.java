package dev.holon.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Reads the golden vectors in src/test/resources/ans104; their README tells where they come from.
 */
final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  static byte[] bytes(String file) {
    return resource("/ans104/" + file);
  }

  static byte[] resource(String path) {
    try (InputStream in = Vectors.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String file) {
    try {
      return JSON.readTree(bytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> items() {
    return list(json("index.json").get("items"));
  }

  static List<JsonNode> bundles() {
    return list(json("index.json").get("bundles"));
  }

  /** The bytes of the item or bundle of that name. */
  static byte[] named(String name) {
    for (JsonNode group :
        List.of(json("index.json").get("items"), json("index.json").get("bundles"))) {
      for (JsonNode entry : group) {
        if (entry.get("name").asText().equals(name)) {
          return bytes(entry.get("file").asText());
        }
      }
    }
    throw new IllegalArgumentException("no vector named " + name);
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  /** Reads one of the test keys as the members of a JWK. */
  static Map<String, String> jwk(String file) {
    Map<String, String> members = new HashMap<>();
    json("keys/" + file)
        .properties()
        .forEach(member -> members.put(member.getKey(), member.getValue().asText()));
    return members;
  }

  static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] base64(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
