package dev.holon.node;

import static dev.holon.node.UnitsFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.RefusalCode;
import dev.holon.core.compute.ResultPlace;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StoredResult;
import dev.holon.core.compute.TicksReply;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.node.UnitsFixture.World;
import dev.holon.persistence.EmbeddedDatabase;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.VerifiedItem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Crons of Lua processes over a real PostgreSQL. */
@Timeout(120)
class CronTest {
  private static final String TICKER =
      """
      Count = 0
      Handlers.add("tick", "Tick", function(msg)
        Count = Count + 1
        print(Count .. " " .. tostring(msg.Cron) .. " " .. tostring(msg.Timestamp % 1000))
      end)
      Handlers.add("count", "Count", function(msg) print(Count) end)
      """;
  private static final String RECEIVER =
      "Got = {}; Handlers.add('tock', 'Tock', function(msg) print(msg.From .. ' ' .. msg.Data) end)";
  private static final ResultStore.Range ALL =
      new ResultStore.Range(ResultPlace.NONE, new ResultPlace(Long.MAX_VALUE, 0), 100_000);
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static EmbeddedDatabase postgres;

  @BeforeAll
  static void start() {
    postgres = EmbeddedDatabase.start(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void whatACronSendsArrivesAtAnotherProcessWithoutAMonitor() throws Exception {
    try (UnitsFixture node = UnitsFixture.over(postgres, World.real())) {
      ProcessId receiver = spawn(node, RECEIVER);
      String sender =
          "Handlers.add('tick', 'Tick', function(msg) Send{ Target = '"
              + receiver
              + "', Action = 'Tock', Data = tostring(msg.Timestamp) } end)";
      ProcessId process =
          spawn(
              node,
              sender,
              new Tag("Cron-Interval", "5-seconds"),
              new Tag("Cron-Tag-Action", "Tick"));

      LogEntry arrived = eventually(() -> node.stores.schedules().entry(receiver, 1));

      LogEntry origin = node.stores.schedules().entry(process, 0).orElseThrow();
      long due = origin.timestampMillis() + 5_000;
      assertEquals(
          process + " " + due, CheckpointTest.output(CheckpointTest.result(node, receiver, 1)));
      assertTrue(arrived.timestampMillis() > due);
      assertTrue(arrived.timestampMillis() < due + 4_000, "it took longer than 4 s to arrive");
      DataItem item = arrived.message().orElseThrow();
      assertEquals(Optional.of(process.toString()), item.tag("From-Process"));
      assertEquals(Optional.empty(), item.tag("Pushed-For"));
      StoredResult tick = node.stores.results().ticks(process, ALL).getFirst();
      assertEquals("0-5-seconds", tick.cron());
      assertEquals(due, tick.timestampMillis());
      assertEquals(new ResultPlace(0, 1), tick.place());
    }
  }

  @Test
  void messageSeesTheTicksBeforeItAndLaterOnesCarryItsMilliseconds() throws Exception {
    AtomicLong skew = new AtomicLong();
    try (UnitsFixture node = UnitsFixture.over(postgres, World.real().withClock(skewed(skew)))) {
      ProcessId process =
          spawn(
              node,
              TICKER,
              new Tag("Cron-Interval", "10-seconds"),
              new Tag("Cron-Tag-Action", "Tick"));
      skew.addAndGet(35_250);
      node.schedule(node.message(process.id(), "Count", ""));

      assertEquals("3", CheckpointTest.output(CheckpointTest.result(node, process, 1)));

      skew.addAndGet(10_000);
      assertInstanceOf(TicksReply.CaughtUp.class, await(node.units.ticks(process, WAIT)));
      LogEntry origin = node.stores.schedules().entry(process, 0).orElseThrow();
      LogEntry message = node.stores.schedules().entry(process, 1).orElseThrow();
      List<StoredResult> ticks = node.stores.results().ticks(process, ALL);
      assertEquals(
          List.of("0+1", "0+2", "0+3", "1+1"),
          ticks.stream().map(tick -> tick.place().toString()).toList());
      for (int i = 0; i < 3; i++) {
        assertEquals(origin.timestampMillis() + 10_000L * (i + 1), ticks.get(i).timestampMillis());
      }
      long last = ticks.get(3).timestampMillis();
      assertEquals(message.timestampMillis() % 1_000, last % 1_000);
      assertEquals(origin.timestampMillis() / 1_000 + 40, last / 1_000);
      assertEquals("4 true " + last % 1_000, CheckpointTest.output(ticks.get(3).result()));
    }
  }

  @Test
  void nodeThatWasDownForHoursCatchesUpAndStaysFairMeanwhile() throws Exception {
    AtomicLong skew = new AtomicLong();
    World world = World.real().withClock(skewed(skew));
    ProcessId process;
    try (UnitsFixture node = UnitsFixture.over(postgres, world)) {
      process =
          spawn(
              node,
              TICKER,
              new Tag("Cron-Interval", "5-seconds"),
              new Tag("Cron-Tag-Action", "Tick"));
      CheckpointTest.result(node, process, 0);
    }
    skew.addAndGet(Duration.ofHours(4).toMillis());

    try (UnitsFixture node = UnitsFixture.over(postgres, world)) {
      ProcessId other = spawn(node, TICKER);
      // The other one does not wait behind 2,880 ticks.
      node.schedule(node.message(other.id(), "Count", ""));
      CheckpointTest.result(node, other, 1);

      assertInstanceOf(TicksReply.CaughtUp.class, await(node.units.ticks(process, WAIT)));
      List<StoredResult> ticks = node.stores.results().ticks(process, ALL);
      LogEntry origin = node.stores.schedules().entry(process, 0).orElseThrow();
      assertTrue(ticks.size() >= 2_880, ticks.size() + " ticks");
      for (int i = 0; i < ticks.size(); i++) {
        assertEquals(origin.timestampMillis() + 5_000L * (i + 1), ticks.get(i).timestampMillis());
      }
      // Nobody asks for it any more; the crons' row brings the next one.
      int count = ticks.size();
      eventually(
          () ->
              Optional.of(node.stores.results().ticks(process, ALL))
                  .filter(now -> now.size() > count));
    }
  }

  @Test
  void lostTicksComeAgainAndGiveTheSameResults() throws Exception {
    AtomicLong skew = new AtomicLong();
    AtomicInteger faults = new AtomicInteger();
    World world =
        World.real()
            .withClock(skewed(skew))
            .withResults(store -> new FlakyResultStore(store, faults));
    try (UnitsFixture node = UnitsFixture.over(postgres, world)) {
      Tag interval = new Tag("Cron-Interval", "10-seconds");
      ProcessId process = spawn(node, TICKER, interval, new Tag("Cron-Tag-Action", "Tick"));
      CheckpointTest.result(node, process, 0);
      faults.set(4);
      skew.addAndGet(60_000);

      List<StoredResult> ticks =
          eventually(
              () ->
                  Optional.of(node.stores.results().ticks(process, ALL))
                      .filter(now -> now.size() >= 6));

      assertEquals(0, faults.get());
      for (int i = 0; i < 6; i++) {
        assertTrue(CheckpointTest.output(ticks.get(i).result()).startsWith((i + 1) + " "));
      }
    }
  }

  @Test
  void tickThatWasCutOffByTheEndOfTheNodeComesOnce() throws Exception {
    AtomicLong skew = new AtomicLong();
    World world = World.real().withClock(skewed(skew));
    ProcessId process;
    try (UnitsFixture node = UnitsFixture.over(postgres, world)) {
      Tag interval = new Tag("Cron-Interval", "1-second");
      process = spawn(node, TICKER, interval, new Tag("Cron-Tag-Action", "Tick"));
      CheckpointTest.result(node, process, 0);
      skew.addAndGet(1_500_000);
      eventually(() -> node.stores.results().newestTick(process, "0-1-second"));
      // Closed in the middle of 1,500 ticks.
    }
    try (UnitsFixture node = UnitsFixture.over(postgres, world)) {
      int before = node.stores.results().ticks(process, ALL).size();
      assertInstanceOf(TicksReply.CaughtUp.class, await(node.units.ticks(process, WAIT)));

      List<StoredResult> ticks = node.stores.results().ticks(process, ALL);
      assertTrue(ticks.size() >= 1_500 && before < ticks.size(), before + ", " + ticks.size());
      assertEquals(
          ticks.size(), ticks.stream().map(StoredResult::timestampMillis).distinct().count());
      assertTrue(CheckpointTest.output(ticks.getLast().result()).startsWith(ticks.size() + " "));
    }
  }

  @Test
  void processWhoseCronsDoNotReadIsRefusedBeforeItHasASlot() throws Exception {
    try (UnitsFixture node = UnitsFixture.over(postgres, World.real())) {
      VerifiedItem spawn = node.spawn("", new Tag("Cron-Interval", "often"));

      ScheduleReply reply = node.schedule(spawn);

      assertEquals(
          RefusalCode.UNREADABLE_CRON_INTERVAL,
          assertInstanceOf(ScheduleReply.Rejected.class, reply).refusal().code());
    }
  }

  @Test
  void ticksOfNobodyAreRefusedAndOfAProcessWithoutCronsAreNone() throws Exception {
    try (UnitsFixture node = UnitsFixture.over(postgres, World.real())) {
      ProcessId process = spawn(node, TICKER);

      assertInstanceOf(TicksReply.CaughtUp.class, await(node.units.ticks(process, WAIT)));
      TicksReply nobody = await(node.units.ticks(new ProcessId(Id.of(new byte[32])), WAIT));
      assertEquals(
          RefusalCode.UNKNOWN_PROCESS,
          assertInstanceOf(TicksReply.Rejected.class, nobody).refusal().code());
    }
  }

  private static InstantSource skewed(AtomicLong skewMillis) {
    return () -> Instant.now().plusMillis(skewMillis.get());
  }

  private static ProcessId spawn(UnitsFixture node, String program, Tag... tags) {
    VerifiedItem spawn = node.spawn(program, tags);
    assertInstanceOf(ScheduleReply.Scheduled.class, node.schedule(spawn));
    return new ProcessId(spawn.item().id());
  }

  private static <T> T eventually(Supplier<Optional<T>> source) throws InterruptedException {
    for (int i = 0; i < 1_200; i++) {
      Optional<T> found = source.get();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(25);
    }
    throw new AssertionError("it did not come within 30 s");
  }
}
