package dev.holon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every provider must answer; run once over each. */
abstract class VerifierContract {
  /**
   * Spelled differently from what counts, and accepted by some libraries: refused here whatever the
   * rules on tags.
   */
  private static final Set<String> REFUSED_ALTHOUGH_FREE = Set.of("t7-v-byte-0-or-1");

  private final Verifier verifier = verifier();

  abstract Verifier verifier();

  @TestFactory
  Stream<DynamicTest> acceptsWhatTheVectorsAccept() {
    return Vectors.items().stream()
        .filter(entry -> !entry.get("recommended").asText().equals("reject"))
        .filter(entry -> !REFUSED_ALTHOUGH_FREE.contains(entry.get("name").asText()))
        .map(
            entry ->
                DynamicTest.dynamicTest(entry.get("name").asText(), () -> assertAccepted(entry)));
  }

  private void assertAccepted(JsonNode entry) throws ItemException {
    DataItem item = DataItem.parseStored(Vectors.bytes(entry.get("file").asText()));

    assertEquals(entry.get("id").asText(), verifier.verify(item).item().id().toString());
  }

  @TestFactory
  Stream<DynamicTest> refusesWhatTheVectorsRejectAndSaysWhy() {
    return Vectors.items().stream()
        .filter(
            entry ->
                entry.get("recommended").asText().equals("reject")
                    || REFUSED_ALTHOUGH_FREE.contains(entry.get("name").asText()))
        .map(
            entry ->
                DynamicTest.dynamicTest(entry.get("name").asText(), () -> assertRefused(entry)));
  }

  private void assertRefused(JsonNode entry) {
    String name = entry.get("name").asText();
    byte[] bytes = Vectors.bytes(entry.get("file").asText());

    ItemException offered =
        assertThrows(ItemException.class, () -> verifier.verify(DataItem.parse(bytes)));
    ItemException stored =
        assertThrows(ItemException.class, () -> verifier.verify(DataItem.parseStored(bytes)));

    assertEquals(ExpectedErrors.of(name, entry.get("reason").asText()), offered.error());
    assertEquals(offered.error(), stored.error());
  }

  @Test
  void acceptsTheSignaturesOfEveryWallet() throws ItemException {
    for (Wallet wallet : List.of(TestKeys.rsa(), TestKeys.ed25519(), TestKeys.secp256k1())) {
      UnsignedItem unsigned =
          new UnsignedItem(
              Id.of(new byte[32]),
              new byte[32],
              List.of(new Tag("Action", "Eval"), new Tag("Action", "Eval"), new Tag("Empty", "")),
              "1 + 1".getBytes(StandardCharsets.UTF_8));

      DataItem parsed = DataItem.parse(unsigned.sign(wallet).toBytes());

      assertEquals(wallet.signatureType(), verifier.verify(parsed).item().signatureType());
      assertEquals(wallet.address(), parsed.ownerAddress());
      assertEquals(wallet.signerAddress(), parsed.signerAddress());
      assertEquals(unsigned.tags(), parsed.tags());
    }
  }

  @TestFactory
  Stream<DynamicTest> checksBundlersReceipts() {
    return Vectors.list(Vectors.json("receipts.json")).stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.get("receipt").get("id").asText() + " " + entry.get("valid"),
                    () -> assertReceipt(entry)));
  }

  private void assertReceipt(JsonNode entry) {
    JsonNode receipt = entry.get("receipt");
    Bytes message =
        DeepHash.of(
            DeepHash.Sequence.of(
                DeepHash.Blob.ofUtf8("Bundlr"),
                DeepHash.Blob.ofUtf8(receipt.get("version").asText()),
                DeepHash.Blob.ofUtf8(receipt.get("id").asText()),
                DeepHash.Blob.ofUtf8(receipt.get("deadlineHeight").asText()),
                DeepHash.Blob.ofUtf8(receipt.get("timestamp").asText())));

    boolean isSigned =
        verifier.isArweaveSignature(
            Vectors.base64(receipt.get("public").asText()),
            message.toArray(),
            Vectors.base64(receipt.get("signature").asText()));

    assertEquals(entry.get("valid").asBoolean(), isSigned);
    if (isSigned) {
      assertEquals(entry.get("message").asText(), Vectors.hex(message.toArray()));
    }
  }

  @Test
  void namesAProviderForEachScheme() {
    assertEquals(
        List.of("RSA", "Ed25519", "secp256k1"),
        verifier.choices().stream().map(choice -> choice.scheme()).toList());
    assertTrue(verifier.choices().stream().noneMatch(choice -> choice.provider().isEmpty()));
  }
}
