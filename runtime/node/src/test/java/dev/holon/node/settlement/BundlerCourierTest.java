package dev.holon.node.settlement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.arweave.client.BundlerClient;
import dev.holon.core.settlement.Courier;
import dev.holon.core.settlement.Courier.Parcel;
import dev.holon.core.settlement.Courier.Posting;
import dev.holon.core.settlement.Courier.Sealing;
import dev.holon.core.settlement.Courier.Standing;
import dev.holon.core.settlement.Envelope;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BundlerCourierTest {
  private static final Address SCHEDULER = new Address(Id.of(new byte[32]).toString());
  private static final Bytes BUNDLE = Bytes.of(new byte[1_000]);
  private static final Id ROOT = Id.of(new byte[32]);

  private final Secp256k1Wallet wallet = Secp256k1Wallet.generate(new SecureRandom()); // TEST KEY
  private StubArweave bundler;
  private Courier courier;
  private Envelope envelope;

  @BeforeEach
  void start() throws IOException {
    bundler = new StubArweave();
    courier = courier(Optional.empty());
    envelope = assertInstanceOf(Sealing.Sealed.class, courier.seal(BUNDLE)).envelope();
  }

  private Courier courier(Optional<ArweaveClient> client) {
    return new BundlerCourier(
        new BundlerClient(
            bundler.url(), Duration.ofSeconds(10), Verifier.portable(), Optional.empty()),
        client,
        wallet,
        Verifier.portable(),
        SCHEDULER);
  }

  @AfterEach
  void stop() {
    courier.close();
    bundler.close();
  }

  private List<Posting> post() {
    return courier.post(List.of(new Parcel(envelope, BUNDLE)));
  }

  @Test
  void itemIsTheSameEachTimeItIsPosted() throws Exception {
    bundler.on("POST /tx/arweave", 200, "{\"id\":\"" + envelope.id() + "\"}");
    assertEquals(List.of(new Posting.Taken()), post());
    bundler.on("POST /tx/arweave", 202, "");
    assertEquals(List.of(new Posting.Taken()), post());

    assertArrayEquals(bundler.bodies.get(0), bundler.bodies.get(1));
    DataItem item = DataItem.parse(bundler.bodies.getFirst());
    Verifier.portable().verify(item);
    assertEquals(envelope.id(), item.id());
    assertEquals(BUNDLE, Bytes.of(item.data()));
    assertEquals(Optional.of("binary"), item.tag("Bundle-Format"));
    assertEquals(Optional.of("2.0.0"), item.tag("Bundle-Version"));
    assertEquals(Optional.of("Holon"), item.tag("App-Name"));
    assertEquals(Optional.of("Settlement"), item.tag("Type"));
    assertEquals(Optional.of(SCHEDULER.text()), item.tag("Scheduler"));
  }

  @Test
  void refusalAndSilenceAreKeptApart() {
    bundler.on("POST /tx/arweave", 402, "");
    assertInstanceOf(Posting.Refused.class, post().getFirst());
    bundler.on("POST /tx/arweave", 503, "");
    assertInstanceOf(Posting.Unreachable.class, post().getFirst());
  }

  @Test
  void bundlerIsBelievedWhereNobodyElseCanBeAsked() {
    assertInstanceOf(Standing.Missing.class, courier.look(List.of(envelope)).getFirst());
    assertEquals(new Standing.Waiting(), standing(courier, "CONFIRMED"));
    assertEquals(new Standing.Deep(), standing(courier, "FINALIZED"));
    assertInstanceOf(Standing.GivenUp.class, standing(courier, "FAILED"));
  }

  @Test
  void chainCountsMoreThanTheBundler() throws IOException {
    try (StubArweave chain = new StubArweave();
        ArweaveClient client =
            ArweaveClient.of(
                ArweaveSettings.of(List.of(chain.url())),
                Verifier.portable(),
                InstantSource.system());
        Courier both = courier(Optional.of(client))) {
      assertEquals(new Standing.Waiting(), standing(both, "FINALIZED"), "the chain lacks it");
      chain.on(
          "GET /tx/" + ROOT + "/status",
          200,
          "{\"block_height\":1234,\"block_indep_hash\":\"x\",\"number_of_confirmations\":17}");
      assertEquals(new Standing.InBlock(1_234, 17), standing(both, "CONFIRMED"));
    }
  }

  private Standing standing(Courier asked, String word) {
    bundler.on(
        "GET /tx/" + envelope.id() + "/status",
        200,
        "{\"status\":\"" + word + "\",\"bundleId\":\"" + ROOT + "\"}");
    return asked.look(List.of(envelope)).getFirst();
  }
}
