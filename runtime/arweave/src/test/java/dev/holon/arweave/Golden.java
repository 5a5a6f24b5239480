package dev.holon.arweave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.protocol.RsaWallet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * Reads the golden vectors in src/test/resources/arweave; their README tells where they are from.
 */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long K = 252;

  private Golden() {}

  public static byte[] resource(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/arweave/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String name) {
    try {
      return JSON.readTree(resource(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> transactions() {
    return list(json("arweave-tx.json").get("transactions"));
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of all golden transactions: byte i as their file says. */
  public static byte[] data(int sizeBytes) {
    byte[] data = new byte[sizeBytes];
    for (int i = 0; i < sizeBytes; i++) {
      data[i] = (byte) (i * 31L + (i >> 8) * 17L + (i >> 16) * 101L + K);
    }
    return data;
  }

  /** TEST KEY: public, worthless, never to be used outside tests. */
  public static RsaWallet wallet() {
    Map<String, String> members = new HashMap<>();
    json("rsa-a.jwk.json")
        .properties()
        .forEach(member -> members.put(member.getKey(), member.getValue().asText()));
    return RsaWallet.ofJwk(members);
  }
}
