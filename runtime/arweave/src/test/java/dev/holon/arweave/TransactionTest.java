package dev.holon.arweave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Verifier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionTest {
  private static final Verifier VERIFIER = Verifier.fastest();

  private static Stream<JsonNode> golden() {
    return Golden.transactions().stream();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void transactionsOfTheNetworksLibraryAreReadAndVerified(JsonNode vector)
      throws TransactionException {
    Transaction transaction = TransactionJson.read(Golden.bytes(vector.get("tx")));

    transaction.verify(VERIFIER);
    transaction.verifyData(DataTree.of(Golden.data(vector.get("dataSize").intValue())));
    assertEquals(
        vector.get("signatureMessage").asText(),
        HexFormat.of()
            .formatHex(transaction.content().signatureMessage(transaction.owner()).toArray()));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void whatIsWrittenIsWhatTheLibraryWrites(JsonNode vector) throws TransactionException {
    Transaction transaction = TransactionJson.read(Golden.bytes(vector.get("tx")));

    ObjectNode written = (ObjectNode) tree(TransactionJson.write(transaction));

    for (String field :
        Set.of("id", "last_tx", "owner", "tags", "target", "data_root", "reward", "signature")) {
      assertEquals(vector.get("tx").get(field), written.get(field), field);
    }
  }

  @Test
  void transferWithDataAndTextBeyondAsciiIsTheLibrarys() throws TransactionException {
    JsonNode golden = Golden.json("arweave-transfer.json");
    DataTree tree = DataTree.of(Golden.data(golden.get("dataSize").intValue()));

    Transaction transaction = TransactionJson.read(Golden.bytes(golden.get("tx")));

    transaction.verify(VERIFIER);
    transaction.verifyData(tree);
    assertEquals("123456789012345678901", transaction.content().quantity().toString());
    assertEquals("Náme", transaction.content().tags().get(1).toTag().name());
    assertEquals(golden.get("tx"), tree(TransactionJson.write(transaction)));
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < tree.chunks().size(); i++) {
      paths.add(
          Base64.getUrlEncoder().withoutPadding().encodeToString(tree.path(i).bytes().toArray()));
    }
    assertEquals(Golden.list(golden.get("paths")).stream().map(JsonNode::asText).toList(), paths);
  }

  @Test
  void changedFieldIsFoundByTheSignature() throws TransactionException {
    ObjectNode node = Golden.transactions().get(3).get("tx").deepCopy();
    long reward = Long.parseLong(node.get("reward").asText()) + 1;
    node.put("reward", Long.toString(reward));

    Transaction forged = TransactionJson.read(Golden.bytes(node));

    assertThrows(TransactionException.class, () -> forged.verify(VERIFIER));
  }

  @Test
  void otherIdThanTheSignaturesIsRefused() {
    ObjectNode node = Golden.transactions().get(3).get("tx").deepCopy();
    node.put("id", Golden.transactions().get(4).get("tx").get("id").asText());

    assertThrows(TransactionException.class, () -> TransactionJson.read(Golden.bytes(node)));
  }

  @Test
  void oneOtherByteOfTheDataIsFound() throws TransactionException {
    JsonNode vector = Golden.transactions().getLast();
    Transaction transaction = TransactionJson.read(Golden.bytes(vector.get("tx")));
    byte[] data = Golden.data(vector.get("dataSize").intValue());
    data[data.length - 1] ^= 1;

    assertThrows(TransactionException.class, () -> transaction.verifyData(DataTree.of(data)));
  }

  @Test
  void numbersThatAreNotCanonicalAreRefused() {
    for (String number : List.of("007", "-1", "+1", "1e3", "", " 1", "٣")) {
      ObjectNode node = Golden.transactions().get(3).get("tx").deepCopy();
      node.put("reward", number);

      assertThrows(
          TransactionException.class, () -> TransactionJson.read(Golden.bytes(node)), number);
    }
  }

  @Test
  void garbageIsRefusedAsSuch() {
    for (String text : List.of("", "Pending", "null", "[]", "{}", "{\"format\":2}", "{\"id\":1}")) {
      assertThrows(
          TransactionException.class, () -> TransactionJson.read(Bytes.ofUtf8(text).toArray()));
    }
  }

  @Test
  void signedHereIsReadBackWithTheSameId() throws TransactionException {
    RsaWallet wallet = Golden.wallet();
    DataTree tree = DataTree.of(Golden.data(300_000));
    List<TransactionTag> tags = List.of(TransactionTag.of("Content-Type", "text/plain"));
    TransactionContent content =
        TransactionContent.ofData(Bytes.of(new byte[48]), BigInteger.TEN, tree, tags);

    Transaction signed = content.sign(wallet);
    Transaction read = TransactionJson.read(TransactionJson.write(signed));

    assertEquals(signed, read);
    read.verify(VERIFIER);
    assertEquals(wallet.address(), read.ownerAddress());
  }

  @Test
  void withoutSaltTheIdFollowsFromTheContent() {
    RsaWallet wallet = Golden.wallet().withSalt(RsaWallet.Salt.EMPTY);
    TransactionContent content =
        TransactionContent.ofData(
            Bytes.EMPTY, BigInteger.ONE, DataTree.of(new byte[] {1}), List.of());

    assertEquals(content.sign(wallet).id(), content.sign(wallet).id());
    assertNotEquals(content.sign(Golden.wallet()).id(), content.sign(Golden.wallet()).id());
  }

  @Test
  void limitsNameTheirField() {
    List<TransactionTag> tags = List.of(TransactionTag.of("n", "v".repeat(2_048)));

    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                TransactionContent.ofData(
                    Bytes.EMPTY, BigInteger.ONE, DataTree.of(new byte[0]), tags));

    assertTrue(String.valueOf(fault.getMessage()).contains("2048"), fault.getMessage());
  }

  private static JsonNode tree(byte[] json) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(json);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
