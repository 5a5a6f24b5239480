package dev.holon.testkit;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogEntryCodec;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.settlement.BundleContent;
import dev.holon.core.settlement.BundleProgress;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.Envelope;
import dev.holon.core.settlement.SettledSlots;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.SettlementFigures;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.core.settlement.WalletNote;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bundles in memory, over the feed of the logs. Thread-safe. */
public final class InMemorySettlementStore implements SettlementStore {
  private final InMemoryScheduleStore logs;
  private final List<SettlementBundle> bundles = new ArrayList<>();
  private final Set<Id> modules = new HashSet<>();
  private @Nullable WalletNote walletNote;

  InMemorySettlementStore(InMemoryScheduleStore logs) {
    this.logs = logs;
  }

  @Override
  public long position() {
    return logs.offset(READER);
  }

  @Override
  public synchronized Optional<SettlementBundle> record(
      BundleContent content, Envelope envelope, long nowMillis) {
    boolean isNew = content.modules().stream().noneMatch(modules::contains);
    if (!isNew || !logs.advance(READER, content.range().from(), content.range().to())) {
      return Optional.empty();
    }
    modules.addAll(content.modules());
    SettlementBundle bundle =
        new SettlementBundle(
            bundles.size() + 1L, content, envelope, 1, BundleProgress.queued(nowMillis));
    bundles.add(bundle);
    return Optional.of(bundle);
  }

  @Override
  public synchronized boolean reseal(SettlementBundle bundle, Envelope envelope, long nowMillis) {
    if (!isCurrent(bundle)) {
      return false;
    }
    put(
        new SettlementBundle(
            bundle.number(),
            bundle.content(),
            envelope,
            bundle.envelopeNumber() + 1,
            BundleProgress.queued(nowMillis)));
    return true;
  }

  @Override
  public synchronized void update(List<SettlementBundle> changed) {
    changed.stream().filter(this::isCurrent).forEach(this::put);
  }

  private boolean isCurrent(SettlementBundle bundle) {
    SettlementBundle stored = bundles.get((int) bundle.number() - 1);
    return stored.envelopeNumber() == bundle.envelopeNumber() && !isFinal(stored);
  }

  private void put(SettlementBundle bundle) {
    bundles.set((int) bundle.number() - 1, bundle);
  }

  @Override
  public synchronized List<SettlementBundle> due(long nowMillis, int countMax) {
    return bundles.stream()
        .filter(bundle -> !isFinal(bundle) && bundle.progress().nextMillis() <= nowMillis)
        .sorted(Comparator.comparingLong(bundle -> bundle.progress().nextMillis()))
        .limit(countMax)
        .toList();
  }

  private static boolean isFinal(SettlementBundle bundle) {
    return bundle.progress().state() == BundleState.FINAL;
  }

  @Override
  public synchronized long queuedCount() {
    return count(BundleState.QUEUED);
  }

  private long count(BundleState state) {
    return bundles.stream().filter(bundle -> bundle.progress().state() == state).count();
  }

  @Override
  public synchronized Set<Id> modules() {
    return Set.copyOf(modules);
  }

  @Override
  public synchronized List<SettlementBundle> newest(int countMax) {
    return bundles.reversed().stream().limit(countMax).toList();
  }

  @Override
  public synchronized SettlementFigures figures() {
    if (position() == LogFeed.START && bundles.isEmpty() && walletNote == null) {
      return SettlementFigures.NONE;
    }
    List<LogEntry> left = entriesAfter(position());
    long bytes = left.stream().mapToLong(entry -> LogEntryCodec.encode(entry).length).sum();
    OptionalLong oldestOpen =
        bundles.stream()
            .filter(bundle -> !isFinal(bundle))
            .mapToLong(bundle -> bundle.content().oldestMillis())
            .min();
    OptionalLong oldest =
        oldestOpen.isPresent() || left.isEmpty()
            ? oldestOpen
            : OptionalLong.of(left.getFirst().timestampMillis());
    SettlementFigures.Counts counts =
        new SettlementFigures.Counts(
            count(BundleState.QUEUED),
            count(BundleState.POSTED),
            count(BundleState.SEEN),
            count(BundleState.FINAL));
    return new SettlementFigures(left.size(), bytes, oldest, counts);
  }

  private List<LogEntry> entriesAfter(long position) {
    return logs.after(position, Integer.MAX_VALUE, Long.MAX_VALUE).entries();
  }

  @Override
  public synchronized Optional<SettledSlots> slots(ProcessId process) {
    return logs.latest(process)
        .map(
            newest ->
                new SettledSlots(
                    newest.slot(),
                    lastSlot(process, BundleState.QUEUED),
                    lastSlot(process, BundleState.POSTED),
                    lastSlot(process, BundleState.SEEN),
                    lastSlot(process, BundleState.FINAL)));
  }

  private OptionalLong lastSlot(ProcessId process, BundleState state) {
    long reached =
        bundles.stream()
            .filter(bundle -> bundle.progress().state().code() < state.code())
            .mapToLong(bundle -> bundle.content().range().from())
            .min()
            .orElse(position());
    return entriesAfter(LogFeed.START).stream()
        .limit(reached)
        .filter(entry -> entry.process().equals(process))
        .mapToLong(LogEntry::slot)
        .max();
  }

  @Override
  public synchronized void note(WalletNote note) {
    walletNote = note;
  }

  @Override
  public synchronized Optional<WalletNote> walletNote() {
    return Optional.ofNullable(walletNote);
  }
}
