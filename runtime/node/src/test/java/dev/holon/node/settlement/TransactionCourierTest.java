package dev.holon.node.settlement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionJson;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.core.settlement.Courier;
import dev.holon.core.settlement.Courier.Parcel;
import dev.holon.core.settlement.Courier.Posting;
import dev.holon.core.settlement.Courier.Sealing;
import dev.holon.core.settlement.Courier.Standing;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransactionCourierTest {
  private static final Address SCHEDULER = new Address(Id.of(new byte[32]).toString());
  private static final Bytes BUNDLE = Bytes.of(new byte[1_000]);
  private static final int CHUNK_BYTES = 256 << 10;
  private static RsaWallet wallet;

  private StubArweave arweave;
  private ArweaveClient client;
  private TransactionCourier courier;

  @BeforeAll
  static void makeWallet() {
    wallet = RsaWallet.generate(new SecureRandom()); // TEST KEY
  }

  @BeforeEach
  void start() throws IOException {
    arweave = new StubArweave().on("GET /price/", 200, "777");
    client =
        ArweaveClient.of(
            ArweaveSettings.of(List.of(arweave.url())),
            Verifier.portable(),
            InstantSource.system());
    courier = new TransactionCourier(client, List.of(arweave.url()), wallet, SCHEDULER);
  }

  @AfterEach
  void stop() {
    courier.close();
    client.close();
    arweave.close();
  }

  private Envelope sealed(Bytes bundle) {
    return assertInstanceOf(Sealing.Sealed.class, courier.seal(bundle)).envelope();
  }

  private Posting posted(Envelope envelope) {
    return courier.post(List.of(new Parcel(envelope, BUNDLE))).getFirst();
  }

  @Test
  void envelopeIsATransactionThatIsFoundByItsTags() throws Exception {
    Envelope envelope = sealed(BUNDLE);

    Transaction transaction = TransactionJson.read(envelope.bytes().toArray());
    transaction.verify(Verifier.portable());
    transaction.verifyData(DataTree.of(BUNDLE.toArray()));
    assertEquals(envelope.id(), transaction.id());
    assertEquals(1_000, envelope.blockHeight());
    assertEquals(BigInteger.valueOf(777), transaction.content().reward());
    assertEquals(
        List.of(
            "Bundle-Format=binary",
            "Bundle-Version=2.0.0",
            "App-Name=Holon",
            "Type=Settlement",
            "Scheduler=" + SCHEDULER.text()),
        transaction.content().tags().stream()
            .map(tag -> tag.toTag().name() + "=" + tag.toTag().value())
            .toList());
  }

  @Test
  void nothingIsSignedWithoutAnchorOrPrice() {
    arweave.on("GET /price/", 500, "");
    assertTrue(
        assertInstanceOf(Sealing.NotSealed.class, courier.seal(BUNDLE)).cause().contains("price"));

    arweave.on("GET /price/", 200, "777").on("GET /tx_anchor", 503, "");
    assertTrue(
        assertInstanceOf(Sealing.NotSealed.class, courier.seal(BUNDLE)).cause().contains("anchor"));
  }

  @Test
  void samePostIsTheSameBytesAndWhatIsThereIsTaken() {
    Envelope envelope = sealed(BUNDLE);
    arweave.on("POST /tx", 200, "OK");
    assertEquals(new Posting.Taken(), posted(envelope));
    arweave.on("POST /tx", 208, "Transaction already processed.");
    assertEquals(new Posting.Taken(), posted(envelope));

    assertEquals(List.of("POST /tx", "POST /tx"), arweave.posts);
    assertArrayEquals(arweave.bodies.get(0), arweave.bodies.get(1));
  }

  @Test
  void answerMayRepeatWhatWasPosted() {
    Bytes large = Bytes.of(new byte[100_000]);
    Envelope envelope = sealed(large);
    arweave.on("POST /tx", 200, "{\"data\":\"" + "A".repeat(150_000) + "\"}");

    assertEquals(List.of(new Posting.Taken()), courier.post(List.of(new Parcel(envelope, large))));
  }

  @Test
  void oldAnchorIsToldByTheNodeOrByTheHeight() {
    Envelope envelope = sealed(BUNDLE);
    arweave.on("POST /tx", 400, "Invalid anchor (last_tx).");
    assertInstanceOf(Posting.Expired.class, posted(envelope));

    arweave.on("POST /tx", 400, "Transaction verification failed.").height(1_050);
    assertInstanceOf(Posting.Refused.class, posted(envelope));
    arweave.height(1_051);
    assertInstanceOf(Posting.Expired.class, posted(envelope));
  }

  @Test
  void nextNodeIsTriedWhenOneDoesNotAnswer() throws IOException {
    Envelope envelope = sealed(BUNDLE);
    arweave.on("POST /tx", 503, "busy");
    URI nobody = URI.create("http://127.0.0.1:1");
    try (StubArweave other = new StubArweave().on("POST /tx", 200, "OK");
        Courier both =
            new TransactionCourier(
                client, List.of(nobody, arweave.url(), other.url()), wallet, SCHEDULER)) {
      assertEquals(List.of(new Posting.Taken()), both.post(List.of(new Parcel(envelope, BUNDLE))));
      assertEquals(1, other.posts.size());
    }
    assertInstanceOf(Posting.Unreachable.class, posted(envelope));
  }

  @Test
  void largeBundleGoesInChunksAndItsHeadOnlyIfItIsNotThere() {
    Bytes large = Bytes.of(new byte[(int) Courier.WHOLE_BYTES_MAX + 1]);
    Envelope envelope = sealed(large);
    arweave.on("POST /tx", 200, "OK").on("POST /chunk", 200, "OK");
    int chunks = (large.size() + CHUNK_BYTES - 1) / CHUNK_BYTES + 1; // the rest is split in two

    assertEquals(List.of(new Posting.Taken()), courier.post(List.of(new Parcel(envelope, large))));
    assertEquals("POST /tx", arweave.posts.getFirst());
    assertTrue(arweave.posts.size() >= chunks - 1, "" + arweave.posts.size());
    long heads = arweave.posts.stream().filter("POST /tx"::equals).count();
    arweave.on("GET /tx/" + envelope.id() + "/status", 202, "Pending");
    courier.post(List.of(new Parcel(envelope, large)));

    assertEquals(heads, arweave.posts.stream().filter("POST /tx"::equals).count());
  }

  @Test
  void standingIsWhatTheStatusSays() {
    Envelope envelope = sealed(BUNDLE);
    String status = "GET /tx/" + envelope.id() + "/status";

    assertInstanceOf(Standing.Missing.class, courier.look(List.of(envelope)).getFirst());
    arweave.on(status, 202, "Pending");
    assertEquals(List.of(new Standing.Waiting()), courier.look(List.of(envelope)));
    arweave.on(
        status,
        200,
        "{\"block_height\":1234,\"block_indep_hash\":\"x\",\"number_of_confirmations\":17}");
    assertEquals(List.of(new Standing.InBlock(1_234, 17)), courier.look(List.of(envelope)));
    arweave.on(status, 500, "");
    assertInstanceOf(Standing.Unknown.class, courier.look(List.of(envelope)).getFirst());
  }

  @Test
  void walletIsNotedAsFarAsItIsKnown() {
    arweave.on("GET /wallet/" + wallet.address().text() + "/balance", 200, "12345678901234567890");

    assertEquals(
        new WalletNote(
            "arweave",
            wallet.address().text(),
            Optional.of(new BigInteger("12345678901234567890")),
            Optional.of(BigInteger.valueOf(777)),
            "",
            5),
        courier.wallet(1 << 20, 5));
  }
}
