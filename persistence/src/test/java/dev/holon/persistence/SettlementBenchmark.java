package dev.holon.persistence;

import dev.holon.core.meter.Meters;
import dev.holon.core.settlement.Courier;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.Settlement;
import dev.holon.core.settlement.SettlementRules;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.crypto.Sha2;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How many log entries a second a settler puts into bundles: reading the journal, making the
 * bundle, hashing it twice, an RSA signature, recording it. Posting is left out: it waits for the
 * network. Main: {@code SettlementBenchmark <entries> <bytes of a message> <rounds>}.
 */
final class SettlementBenchmark {
  private static final int PROCESSES = 100;

  private SettlementBenchmark() {}

  /** Takes every bundle at once. */
  private static final class Signing implements Courier {
    private final RsaWallet wallet = RsaWallet.generate(new SecureRandom()); // TEST KEY

    @Override
    public Sealing seal(Bytes bundle) {
      byte[] root = Sha2.sha256(bundle.toArray()); // as the leaves of the merkle tree
      byte[] signature = wallet.sign(root);
      Id id = Id.of(Sha2.sha256(signature));
      return new Sealing.Sealed(
          new Envelope(Envelope.Kind.TRANSACTION, id, Bytes.of(signature), 1));
    }

    @Override
    public List<Posting> post(List<Parcel> parcels) {
      return parcels.stream().<Posting>map(parcel -> new Posting.Taken()).toList();
    }

    @Override
    public List<Standing> look(List<Envelope> envelopes) {
      return envelopes.stream().<Standing>map(envelope -> new Standing.Deep()).toList();
    }

    @Override
    public WalletNote wallet(long bundleSizeBytes, long nowMillis) {
      return new WalletNote("arweave", "", Optional.empty(), Optional.empty(), "", nowMillis);
    }

    @Override
    public void close() {}
  }

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[0]);
    int sizeBytes = Integer.parseInt(arguments[1]);
    List<SampleLog> logs = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      logs.add(SampleLog.create(JournalRow::write));
    }
    for (int i = 0; i < count / PROCESSES; i++) {
      logs.forEach(log -> log.messages(1, sizeBytes));
    }
    SettlementRules rules =
        new SettlementRules(4 << 20, Duration.ZERO, 20, Duration.ofMinutes(1), Duration.ofHours(1));
    Courier courier = new Signing();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
      TestDatabase.execute("TRUNCATE settlement_bundle, settlement_envelope, settlement_module");
      TestDatabase.execute("DELETE FROM feed_offset WHERE reader = 'settlement'");
      PostgresSettlementStore store = new PostgresSettlementStore(TestDatabase.get());
      Settlement settlement =
          Settlement.resume(
              new Settlement.Ports(
                  new PostgresLogFeed(TestDatabase.get()),
                  store,
                  new PostgresRecordStore(TestDatabase.get()),
                  courier,
                  List.of(),
                  Meters.NONE),
              rules);
      long begin = System.nanoTime();
      long processorBegin = threads.getCurrentThreadCpuTime();
      while (settlement.round(1_000_000)) {}
      double seconds = (System.nanoTime() - begin) / 1e9;
      double processorSeconds = (threads.getCurrentThreadCpuTime() - processorBegin) / 1e9;
      int settled =
          store.newest(100_000).stream().mapToInt(b -> b.content().range().entryCount()).sum();
      System.out.printf(
          Locale.ROOT,
          "%d entries in %d bundles: %.0f/s, %.1f us of a core each (server not counted)%n",
          settled,
          store.newest(100_000).size(),
          settled / seconds,
          processorSeconds * 1e6 / settled);
    }
  }
}
