package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.settlement.BundleContent;
import dev.holon.core.settlement.BundleProgress;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.FeedRange;
import dev.holon.core.settlement.SettledSlots;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.SettlementFigures;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of bundles must do. It and the logs are empty before each test. */
@Timeout(60)
abstract class SettlementStoreContract {
  private static final long NOW = 1_700_000_000_000L;

  abstract SettlementStore store();

  abstract LogFeed feed();

  abstract void write(LogEntry entry);

  @Test
  void recordedBundleReadsBackAndMovesThePosition() {
    SampleLog.create(this::write).messages(4, 10);
    Id module = SampleLog.randomId();
    BundleContent content = content(3, List.of(module, SampleLog.randomId()));
    Envelope envelope = envelope(Envelope.Kind.ITEM);

    SettlementBundle bundle = store().record(content, envelope, NOW).orElseThrow();

    assertEquals(new SettlementBundle(1, content, envelope, 1, BundleProgress.queued(NOW)), bundle);
    assertEquals(List.of(bundle), store().newest(10));
    assertEquals(List.of(bundle), store().due(NOW, 10));
    assertEquals(List.of(), store().due(NOW - 1, 10));
    assertEquals(content.range().to(), store().position());
    assertEquals(Set.copyOf(content.modules()), store().modules());
    assertEquals(1, store().queuedCount());
  }

  @Test
  void whoeverIsNotWhereThePositionIsRecordsNothing() {
    SampleLog.create(this::write).messages(4, 10);
    BundleContent first = content(2, List.of(SampleLog.randomId()));
    BundleContent whole = content(5, List.of());
    store().record(first, envelope(Envelope.Kind.TRANSACTION), NOW).orElseThrow();
    BundleContent sameModule = content(1, first.modules());

    assertEquals(Optional.empty(), store().record(whole, envelope(Envelope.Kind.TRANSACTION), NOW));
    assertEquals(
        Optional.empty(), store().record(sameModule, envelope(Envelope.Kind.TRANSACTION), NOW));

    assertEquals(1, store().newest(10).size());
    assertEquals(first.range().to(), store().position());
  }

  /** Two nodes that both take themselves for the one that settles. */
  @Test
  void ofTwoSettlersAtOnceOneRecords() throws Exception {
    SampleLog.create(this::write).messages(19, 10);
    CyclicBarrier barrier = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        BundleContent content = content(1, List.of());
        Callable<Boolean> record =
            () -> {
              Envelope envelope = envelope(Envelope.Kind.TRANSACTION);
              barrier.await();
              return store().record(content, envelope, NOW).isPresent();
            };
        int recorded = 0;
        for (Future<Boolean> future : threads.invokeAll(List.of(record, record))) {
          recorded += future.get() ? 1 : 0;
        }
        assertEquals(1, recorded);
      }
    }
    List<SettlementBundle> bundles = store().newest(100).reversed();
    assertEquals(20, bundles.size());
    long position = LogFeed.START;
    for (int i = 0; i < bundles.size(); i++) {
      assertEquals(i + 1, bundles.get(i).number());
      assertEquals(position, bundles.get(i).content().range().from());
      position = bundles.get(i).content().range().to();
    }
  }

  @Test
  void newEnvelopeReplacesTheOneThatWasMeant() {
    SampleLog.create(this::write).messages(4, 10);
    SettlementBundle first = recorded(5);
    store().update(List.of(first.with(progress(BundleState.POSTED, NOW + 5))));
    Envelope envelope = envelope(Envelope.Kind.TRANSACTION);

    assertTrue(store().reseal(first, envelope, NOW + 9));
    assertFalse(store().reseal(first, envelope(Envelope.Kind.TRANSACTION), NOW + 10));
    store().update(List.of(first.with(progress(BundleState.FINAL, NOW))));

    SettlementBundle expected =
        new SettlementBundle(1, first.content(), envelope, 2, BundleProgress.queued(NOW + 9));
    assertEquals(List.of(expected), store().newest(1));
  }

  @Test
  void finalStaysFinal() {
    SampleLog.create(this::write).messages(4, 10);
    SettlementBundle bundle = recorded(5);
    SettlementBundle done = bundle.with(progress(BundleState.FINAL, NOW));
    store().update(List.of(done));

    store().update(List.of(bundle.with(progress(BundleState.POSTED, NOW))));

    assertFalse(store().reseal(bundle, envelope(Envelope.Kind.TRANSACTION), NOW));
    assertEquals(List.of(done), store().newest(1));
    assertEquals(List.of(), store().due(Long.MAX_VALUE, 10));
  }

  @Test
  void progressReadsBackAndTheLongestDueComeFirst() {
    SampleLog.create(this::write).messages(4, 10);
    SettlementBundle first = recorded(2);
    SettlementBundle second = recorded(2);
    SettlementBundle third = recorded(1);
    BundleProgress failed =
        new BundleProgress(BundleState.QUEUED, 7, NOW + 20, NOW - 3, 0, "no \u00fcmoney");
    first = first.with(failed);
    second = second.with(new BundleProgress(BundleState.SEEN, 0, NOW + 10, NOW, 1_234, ""));
    third = third.with(progress(BundleState.POSTED, NOW + 30));

    store().update(List.of(first, second, third));

    assertEquals(List.of(second, first), store().due(NOW + 20, 10));
    assertEquals(List.of(second), store().due(NOW + 40, 1));
    assertEquals(List.of(third, second, first), store().newest(10));
    assertEquals(1, store().queuedCount());
  }

  @Test
  void processIsAsFarAsItsLogHasNoHole() {
    SampleLog log = SampleLog.create(this::write);
    SampleLog other = SampleLog.create(this::write);
    log.messages(3, 10);
    other.messages(1, 10);
    log.messages(3, 10);
    SettlementBundle first = recorded(3);
    SettlementBundle second = recorded(2);
    SettlementBundle third = recorded(2);
    store()
        .update(
            List.of(
                first.with(progress(BundleState.FINAL, NOW)),
                second.with(progress(BundleState.POSTED, NOW)),
                third.with(progress(BundleState.FINAL, NOW))));

    // Slots 0 and 1 are in the first bundle, 2 and 3 in the second, 4 in the third, 5 and 6 in
    // none.
    assertEquals(Optional.of(slots(6, 4, 4, 1, 1)), store().slots(log.process()));
    assertEquals(Optional.of(slots(1, 1, 1, 0, 0)), store().slots(other.process()));
    assertEquals(Optional.empty(), store().slots(SampleLog.randomProcess()));
    store().update(List.of(second.with(progress(BundleState.FINAL, NOW))));
    assertEquals(Optional.of(slots(6, 4, 4, 4, 4)), store().slots(log.process()));
  }

  @Test
  void nothingIsFarBeforeTheFirstBundle() {
    SampleLog log = SampleLog.create(this::write);

    assertEquals(SettlementFigures.NONE, store().figures());
    assertEquals(
        Optional.of(
            new SettledSlots(
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty())),
        store().slots(log.process()));
  }

  /** As when the network is away from the first: an operator is to see that nothing settles. */
  @Test
  void backlogCountsFromWhenAWalletIsNoted() {
    SampleLog.create(this::write);
    assertEquals(SettlementFigures.NONE, store().figures());
    store()
        .note(
            new WalletNote(
                "arweave", "address", Optional.empty(), Optional.empty(), "unreachable", NOW));
    long before = store().figures().backlogEntries();

    SampleLog.create(this::write).messages(4, 10);

    assertEquals(before + 5, store().figures().backlogEntries());
    assertTrue(store().figures().oldestMillis().isPresent());
  }

  @Test
  void figuresCountTheBacklogAndTheBundles() {
    SampleLog log = SampleLog.create(this::write);
    log.messages(9, 1_000);
    SettlementBundle first = recorded(2);
    SettlementBundle second = recorded(2);
    SettlementBundle third = recorded(2);
    store()
        .update(
            List.of(
                first.with(progress(BundleState.FINAL, NOW)),
                second.with(progress(BundleState.SEEN, NOW))));

    SettlementFigures figures = store().figures();

    assertEquals(4, figures.backlogEntries());
    assertTrue(figures.backlogBytes() > 4_000 && figures.backlogBytes() < 10_000, "" + figures);
    assertEquals(new SettlementFigures.Counts(1, 0, 1, 1), figures.bundles());
    // The first entry of the second bundle is slot 2.
    assertEquals(OptionalLong.of(1_020), figures.oldestMillis());
    store()
        .update(
            List.of(
                second.with(progress(BundleState.FINAL, NOW)),
                third.with(progress(BundleState.FINAL, NOW))));
    assertEquals(OptionalLong.of(1_060), store().figures().oldestMillis());
    recorded(4);
    assertEquals(0, store().figures().backlogEntries());
  }

  @Test
  void walletIsKeptAsNotedLast() {
    assertEquals(Optional.empty(), store().walletNote());
    BigInteger much = new BigInteger("123456789012345678901234567890");
    WalletNote known =
        new WalletNote("arweave", "address", Optional.of(much), Optional.of(BigInteger.ONE), "", 5);
    WalletNote unknown =
        new WalletNote("bundler", "other", Optional.empty(), Optional.empty(), "why", 6);

    store().note(known);
    assertEquals(Optional.of(known), store().walletNote());
    store().note(unknown);
    assertEquals(Optional.of(unknown), store().walletNote());
  }

  private SettlementBundle recorded(int entryCount) {
    return store()
        .record(content(entryCount, List.of()), envelope(Envelope.Kind.TRANSACTION), NOW)
        .orElseThrow();
  }

  /** Of the next entries. */
  private BundleContent content(int entryCount, List<Id> modules) {
    long from = store().position();
    List<LogEntry> entries = new ArrayList<>();
    long to = from;
    while (entries.size() < entryCount) {
      LogFeed.Page page = feed().after(to, entryCount - entries.size(), 1 << 20);
      entries.addAll(page.entries());
      to = page.position();
    }
    return new BundleContent(
        new FeedRange(from, to, entryCount),
        modules,
        12_345,
        SampleLog.randomId(),
        entries.getFirst().timestampMillis());
  }

  private static Envelope envelope(Envelope.Kind kind) {
    return new Envelope(kind, SampleLog.randomId(), Bytes.ofUtf8("signed"), 99);
  }

  private static BundleProgress progress(BundleState state, long nextMillis) {
    return new BundleProgress(state, 0, nextMillis, NOW, 0, "");
  }

  private static SettledSlots slots(
      long newest, long queued, long posted, long seen, long settled) {
    return new SettledSlots(
        newest,
        OptionalLong.of(queued),
        OptionalLong.of(posted),
        OptionalLong.of(seen),
        OptionalLong.of(settled));
  }
}
