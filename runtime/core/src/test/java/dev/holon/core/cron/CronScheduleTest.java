package dev.holon.core.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tick pattern of ao.TN.1 §4.6. Times are milliseconds after the origin's second. */
class CronScheduleTest {
  private static final long SECOND = 1_700_000_000_000L;
  private static final Boundary ORIGIN = at(157, 100);

  private final TreeMap<Long, Long> madeByHeight = new TreeMap<>();

  CronScheduleTest() {
    madeByHeight.put(100L, SECOND - 60_000);
  }

  @Test
  void tickComesEachIntervalWithTheMillisecondsOfTheGapsBeginning() {
    CronSchedule crons = crons("5-seconds", "10-seconds");

    assertEquals(
        List.of(
            "5157 0-5-seconds",
            "10157 0-5-seconds",
            "10157 1-10-seconds",
            "15157 0-5-seconds",
            "20157 0-5-seconds",
            "20157 1-10-seconds"),
        ticks(crons, ORIGIN, 20_158));
  }

  @Test
  void timeCronsAreNumberedByIntervalNotByTag() {
    assertEquals(
        List.of("5157 0-5-seconds", "10157 0-5-seconds", "10157 1-10-seconds"),
        ticks(crons("10-seconds", "5-seconds"), ORIGIN, 10_158));
  }

  @Test
  void laterTicksCarryTheMillisecondsOfTheMessageBefore() {
    assertEquals(
        List.of("15213 0-5-seconds", "20213 0-5-seconds"),
        ticks(crons("5-seconds"), at(12_213, 100), 20_214));
  }

  @Test
  void gapEndsBeforeTheNextEntry() {
    CronSchedule crons = crons("5-seconds");

    assertEquals(List.of(), ticks(crons, ORIGIN, 5_157));
    assertEquals(List.of("5157 0-5-seconds"), ticks(crons, ORIGIN, 5_158));
  }

  @Test
  void entryInTheSecondOfATickMakesItComeTwice() {
    CronSchedule crons = crons("5-seconds");

    assertEquals(List.of("5157 0-5-seconds"), ticks(crons, ORIGIN, 5_213));
    assertEquals(
        List.of("5213 0-5-seconds", "10213 0-5-seconds"), ticks(crons, at(5_213, 100), 10_214));
  }

  @Test
  void nothingTicksInTheOriginsOwnSecond() {
    assertEquals(List.of("1157 0-1-second"), ticks(crons("1-second"), ORIGIN, 1_158));
    assertEquals(List.of("1800 0-1-second"), ticks(crons("1-second"), at(800, 100), 1_801));
  }

  @Test
  void blockComesWithTheFirstStepNotBeforeItAheadOfTimeCrons() {
    madeByHeight.put(101L, SECOND + 2_000);
    madeByHeight.put(102L, SECOND + 4_900);
    madeByHeight.put(103L, SECOND + 6_000);
    CronSchedule crons = crons("1-block", "2-blocks", "5-seconds");

    assertEquals(
        List.of(
            "2000 0-1-block @101",
            "4900 0-1-block @102",
            "4900 1-2-blocks @102",
            "5157 0-5-seconds @102",
            "6000 0-1-block @103",
            "10157 0-5-seconds @103"),
        ticksWithHeight(crons, ORIGIN, 10_158));
  }

  @Test
  void blockBetweenTheLastStepAndTheNextEntryIsNotLost() {
    madeByHeight.put(101L, SECOND + 500);

    assertEquals(List.of("500 0-1-block @101"), ticksWithHeight(crons("1-block"), ORIGIN, 900));
    assertEquals(List.of(), ticksWithHeight(crons("1-block"), ORIGIN, 500));
    assertEquals(List.of(), ticksWithHeight(crons("1-block"), at(500, 100), 900));
  }

  @Test
  void blocksBelowTheOriginAndAtItAreNone() {
    madeByHeight.put(101L, SECOND + 1_000);
    madeByHeight.put(102L, SECOND + 2_000);
    CronSchedule crons = crons("1-block");

    // The scheduler knew of block 101 before its time.
    CronSchedule later = new CronSchedule(read("1-block"), at(157, 101), new Blocks());
    assertEquals(List.of("1000 0-1-block", "2000 0-1-block"), ticks(crons, ORIGIN, 9_000));
    assertEquals(List.of("2000 0-1-block"), ticks(later, at(157, 101), 9_000));
  }

  @Test
  void beforeAnyBlockATickHasTheEntrysHeight() {
    assertEquals(
        List.of("5157 0-5-seconds @777"), ticksWithHeight(crons("5-seconds"), at(157, 777), 5_158));
  }

  @Test
  void nextLookIsTheNextTickButBlocksAreLookedForEarlier() {
    CronSchedule time = crons("5-seconds");
    CronSchedule both = crons("1-hour", "3-blocks");

    assertEquals(SECOND + 5_157, time.nextLook(ORIGIN, null, SECOND).orElseThrow());
    assertEquals(SECOND + 30_000, both.nextLook(ORIGIN, null, SECOND + 30_000).orElseThrow());
    assertTrue(crons().nextLook(ORIGIN, null, SECOND).isEmpty());
  }

  /** Steps through every second, as the protocol's text does, and compares. */
  @Test
  void agreesWithTheProtocolsOwnSteps() {
    Random random = new Random(4_711);
    for (int round = 0; round < 300; round++) {
      madeByHeight.clear();
      madeByHeight.put(100L, SECOND - 60_000);
      long made = SECOND;
      for (long height = 101; height < 112; height++) {
        made += 1 + random.nextInt(9_000);
        madeByHeight.put(height, made);
      }
      String[] intervals = {
        (1 + random.nextInt(4)) + "-blocks",
        (1 + random.nextInt(7)) + "-seconds",
        (1 + random.nextInt(7)) + "-seconds",
        (1 + random.nextInt(3)) + "-blocks"
      };
      Boundary left = random.nextBoolean() ? ORIGIN : at(157 + random.nextInt(20_000), 100);
      long end = left.timestampMillis() - SECOND + random.nextInt(30_000);

      assertEquals(
          stepwise(intervals, left, SECOND + end),
          ticksWithHeight(crons(intervals), left, end),
          "round " + round);
    }
  }

  private List<String> stepwise(String[] intervals, Boundary left, long right) {
    List<Cron> all = read(intervals);
    List<Cron> blockCrons = all.stream().filter(c -> c.unit() == Cron.Unit.BLOCKS).toList();
    List<Cron> timeCrons =
        all.stream()
            .filter(c -> c.unit() == Cron.Unit.SECONDS)
            .sorted((a, b) -> Long.compare(a.every(), b.every()))
            .toList();
    TreeMap<Long, Long> inGap = new TreeMap<>();
    madeByHeight.forEach(
        (height, made) -> {
          if (made > left.timestampMillis() && made < right) {
            inGap.put(height, made);
          }
        });
    List<String> ticks = new ArrayList<>();
    long height = left.blockHeight();
    for (long t = left.timestampMillis(); t < right || !inGap.isEmpty(); t += 1_000) {
      while (!inGap.isEmpty() && (inGap.firstEntry().getValue() <= t || t >= right)) {
        var block = inGap.pollFirstEntry();
        height = block.getKey();
        for (int i = 0; i < blockCrons.size(); i++) {
          if (height != 100 && (height - 100) % blockCrons.get(i).every() == 0) {
            ticks.add(text(block.getValue(), i, blockCrons.get(i), height));
          }
        }
      }
      for (int i = 0; i < timeCrons.size() && t < right; i++) {
        long seconds = t / 1_000 - SECOND / 1_000;
        if (seconds != 0 && seconds % timeCrons.get(i).every() == 0) {
          ticks.add(text(t, i, timeCrons.get(i), height));
        }
      }
    }
    return ticks;
  }

  private static String text(long millis, int index, Cron cron, long height) {
    return (millis - SECOND) + " " + index + "-" + cron.interval() + " @" + height;
  }

  private static List<String> ticks(CronSchedule crons, Boundary left, long end) {
    return all(crons, left, end).stream()
        .map(tick -> (tick.timestampMillis() - SECOND) + " " + crons.nameOf(tick))
        .toList();
  }

  private static List<String> ticksWithHeight(CronSchedule crons, Boundary left, long end) {
    return all(crons, left, end).stream()
        .map(
            tick ->
                (tick.timestampMillis() - SECOND)
                    + " "
                    + crons.nameOf(tick)
                    + " @"
                    + tick.blockHeight())
        .toList();
  }

  private static List<Tick> all(CronSchedule crons, Boundary left, long end) {
    List<Tick> ticks = new ArrayList<>();
    @Nullable Tick last = null;
    Optional<Tick> next = crons.next(left, last, SECOND + end);
    while (next.isPresent()) {
      last = next.get();
      ticks.add(last);
      next = crons.next(left, last, SECOND + end);
    }
    return ticks;
  }

  private static Boundary at(long millis, long height) {
    return new Boundary(SECOND + millis, height);
  }

  private CronSchedule crons(String... intervals) {
    return new CronSchedule(read(intervals), ORIGIN, new Blocks());
  }

  private static List<Cron> read(String... intervals) {
    List<Tag> tags = new ArrayList<>();
    for (String interval : intervals) {
      tags.add(new Tag("Cron-Interval", interval));
    }
    return ((CronTags.Reading.Crons) CronTags.read(tags)).crons();
  }

  private final class Blocks implements BlockTimes {
    @Override
    public long heightAt(long millis) {
      long newest = madeByHeight.firstKey();
      for (var block : madeByHeight.entrySet()) {
        newest = block.getValue() <= millis ? block.getKey() : newest;
      }
      return newest;
    }

    @Override
    public long timestampMillis(long height) {
      return madeByHeight.get(height);
    }

    @Override
    public long completeUntilMillis() {
      return Long.MAX_VALUE;
    }
  }
}
