package dev.holon.protocol.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class Ed25519SchemeTest {
  private static final HexFormat HEX = HexFormat.of();

  @TestFactory
  Stream<DynamicTest> providersAgreeOnComponentsOfSmallOrder() throws IOException {
    JsonNode entries = vectors();
    return IntStream.range(0, entries.size())
        .mapToObj(
            i ->
                DynamicTest.dynamicTest(
                    i + " " + entries.get(i).get("kind").asText(), () -> check(entries.get(i))));
  }

  private static void check(JsonNode entry) throws GeneralSecurityException {
    byte[] key = HEX.parseHex(entry.get("publicKey").asText());
    byte[] message = HEX.parseHex(entry.get("message").asText());
    byte[] signature = HEX.parseHex(entry.get("signature").asText());
    boolean isValid = entry.get("valid").asBoolean();

    assertTrue(Ed25519Encoding.isUsableKey(key));
    assertTrue(Ed25519Encoding.hasCanonicalScalar(signature));
    assertEquals(
        isValid,
        SignatureProvider.portable().ed25519().verify(key, message, signature),
        "portable");
    assertEquals(
        isValid, SignatureProvider.fastest().ed25519().verify(key, message, signature), "fastest");
  }

  @Test
  void keysOfSmallOrderOrWithLargeCoordinatesAreNotUsable() {
    for (String y :
        new String[] {
          "0000000000000000000000000000000000000000000000000000000000000000",
          "0100000000000000000000000000000000000000000000000000000000000080",
          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
          "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
        }) {
      assertFalse(Ed25519Encoding.isUsableKey(HEX.parseHex(y)), y);
    }
  }

  @Test
  void signsTheFirstVectorOfTheStandard() throws GeneralSecurityException {
    byte[] seed = HEX.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    byte[] key = HEX.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    byte[] signature =
        HEX.parseHex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

    assertArrayEquals(key, Ed25519Keys.derive(seed));
    assertArrayEquals(
        signature, SignatureProvider.portable().ed25519().sign(seed, key, new byte[0]));
    assertArrayEquals(
        signature, SignatureProvider.fastest().ed25519().sign(seed, key, new byte[0]));
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in =
        Ed25519SchemeTest.class.getResourceAsStream("/ed25519/small-order-components.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
  }
}
