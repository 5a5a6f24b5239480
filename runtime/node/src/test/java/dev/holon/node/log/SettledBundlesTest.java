package dev.holon.node.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionContent;
import dev.holon.arweave.TransactionTag;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.settlement.SettlementTags;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Verifier;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of what gateways say nothing is believed, and what they keep back does not go unseen. */
class SettledBundlesTest {
  private static final int BUNDLES = 3;
  private static final int SLOTS_EACH = 4;
  private static final Verifier VERIFIER = Verifier.fastest();

  private static RsaWallet wallet;
  private static ProcessId process;
  private static final List<Transaction> TRANSACTIONS = new ArrayList<>();
  private static final List<byte[]> DATA = new ArrayList<>();

  private StubGateway honest;
  private StubGateway liar;

  @BeforeAll
  static void settle() {
    wallet = RsaWallet.generate(new SecureRandom()); // TEST KEY
    Secp256k1Wallet scheduler = Secp256k1Wallet.generate(new SecureRandom());
    DataItem spawn =
        UnsignedItem.of(null, List.of(new Tag("Type", "Process")), new byte[0]).sign(scheduler);
    process = new ProcessId(spawn.id());
    Sequencer sequencer = new Sequencer(process, scheduler, null);
    for (int bundle = 0; bundle < BUNDLES; bundle++) {
      List<DataItem> items = new ArrayList<>();
      for (int i = 0; i < SLOTS_EACH; i++) {
        int number = bundle * SLOTS_EACH + i;
        DataItem message =
            UnsignedItem.of(process.id(), List.of(), new byte[] {(byte) number}).sign(scheduler);
        LogEntry entry = sequencer.append(number == 0 ? spawn : message, 1_000L + number, 1);
        items.add(entry.assignment());
        items.add(entry.message().orElseThrow());
      }
      DATA.add(new Bundle(items).toBytes());
      TRANSACTIONS.add(transaction(wallet, DATA.getLast(), SettlementTags.of(scheduler.address())));
    }
  }

  private static Transaction transaction(RsaWallet owner, byte[] data, List<Tag> tags) {
    List<TransactionTag> raw =
        tags.stream().map(tag -> TransactionTag.of(tag.name(), tag.value())).toList();
    return TransactionContent.ofData(Bytes.of(new byte[48]), BigInteger.ONE, DataTree.of(data), raw)
        .sign(owner);
  }

  @BeforeEach
  void start() throws Exception {
    honest = StubGateway.start();
    liar = StubGateway.start();
    for (int i = 0; i < BUNDLES; i++) {
      honest.with(TRANSACTIONS.get(i), DATA.get(i));
    }
  }

  @AfterEach
  void stop() {
    honest.close();
    liar.close();
  }

  @Test
  void anHonestGatewayGivesEverySlot() throws Exception {
    assertEquals(slots(BUNDLES * SLOTS_EACH), read(honest).slots());
  }

  @Test
  void aChangedByteIsFoundAndReadElsewhere() throws Exception {
    byte[] changed = DATA.get(1).clone();
    changed[changed.length - 1] ^= 1;
    liar.with(TRANSACTIONS.get(0), DATA.get(0));
    liar.with(TRANSACTIONS.get(1), changed);

    ClientFailure failure = assertThrows(ClientFailure.class, () -> read(liar));
    assertTrue(failure.getMessage().contains(TRANSACTIONS.get(1).id().toString()));
    assertTrue(
        failure.getMessage().contains(liar.url().getAuthority() + " lies"), failure.getMessage());
    assertEquals(slots(BUNDLES * SLOTS_EACH), read(liar, honest).slots());
  }

  @Test
  void whatOneGatewayKeepsBackAnotherLists() throws Exception {
    liar.with(TRANSACTIONS.get(0), DATA.get(0));

    assertEquals(slots(BUNDLES * SLOTS_EACH), read(liar, honest).slots());
  }

  @Test
  void aBundleThatIsListedAndKeptBackEndsIt() {
    liar.with(TRANSACTIONS.get(0), DATA.get(0)).withoutContent(TRANSACTIONS.get(1));

    ClientFailure failure = assertThrows(ClientFailure.class, () -> read(liar));
    assertTrue(failure.getMessage().contains(TRANSACTIONS.get(1).id().toString()));
    assertTrue(failure.getMessage().contains(liar.url().toString()), failure.getMessage());
  }

  @Test
  void anotherWalletsBundleIsNotTakenAndItsGatewayNamed() throws Exception {
    RsaWallet other = RsaWallet.generate(new SecureRandom()); // TEST KEY
    Transaction foreign = transaction(other, DATA.get(0), SettlementTags.of(other.address()));
    liar.with(foreign, DATA.get(0));

    Read read = read(liar, honest);
    assertEquals(slots(BUNDLES * SLOTS_EACH), read.slots());
    assertEquals(1, read.notes().size(), read.notes().toString());
    assertTrue(read.notes().getFirst().contains(liar.url() + " lies"), read.notes().toString());
  }

  @Test
  void whatTheWalletUploadedBesidesIsLeftAlone() throws Exception {
    byte[] picture = {1, 2, 3};
    liar.with(transaction(wallet, picture, List.of(new Tag("Content-Type", "image/png"))), picture);

    assertEquals(slots(BUNDLES * SLOTS_EACH), read(liar, honest).slots());
  }

  @Test
  void pagesWithoutEndAreNotFollowed() throws Exception {
    liar.with(TRANSACTIONS.get(0), DATA.get(0)).looping();

    assertThrows(ClientFailure.class, () -> read(liar));
    Read read = read(liar, honest);
    assertEquals(slots(BUNDLES * SLOTS_EACH), read.slots());
    assertTrue(read.notes().getFirst().contains("repeat themselves"), read.notes().toString());
  }

  private record Read(List<Long> slots, List<String> notes) {}

  private static Read read(StubGateway... gateways) throws Exception {
    List<URI> urls = Stream.of(gateways).map(StubGateway::url).toList();
    SettledBundles bundles =
        new SettledBundles(ArweaveSettings.of(urls), List.of(wallet.address()), VERIFIER);
    List<Long> slots = new ArrayList<>();
    try (BundleSpool spool = BundleSpool.open(process::equals)) {
      bundles.readInto(spool, count -> {});
      SettledLog log = new SettledLog(spool, process, "test", VERIFIER);
      for (LogSlot slot : log.next()) {
        slots.add(Long.parseLong(slot.assignment().tag("Nonce").orElseThrow()));
      }
    }
    return new Read(slots, bundles.notes());
  }

  private static List<Long> slots(int count) {
    return Stream.iterate(0L, slot -> slot + 1).limit(count).toList();
  }
}
