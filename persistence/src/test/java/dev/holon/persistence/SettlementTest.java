package dev.holon.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.meter.Meters;
import dev.holon.core.record.RecordStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.LogFeed;
import dev.holon.core.settlement.BundleState;
import dev.holon.core.settlement.Settlement;
import dev.holon.core.settlement.SettlementBundle;
import dev.holon.core.settlement.SettlementRules;
import dev.holon.core.settlement.SettlementStore;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.testkit.InMemoryStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs settle whole, in order and under one identity, whatever the network does. */
@Timeout(120)
class SettlementTest {
  private static final SettlementRules RULES =
      new SettlementRules(
          8_000, Duration.ofSeconds(10), 5, Duration.ofSeconds(2), Duration.ofMinutes(1));
  private static final int MODULE_COUNT = 2;

  private final InMemoryStores memory = InMemoryStores.create();
  private final List<LogEntry> written = new ArrayList<>();
  private final List<DataItem> modules =
      IntStream.range(0, MODULE_COUNT).mapToObj(i -> SampleLog.item(new byte[3_000])).toList();
  private long now = 1_000;

  private void write(LogEntry entry) {
    memory.schedule().append(entry);
    written.add(entry);
  }

  private Settlement settlement(UnreliableNetwork network) {
    return settlement(memory.schedule(), memory.settlement(), memory.records(), network);
  }

  private Settlement settlement(
      LogFeed feed, SettlementStore store, RecordStore records, UnreliableNetwork network) {
    modules.forEach(module -> records.put(module, 0, 0));
    Settlement.Ports ports =
        new Settlement.Ports(
            feed,
            store,
            records,
            network,
            modules.stream().map(DataItem::id).toList(),
            Meters.NONE);
    return Settlement.resume(ports, RULES);
  }

  @Test
  void fullBundleClosesAtOnceAndTheRestWhenItIsOld() {
    UnreliableNetwork network = new UnreliableNetwork(1, 0);
    Settlement settlement = settlement(network);
    SampleLog.create(this::write).messages(9, 1_000); // timestamps from 1,000 to 1,090

    while (settlement.round(now)) {}
    long entries = memory.settlement().newest(10).stream().mapToLong(this::entries).sum();
    assertTrue(entries > 0 && entries < 10, "full bundles only: " + entries);
    settlement.round(10_900);
    assertEquals(entries, memory.settlement().newest(10).stream().mapToLong(this::entries).sum());
    settlement.round(11_090);

    assertEquals(10, memory.settlement().newest(10).stream().mapToLong(this::entries).sum());
  }

  private long entries(SettlementBundle bundle) {
    return bundle.content().range().entryCount();
  }

  @Test
  void backlogStaysInTheJournalWhileTheNetworkIsAway() throws ItemException {
    UnreliableNetwork network = new UnreliableNetwork(1, 0);
    Settlement settlement = settlement(network);
    SampleLog log = SampleLog.create(this::write).messages(50, 1_000);
    network.isAway = true;
    for (int i = 0; i < 1_000; i++) {
      now += 60_000;
      settlement.round(now);
    }
    assertEquals(List.of(), memory.settlement().newest(10), "nothing can be signed");
    network.isAway = false;
    settle(network, settlement);

    log.messages(50, 1_000);
    now += 5_000;
    settlement.round(now); // signs and posts
    network.isAway = true;
    for (int i = 0; i < 1_000; i++) {
      now += 60_000;
      settlement.round(now);
    }
    network.isAway = false;
    network.mine(200); // whatever waited for its post has expired
    settle(network, settlement);

    assertSettled(memory.settlement(), network);
  }

  /** Each seed is another sequence of lost posts, drops, refusals, expiries and crashes. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everythingSettlesOnceInOrderWhateverTheNetworkDoes(long seed) throws ItemException {
    UnreliableNetwork network = new UnreliableNetwork(seed, 0.3);
    Random random = new Random(seed);
    List<SampleLog> logs = new ArrayList<>();
    IntStream.range(0, 5).forEach(i -> logs.add(SampleLog.create(this::write)));
    Settlement settlement = settlement(network);
    for (int step = 0; step < 400; step++) {
      logs.get(random.nextInt(logs.size())).messages(random.nextInt(3), random.nextInt(3_000));
      if (random.nextInt(20) == 0) {
        logs.get(random.nextInt(logs.size())).assigned(SampleLog.randomId());
      }
      settlement = round(network, settlement);
      if (random.nextInt(5) == 0) {
        network.mine(random.nextInt(30) == 0 ? 60 : 1);
      }
      now += 500 + random.nextInt(3_000);
    }
    network.heal();
    settle(network, settlement);

    assertSettled(memory.settlement(), network);
  }

  private Settlement round(UnreliableNetwork network, Settlement settlement) {
    try {
      settlement.round(now);
      return settlement;
    } catch (UnreliableNetwork.Crash e) {
      return settlement(network);
    }
  }

  private void settle(UnreliableNetwork network, Settlement settlement) {
    for (int i = 0; i < 2_000; i++) {
      settlement.round(now);
      network.mine(1);
      now += 60_000;
    }
  }

  /** Two nodes that both take themselves for the one that settles, for as long as they like. */
  @Test
  void twoSettlersSettleAsOne() throws Exception {
    PostgresSettlementStoreTest.emptyTables();
    SettlementStore store = new PostgresSettlementStore(TestDatabase.get());
    RecordStore records = new PostgresRecordStore(TestDatabase.get());
    UnreliableNetwork network = new UnreliableNetwork(1, 0);
    List<SampleLog> logs = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> logs.add(SampleLog.create(this::writeBoth)));
    logs.forEach(log -> log.messages(100, 500));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Callable<Boolean> settler =
          () -> {
            Settlement settlement =
                settlement(new PostgresLogFeed(TestDatabase.get()), store, records, network);
            for (int i = 0; i < 150; i++) {
              settlement.round(100_000_000L + i * 60_000L);
              network.mine(1);
            }
            return true;
          };
      for (Future<Boolean> done : threads.invokeAll(List.of(settler, settler))) {
        assertTrue(done.get());
      }
    }
    assertSettled(store, network);
  }

  private void writeBoth(LogEntry entry) {
    JournalRow.write(entry);
    written.add(entry);
  }

  /** All entries are in blocks, in the bundles of the store, once each and in the feed's order. */
  private void assertSettled(SettlementStore store, UnreliableNetwork network)
      throws ItemException {
    Map<Id, Bytes> mined = network.mined();
    List<DataItem> settled = new ArrayList<>();
    long position = LogFeed.START;
    for (SettlementBundle bundle : store.newest(10_000).reversed()) {
      assertEquals(BundleState.FINAL, bundle.progress().state(), bundle.toString());
      assertEquals(position, bundle.content().range().from());
      position = bundle.content().range().to();
      Bytes bytes = mined.get(bundle.envelope().id());
      assertEquals(bundle.content().sizeBytes(), bytes.size());
      settled.addAll(Bundle.parseStored(bytes.toArray()).items());
    }
    List<DataItem> expected = new ArrayList<>(settled.subList(0, MODULE_COUNT));
    assertEquals(
        modules.stream().map(DataItem::id).sorted().toList(),
        expected.stream().map(DataItem::id).sorted().toList());
    for (LogEntry entry : written) {
      expected.add(entry.assignment());
      entry.message().ifPresent(expected::add);
    }
    assertEquals(expected, settled);
    assertFalse(written.isEmpty());
  }
}
