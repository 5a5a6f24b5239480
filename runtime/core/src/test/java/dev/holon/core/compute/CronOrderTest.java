package dev.holon.core.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.ProcessEvaluation.Next;
import dev.holon.core.cron.BlockTimes;
import dev.holon.core.cron.Boundary;
import dev.holon.core.cron.CronSchedule;
import dev.holon.core.cron.CronTags;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.core.scheduler.TimeFloors.Promise;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Ed25519Wallet;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import dev.holon.vm.ModuleCode;
import dev.holon.vm.VmBootException;
import dev.holon.vm.VmLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The same log gives the same results whenever its ticks are looked for, however often the process
 * is started again, from a checkpoint or from nothing, and whatever is lost on the way to the
 * store.
 */
class CronOrderTest {
  private static final long ORIGIN = 1_700_000_000_157L;

  // A test key.
  private final Wallet wallet = Ed25519Wallet.of(new byte[32]);
  private final DataItem spawn =
      item(
          "spawn",
          new Tag("Cron-Interval", "3-seconds"),
          new Tag("Cron-Tag-Action", "A"),
          new Tag("Cron-Interval", "1-block"),
          new Tag("Cron-Tag-Action", "B"),
          new Tag("Cron-Interval", "2-seconds"),
          new Tag("Cron-Tag-Action", "C"));
  private final ProcessId process = new ProcessId(spawn.id());
  private final CountingEngine engine = new CountingEngine();
  private final ProcessCode code =
      new ProcessCode(
          engine,
          new ModuleCode(spawn.id(), wallet.address(), "counting", List.of(), Bytes.EMPTY),
          VmLimits.DEFAULT);

  @Test
  void resultsDoNotDependOnWhenTheyAreEvaluated() {
    Random seeds = new Random(42);
    for (int round = 0; round < 40; round++) {
      List<Long> times = times(new Random(round));
      World calm = new World(times, null);
      calm.run();

      for (int i = 0; i < 5; i++) {
        long seed = seeds.nextLong();
        World wild = new World(times, new Random(seed));
        wild.run();

        String what = "round " + round + ", seed " + seed;
        assertEquals(calm.described(), wild.described(), what);
        assertEquals(calm.outbox, wild.outbox, what);
      }
    }
  }

  @Test
  void ticksStandBetweenTheEntriesByTheirTimes() {
    World world = new World(List.of(0L, 4_500L, 4_600L, 9_100L), null);

    world.run();

    List<String> places =
        world.results.stream()
            .limit(10)
            .map(
                stored ->
                    stored.place()
                        + " "
                        + stored.cron()
                        + " "
                        + (stored.timestampMillis() - ORIGIN))
            .toList();
    assertEquals(
        List.of(
            "0 null 0",
            "0+1 0-2-seconds 2000",
            "0+2 1-3-seconds 3000",
            "0+3 0-2-seconds 4000",
            // The entries fall into a second that is due, so it ticks again after each.
            "1 null 4500",
            "1+1 0-2-seconds 4500",
            "2 null 4600",
            "2+1 0-2-seconds 4600",
            "2+2 0-2-seconds 6600",
            "2+3 1-3-seconds 6600"),
        places);
  }

  @Test
  void nothingIsEvaluatedBeyondTheBlocksThatAreKnown() {
    World world = new World(List.of(0L, 10_000L), null);
    world.certainUntil = ORIGIN + 5_000;
    world.run();
    assertEquals(
        List.of("0", "0+1", "0+2", "0+3"),
        world.results.stream().map(stored -> stored.place().toString()).toList());

    world.certainUntil = Long.MAX_VALUE;
    world.run();

    World certain = new World(List.of(0L, 10_000L), null);
    certain.run();
    assertEquals(certain.described(), world.described());
  }

  @Test
  void outboxOfTicksGoesOnWithTheNumbersOfTheSlot() {
    World world = new World(List.of(0L), null);

    world.run();

    List<Integer> indexes = world.outbox.stream().map(OutboxKey::index).toList();
    assertTrue(indexes.size() > 5);
    for (int i = 0; i < indexes.size(); i++) {
      assertEquals(i, indexes.get(i));
    }
  }

  private static List<Long> times(Random random) {
    List<Long> times = new ArrayList<>(List.of(0L));
    long time = 0;
    for (int i = 0; i < 12; i++) {
      time += 1 + (random.nextBoolean() ? random.nextInt(1_500) : random.nextInt(40_000));
      times.add(time);
    }
    return times;
  }

  /** A log that grows with time, a store that may lose its newest results, and one evaluation. */
  private final class World {
    private final List<EvaluableEntry> log = new ArrayList<>();
    private final List<EvaluableEntry> future = new ArrayList<>();
    private final List<StoredResult> results = new ArrayList<>();
    private final List<OutboxKey> outbox = new ArrayList<>();
    private final @Nullable Random random;
    private @Nullable Checkpoint checkpoint;
    private ProcessEvaluation evaluation = new ProcessEvaluation(-1, ResultPlace.NONE);
    private long now = ORIGIN;
    private long end;
    private long certainUntil = Long.MAX_VALUE;
    private boolean isCalm;

    World(List<Long> times, @Nullable Random random) {
      this.random = random;
      Sequencer sequencer = new Sequencer(process, wallet, null);
      for (int i = 0; i < times.size(); i++) {
        DataItem item = i == 0 ? spawn : item(i % 4 == 3 ? "fail" : "message " + i);
        LogEntry entry =
            sequencer.append(item, ORIGIN + times.get(i), (ORIGIN + times.get(i)) / 60_000);
        future.add(new EvaluableEntry(entry, item));
      }
    }

    /** Until some time after the last entry. */
    void run() {
      end = future.isEmpty() ? end : future.getLast().entry().timestampMillis() + 20_000;
      while (now < end) {
        now = Math.min(end, now + (random == null ? 60_000 : random.nextInt(15_000)));
        while (!future.isEmpty() && future.getFirst().entry().timestampMillis() <= now) {
          log.add(future.removeFirst());
        }
        if (chance(4)) {
          restart();
        }
        if (chance(2) && !log.isEmpty()) {
          evaluation.committed(log.getLast().slot());
        }
        if (random == null || chance(2) || now == end) {
          evaluation.doubtHead();
          evaluation.tickDue();
        }
        runUntilRest();
        if (chance(3)) {
          evaluation.checkpoint(now).ifPresent(taken -> checkpoint = taken);
        }
      }
      isCalm = true;
      evaluation.doubtHead();
      evaluation.tickDue();
      runUntilRest();
    }

    private boolean chance(int outOf) {
      return random != null && !isCalm && random.nextInt(outOf) == 0;
    }

    private void restart() {
      ResultPlace stored = results.isEmpty() ? ResultPlace.NONE : results.getLast().place();
      evaluation = new ProcessEvaluation(log.size() - 1L, stored);
    }

    private void runUntilRest() {
      for (int i = 0; i < 100_000; i++) {
        switch (evaluation.next(false)) {
          case Next.Rest rest -> {
            return;
          }
          case Next.ReadHead head -> evaluation.headRead(log.size() - 1L);
          case Next.Boot boot -> evaluation.booted(machine(boot.notAfter()));
          case Next.ReadPage page ->
              evaluation.pageRead(log.subList((int) page.fromSlot(), log.size()));
          case Next.ReadKnown known -> evaluation.knownRead(known(known.place(), known.last()));
          case Next.AskPromise ask -> evaluation.promised(new Promise(log.size() - 1L, now));
          case Next.Replay replay -> evaluation.replay();
          case Next.Evaluate evaluate -> evaluate();
          case Next.View view -> throw new AssertionError("nobody asked for a dry run");
        }
        assertTrue(evaluation.refusal().isEmpty(), () -> evaluation.refusal().toString());
      }
      throw new AssertionError("the evaluation does not come to rest");
    }

    private void evaluate() {
      Evaluated evaluated = evaluation.evaluate();
      if (chance(30)) {
        // Killed before the commit: the result is lost, and so is what was in memory.
        restart();
        return;
      }
      results.add(evaluated.result());
      outbox.addAll(evaluated.outbox().stream().map(OutboxEntry::key).toList());
      if (chance(30)) {
        // Killed after the commit.
        restart();
        return;
      }
      evaluation.stored(evaluated.result().place());
    }

    private ProcessMachine machine(ResultPlace notAfter) {
      LogEntry origin = log.getFirst().entry();
      CronSchedule crons =
          new CronSchedule(
              ((CronTags.Reading.Crons) CronTags.read(spawn.tags())).crons(),
              new Boundary(origin.timestampMillis(), origin.blockHeight()),
              new Known());
      try {
        Optional<Checkpoint> usable =
            Optional.ofNullable(checkpoint).filter(kept -> !notAfter.isBefore(kept.place()));
        return usable.isPresent()
            ? ProcessMachine.restore(code, log.getFirst(), crons, usable.get())
            : ProcessMachine.boot(code, log.getFirst(), crons);
      } catch (VmBootException e) {
        throw new AssertionError(e);
      }
    }

    /** Blocks of each minute, as far as they are known. */
    private final class Known implements BlockTimes {
      @Override
      public long heightAt(long millis) {
        assertTrue(millis <= certainUntil, "asked for blocks that are not known");
        return CronFixture.MINUTE_BLOCKS.heightAt(millis);
      }

      @Override
      public long timestampMillis(long height) {
        return CronFixture.MINUTE_BLOCKS.timestampMillis(height);
      }

      @Override
      public long completeUntilMillis() {
        return certainUntil;
      }
    }

    private List<KnownEntry> known(ResultPlace after, ResultPlace last) {
      return results.stream()
          .filter(stored -> after.isBefore(stored.place()) && !last.isBefore(stored.place()))
          .limit(random == null ? 1_000 : 1 + random.nextInt(5))
          .map(
              stored ->
                  new KnownEntry(
                      stored.place().isTick() ? null : log.get((int) stored.slot()),
                      Outcome.of(stored)))
          .toList();
    }

    private List<String> described() {
      return results.stream()
          .map(stored -> stored.place() + " " + stored.cron() + " " + stored.resultHash())
          .toList();
    }
  }

  private DataItem item(String data, Tag... tags) {
    return UnsignedItem.of(null, List.of(tags), data.getBytes(StandardCharsets.UTF_8)).sign(wallet);
  }
}
