package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of ao-protocol.md §0.1 and §2.5. */
class PushHashTest {
  private static final String PROCESS = "BteTHZ9lmep4ERE5ew4pOSlvLmGfy_Ma_uENSXE_Y9I";
  private static final List<Tag> PUSHED =
      List.of(
          new Tag("Data-Protocol", "ao"),
          new Tag("Type", "Message"),
          new Tag("From-Process", PROCESS),
          new Tag("Action", "Ping"),
          new Tag("Pushed-For", "JX7t2_JRxXp56GUs5oyQ6bDJMoCqhElDvby7WeWOx4o"));

  @Test
  void clientsMessageHashesAsOnTheWire() {
    byte[] owner = new byte[512];
    Arrays.fill(owner, (byte) 1);
    Wallet unsigning =
        new PayloadWallet(SignatureType.ARWEAVE, Bytes.of(owner), message -> new byte[512]);

    DataItem item =
        unsigned(
                List.of(
                    new Tag("Action", "Eval"),
                    new Tag("Data-Protocol", "ao"),
                    new Tag("Variant", "ao.TN.1"),
                    new Tag("Type", "Message")))
            .sign(unsigning);

    assertEquals(
        "080c416374696f6e084576616c1a446174612d50726f746f636f6c04616f0e56617269616e740e616f2e544e2e3108547970650e4d65737361676500",
        Vectors.hex(item.tagBytes().toArray()));
    assertEquals(
        "08a4123148bf8c37916321d2e15e5480d164f64c326ae41bb77dbe20a5823ca7c0526d8ce4881ad6c23129492ba3f68f",
        Vectors.hex(item.signatureMessage()));
    assertEquals(1173, item.sizeBytes());
  }

  @Test
  void pushedMessageHashesAsInTheReferenceScheduler() {
    PushHash hash = PushHash.of(unsigned(PUSHED).sign(TestKeys.ed25519()));

    assertEquals(
        "feOwNuv9KAv0fiyEzE_SRzkgu9GU8pZ8uH4jrvst0ELI1yQ59TSnVdWfvR-wgQwO", hash.toString());
  }

  @Test
  void signerOrderOfTagsAndPushedForDoNotMatter() {
    List<Tag> others =
        List.of(
            PUSHED.get(3), PUSHED.get(2), PUSHED.get(1), PUSHED.get(0), new Tag("Pushed-For", "x"));

    assertEquals(
        PushHash.of(unsigned(PUSHED).sign(TestKeys.ed25519())),
        PushHash.of(unsigned(others).sign(TestKeys.secp256k1())));
  }

  @Test
  void contentMatters() {
    assertNotEquals(
        PushHash.of(unsigned(PUSHED).sign(TestKeys.ed25519())),
        PushHash.of(unsigned(PUSHED.subList(1, 5)).sign(TestKeys.ed25519())));
  }

  private static UnsignedItem unsigned(List<Tag> tags) {
    return new UnsignedItem(
        Id.parse(PROCESS),
        "00000000000000000000000000000001".getBytes(StandardCharsets.US_ASCII),
        tags,
        "1 + 1".getBytes(StandardCharsets.US_ASCII));
  }
}
