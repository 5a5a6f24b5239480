package dev.holon.arweave.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.arweave.Golden;
import dev.holon.protocol.Address;
import dev.holon.protocol.DeepHash;
import dev.holon.protocol.DeepHash.Blob;
import dev.holon.protocol.DeepHash.Sequence;
import dev.holon.protocol.Id;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BundlerClientTest {
  private static final Verifier VERIFIER = Verifier.fastest();
  private static final RsaWallet BUNDLER = Golden.wallet().withSalt(RsaWallet.Salt.EMPTY);
  private static final VerifiedItem ITEM =
      VerifiedItem.sign(UnsignedItem.of(null, List.of(), new byte[] {1}), BUNDLER);

  private final StubSource stub = new StubSource();

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  void receiptsOfBundlersAreJudgedAsTheLibrariesDo() {
    for (JsonNode vector : Golden.json("receipts.json")) {
      Receipt receipt = Receipt.read(vector.get("receipt")).orElseThrow();

      assertEquals(vector.get("valid").asBoolean(), receipt.isSigned(VERIFIER), vector.toString());
    }
  }

  @Test
  void signedReceiptOfTheTrustedBundlerIsKept() throws Exception {
    stub.with("/tx/arweave", receipt(ITEM.id(), 1_500_200));

    BundlerReply.Accepted accepted =
        assertInstanceOf(BundlerReply.Accepted.class, post(Optional.of(BUNDLER.address())));

    assertEquals(1_500_200, accepted.receipt().orElseThrow().deadlineHeight());
  }

  @Test
  void receiptThatIsNotRightCountsAsNoAnswer() throws Exception {
    Address other = new Address("A".repeat(43));
    stub.with("/tx/arweave", receipt(ITEM.id(), 1_500_200));
    assertTrue(away(Optional.of(other)).contains("not trusted"));

    stub.with("/tx/arweave", receipt(Id.parse("B".repeat(42) + "A"), 1_500_200));
    assertTrue(away(Optional.empty()).contains("another item"));

    stub.with(
        "/tx/arweave",
        receipt(ITEM.id(), 7).replace("\"deadlineHeight\":7", "\"deadlineHeight\":8"));
    assertTrue(away(Optional.empty()).contains("bad signature"));
  }

  @Test
  void statusesOfTheProtocolAreUnderstood() throws Exception {
    stub.failingWith(202);
    assertEquals(new BundlerReply.Accepted(Optional.empty()), post(Optional.empty()));
    for (int status : List.of(400, 402, 403)) {
      stub.failingWith(status);
      assertInstanceOf(BundlerReply.Refused.class, post(Optional.empty()));
    }
    for (int status : List.of(429, 500, 503)) {
      stub.failingWith(status);
      assertInstanceOf(BundlerReply.Unreachable.class, post(Optional.empty()));
    }
  }

  @Test
  void progressIsRead() throws Exception {
    stub.with("/tx/" + ITEM.id() + "/status", "{\"status\":\"FINALIZED\",\"info\":\"permanent\"}")
        .with("/info", "{\"freeUploadLimitBytes\":517120}");
    try (BundlerClient client = client(Optional.empty())) {
      assertEquals(
          new Answer.Found<>(
              new BundlerClient.ItemStatus(BundlerClient.Progress.FINAL, Optional.empty())),
          client.status(ITEM.id()).get(20, TimeUnit.SECONDS));
      assertInstanceOf(
          Answer.Missing.class,
          client.status(Id.parse("B".repeat(42) + "A")).get(20, TimeUnit.SECONDS));
      assertEquals(
          new Answer.Found<>(517_120L), client.freeUploadBytesMax().get(20, TimeUnit.SECONDS));
    }
  }

  private String away(Optional<Address> trusted) throws Exception {
    return assertInstanceOf(BundlerReply.Unreachable.class, post(trusted)).cause();
  }

  private BundlerReply post(Optional<Address> trusted) throws Exception {
    try (BundlerClient client = client(trusted)) {
      return client.post(ITEM).get(20, TimeUnit.SECONDS);
    }
  }

  private BundlerClient client(Optional<Address> trusted) {
    return new BundlerClient(stub.uri(), Duration.ofSeconds(10), VERIFIER, trusted);
  }

  private static String receipt(Id item, long deadlineHeight) {
    byte[] message =
        DeepHash.of(
                Sequence.of(
                    Blob.ofUtf8("Bundlr"),
                    Blob.ofUtf8("1.0.0"),
                    Blob.ofUtf8(item.toString()),
                    Blob.ofUtf8(Long.toString(deadlineHeight)),
                    Blob.ofUtf8("5")))
            .toArray();
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return "{\"id\":\"%s\",\"timestamp\":5,\"version\":\"1.0.0\",\"deadlineHeight\":%d,\"public\":\"%s\",\"signature\":\"%s\"}"
        .formatted(
            item,
            deadlineHeight,
            encoder.encodeToString(BUNDLER.owner()),
            encoder.encodeToString(BUNDLER.sign(message)));
  }
}
