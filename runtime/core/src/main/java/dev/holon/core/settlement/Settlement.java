package dev.holon.core.settlement;

import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.settlement.Courier.Parcel;
import dev.holon.core.settlement.Courier.Posting;
import dev.holon.core.settlement.Courier.Sealing;
import dev.holon.core.settlement.Courier.Standing;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settles the logs, round by round: closes bundles, records them, posts them, follows them. What is
 * recorded before it is posted is posted again after a crash, with the same id. Keeps nothing that
 * cannot be read again; one thread at a time. Should two settlers be at work, in a partition, one
 * of them fails to record, and what both post is the same.
 */
public final class Settlement {
  /** Bundles that wait to be posted; while there are so many, no more are closed. */
  static final int QUEUED_MAX = 8;

  /** Bundles that are posted, and so held in memory, at once. */
  static final int POSTS_AT_ONCE_MAX = 4;

  /** Bundles that are looked at in one round. */
  static final int LOOKS_AT_ONCE_MAX = 32;

  private static final long WALLET_INTERVAL_MILLIS = 60_000;
  private static final long SEAL_RETRY_MILLIS = 5_000;

  private final Ports ports;
  private final SettlementRules rules;
  private final SettlementPlan plan;
  private final Set<Id> modulesLeft;
  private OpenBundle open;
  private long sealNotBeforeMillis;
  private long walletNextMillis;
  private String cause = "";

  /**
   * What settlement needs of the world.
   *
   * @param feed the logs; blocks
   * @param records where the modules are; blocks
   * @param modules the modules that this node made, to be settled before what uses them
   */
  public record Ports(
      LogFeed feed,
      SettlementStore store,
      RecordStore records,
      Courier courier,
      List<Id> modules,
      Meters meters) {
    public Ports {
      modules = List.copyOf(modules);
    }
  }

  /** Goes on where settlement was; reads the store. */
  public static Settlement resume(Ports ports, SettlementRules rules) {
    Set<Id> modulesLeft = new TreeSet<>(ports.modules());
    modulesLeft.removeAll(ports.store().modules());
    return new Settlement(ports, rules, modulesLeft);
  }

  private Settlement(Ports ports, SettlementRules rules, Set<Id> modulesLeft) {
    this.ports = ports;
    this.rules = rules;
    this.plan = new SettlementPlan(rules);
    this.modulesLeft = modulesLeft;
    this.open = new OpenBundle(rules, ports.store().position());
  }

  /**
   * Does what is due. Blocks for as long as the network takes.
   *
   * @return true when there is more to do at once
   */
  public boolean round(long nowMillis) {
    Map<Long, Parcel> closed = closeBundles(nowMillis);
    List<SettlementBundle> due = ports.store().due(nowMillis, LOOKS_AT_ONCE_MAX);
    List<SettlementBundle> notes = new ArrayList<>();
    List<SettlementBundle> toPost = new ArrayList<>();
    look(due, closed.keySet(), nowMillis, notes, toPost);
    List<SettlementBundle> posted = toPost.subList(0, Math.min(POSTS_AT_ONCE_MAX, toPost.size()));
    post(posted, closed, nowMillis, notes);
    ports.store().update(notes);
    noteWallet(nowMillis);
    return !closed.isEmpty() || posted.size() < toPost.size();
  }

  /** Records what is due; the bundles by their number. */
  private Map<Long, Parcel> closeBundles(long nowMillis) {
    Map<Long, Parcel> closed = new TreeMap<>();
    if (nowMillis < sealNotBeforeMillis) {
      return closed;
    }
    long room = QUEUED_MAX - ports.store().queuedCount();
    boolean goesOn = true;
    while (goesOn && closed.size() < Math.min(room, POSTS_AT_ONCE_MAX)) {
      if (ports.store().position() != open.from()) {
        open = new OpenBundle(rules, ports.store().position());
      }
      open.fill(ports.feed());
      goesOn = open.isDue(nowMillis) && close(nowMillis, closed);
    }
    return closed;
  }

  private boolean close(long nowMillis, Map<Long, Parcel> closed) {
    List<DataItem> modules = modules(modulesLeft);
    Bytes bytes = BundleItems.bytes(modules, open.entries());
    switch (ports.courier().seal(bytes)) {
      case Sealing.NotSealed not -> {
        cause = not.cause();
        sealNotBeforeMillis = nowMillis + SEAL_RETRY_MILLIS;
        return false;
      }
      case Sealing.Sealed sealed -> {
        cause = "";
        BundleContent content =
            new BundleContent(
                open.range(),
                modules.stream().map(DataItem::id).toList(),
                bytes.size(),
                BundleItems.hash(bytes),
                open.oldestMillis());
        Optional<SettlementBundle> bundle =
            ports.store().record(content, sealed.envelope(), nowMillis);
        if (bundle.isEmpty()) {
          modulesLeft.removeAll(ports.store().modules());
          return false;
        }
        closed.put(bundle.get().number(), new Parcel(sealed.envelope(), bytes));
        ports.meters().counter(Metric.SETTLEMENT_ENTRIES).add(content.range().entryCount());
        content.modules().forEach(modulesLeft::remove);
        open = new OpenBundle(rules, content.range().to());
        return true;
      }
    }
  }

  private List<DataItem> modules(Iterable<Id> ids) {
    List<DataItem> modules = new ArrayList<>();
    for (Id id : ids) {
      ports.records().find(id).ifPresent(found -> modules.add(found.item()));
    }
    return modules;
  }

  /** Sorts the due bundles into those that are noted and those to be posted. */
  private void look(
      List<SettlementBundle> due,
      Set<Long> closed,
      long nowMillis,
      List<SettlementBundle> notes,
      List<SettlementBundle> toPost) {
    List<SettlementBundle> known = new ArrayList<>();
    for (SettlementBundle bundle : due) {
      // Nobody can have posted what was recorded a moment ago.
      (closed.contains(bundle.number()) ? toPost : known).add(bundle);
    }
    List<Standing> standings =
        ports.courier().look(known.stream().map(SettlementBundle::envelope).toList());
    for (int i = 0; i < known.size(); i++) {
      SettlementBundle bundle = known.get(i);
      switch (plan.onStanding(bundle, standings.get(i), nowMillis)) {
        case SettlementPlan.Note note -> notes.add(bundle.with(note.progress()));
        case SettlementPlan.Post post -> toPost.add(bundle);
      }
    }
  }

  private void post(
      List<SettlementBundle> bundles,
      Map<Long, Parcel> closed,
      long nowMillis,
      List<SettlementBundle> notes) {
    List<SettlementBundle> ready = new ArrayList<>();
    List<Parcel> parcels = new ArrayList<>();
    for (SettlementBundle bundle : bundles) {
      Parcel parcel = closed.get(bundle.number());
      Bytes bytes = parcel == null ? bytesOf(bundle, nowMillis, notes) : parcel.bundle();
      if (bytes != null) {
        ready.add(bundle);
        parcels.add(new Parcel(bundle.envelope(), bytes));
      }
    }
    List<Posting> postings = ports.courier().post(parcels);
    for (int i = 0; i < ready.size(); i++) {
      SettlementBundle bundle = ready.get(i);
      count(postings.get(i));
      switch (plan.onPosting(bundle, postings.get(i), nowMillis)) {
        case SettlementPlan.Note note -> notes.add(bundle.with(note.progress()));
        case SettlementPlan.Reseal reseal -> reseal(bundle, nowMillis, notes);
      }
    }
  }

  /** Signs anew; the next round posts it. */
  private void reseal(SettlementBundle bundle, long nowMillis, List<SettlementBundle> notes) {
    Bytes bytes = bytesOf(bundle, nowMillis, notes);
    if (bytes == null) {
      return;
    }
    switch (ports.courier().seal(bytes)) {
      case Sealing.Sealed sealed -> ports.store().reseal(bundle, sealed.envelope(), nowMillis);
      case Sealing.NotSealed not -> noteFault(bundle, not.cause(), nowMillis, notes);
    }
  }

  /**
   * The recorded bundle, made again; null when the journal cannot be read so far now, or does not
   * give the recorded bytes, which is noted and never posted.
   */
  private @Nullable Bytes bytesOf(
      SettlementBundle bundle, long nowMillis, List<SettlementBundle> notes) {
    BundleContent content = bundle.content();
    List<LogEntry> entries = entries(content.range());
    List<DataItem> modules = modules(content.modules());
    if (entries.size() < content.range().entryCount()) {
      noteFault(bundle, "the journal is not to be read so far yet", nowMillis, notes);
      return null;
    }
    Bytes bytes = BundleItems.bytes(modules, entries);
    if (!BundleItems.hash(bytes).equals(content.hash())) {
      noteFault(bundle, "the journal does not give the recorded bundle again", nowMillis, notes);
      return null;
    }
    return bytes;
  }

  private List<LogEntry> entries(FeedRange range) {
    List<LogEntry> entries = new ArrayList<>();
    long position = range.from();
    while (entries.size() < range.entryCount()) {
      LogFeed.Page page =
          ports.feed().after(position, range.entryCount() - entries.size(), Long.MAX_VALUE);
      if (page.entries().isEmpty()) {
        break;
      }
      entries.addAll(page.entries());
      position = page.position();
    }
    return entries;
  }

  private void noteFault(
      SettlementBundle bundle, String fault, long nowMillis, List<SettlementBundle> notes) {
    notes.add(bundle.with(plan.onFault(bundle, fault, nowMillis).progress()));
  }

  private void count(Posting posting) {
    String outcome =
        switch (posting) {
          case Posting.Taken taken -> "taken";
          case Posting.Expired expired -> "expired";
          case Posting.Refused refused -> "refused";
          case Posting.Unreachable away -> "unreachable";
        };
    ports.meters().counter(Metric.SETTLEMENT_POSTS, outcome).one();
  }

  private void noteWallet(long nowMillis) {
    if (nowMillis >= walletNextMillis) {
      walletNextMillis = nowMillis + WALLET_INTERVAL_MILLIS;
      WalletNote note = ports.courier().wallet(rules.bundleBytesMax(), nowMillis);
      ports.store().note(note.withCause(cause));
    }
  }
}
