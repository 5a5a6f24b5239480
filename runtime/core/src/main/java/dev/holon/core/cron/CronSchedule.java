package dev.holon.core.cron;

import dev.holon.core.cron.Cron.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of one process's crons (ao.TN.1 §4.6). Pure: which ticks lie behind a log entry follows
 * from the process's origin, that entry and the blocks, whenever it is asked. Immutable.
 *
 * <pre>
 *  gap            ticks t = left, left + 1 s, left + 2 s ... before the next entry
 *  time cron      every t in a second that lies a multiple of the interval behind the origin's
 *  block cron     every block strictly inside the gap whose height is a multiple behind the origin's;
 *                 it comes with the first t that is not before the block, ahead of the time crons
 * </pre>
 *
 * <p>A block between the last t and the next entry comes before that entry. Nothing ticks in the
 * origin's own second or at its height.
 */
public final class CronSchedule {
  private static final long SECOND_MILLIS = 1_000;

  private final List<Cron> timeCrons;
  private final List<Cron> blockCrons;
  private final Boundary origin;
  private final BlockTimes blocks;

  /**
   * @param crons in the order of their tags
   * @param origin slot 0
   */
  public CronSchedule(List<Cron> crons, Boundary origin, BlockTimes blocks) {
    this.timeCrons =
        crons.stream()
            .filter(cron -> cron.unit() == Unit.SECONDS)
            .sorted(Comparator.comparingLong(Cron::every))
            .toList();
    this.blockCrons = crons.stream().filter(cron -> cron.unit() == Unit.BLOCKS).toList();
    this.origin = origin;
    this.blocks = blocks;
  }

  public boolean isEmpty() {
    return timeCrons.isEmpty() && blockCrons.isEmpty();
  }

  /** Up to here the ticks are certain. */
  public long certainUntilMillis() {
    return isEmpty() ? Long.MAX_VALUE : blocks.completeUntilMillis();
  }

  /** The cron that ticks. */
  public Cron cronOf(Tick tick) {
    return (tick.isBlock() ? blockCrons : timeCrons).get(tick.index());
  }

  /** The tick's name on the wire: {@code <index>-<interval>}. */
  public String nameOf(Tick tick) {
    return nameOf(cronOf(tick), tick.index());
  }

  /**
   * The next tick of a gap.
   *
   * @param left the log entry at the gap's beginning
   * @param last the gap's newest tick so far; null when there is none
   * @param beforeMillis the gap's end, exclusive; not later than what is certain
   */
  public Optional<Tick> next(Boundary left, @Nullable Tick last, long beforeMillis) {
    Tick next = null;
    for (int i = 0; i < timeCrons.size(); i++) {
      next = earlier(next, nextOfTime(i, left, last));
    }
    for (int i = 0; i < blockCrons.size(); i++) {
      next = earlier(next, nextOfBlock(i, left, last, beforeMillis));
    }
    return next == null || next.timestampMillis() >= beforeMillis
        ? Optional.empty()
        : Optional.of(withHeight(next, left));
  }

  /**
   * When to look for the next tick; empty without crons. For a block-based cron, whose time nobody
   * knows, not later than {@code blockPollMillis}.
   */
  public OptionalLong nextLook(Boundary left, @Nullable Tick last, long blockPollMillis) {
    Tick next = null;
    for (int i = 0; i < timeCrons.size(); i++) {
      next = earlier(next, nextOfTime(i, left, last));
    }
    if (blockCrons.isEmpty()) {
      return next == null ? OptionalLong.empty() : OptionalLong.of(next.timestampMillis());
    }
    return OptionalLong.of(
        next == null ? blockPollMillis : Math.min(blockPollMillis, next.timestampMillis()));
  }

  /** All crons with the names of their ticks: block-based ones, then time-based ones. */
  public List<Named> named() {
    List<Named> named = new ArrayList<>();
    for (int i = 0; i < blockCrons.size(); i++) {
      named.add(new Named(nameOf(blockCrons.get(i), i), blockCrons.get(i)));
    }
    for (int i = 0; i < timeCrons.size(); i++) {
      named.add(new Named(nameOf(timeCrons.get(i), i), timeCrons.get(i)));
    }
    return List.copyOf(named);
  }

  /** A cron and its name. */
  public record Named(String name, Cron cron) {}

  private static String nameOf(Cron cron, int index) {
    return index + "-" + cron.interval();
  }

  private Tick nextOfTime(int index, Boundary left, @Nullable Tick last) {
    long every = timeCrons.get(index).every();
    long start = left.timestampMillis();
    long stepsDone = last == null ? 0 : (last.stepMillis() - start) / SECOND_MILLIS;
    // ao.TN.1 §4.6: (floor(t/1000) - floor(origin/1000)) mod n = 0, never at the origin itself.
    long sinceOrigin = seconds(start) + stepsDone - seconds(origin.timestampMillis());
    long wait = Math.floorMod(-sinceOrigin, every);
    if (sinceOrigin + wait == 0) {
      wait += every;
    }
    long step = start + (stepsDone + wait) * SECOND_MILLIS;
    Tick tick = new Tick(step, false, index, step, left.blockHeight());
    boolean isDone = last != null && tick.compareTo(last) <= 0;
    return isDone ? later(tick, every) : tick;
  }

  private static Tick later(Tick tick, long seconds) {
    long step = tick.stepMillis() + seconds * SECOND_MILLIS;
    return new Tick(step, false, tick.index(), step, tick.blockHeight());
  }

  private @Nullable Tick nextOfBlock(
      int index, Boundary left, @Nullable Tick last, long beforeMillis) {
    long every = blockCrons.get(index).every();
    long lowest = 1 + Math.max(origin.blockHeight(), blocks.heightAt(left.timestampMillis()));
    if (last != null) {
      boolean mayShareBlock = last.isBlock() && index > last.index();
      long done = last.isBlock() ? last.blockHeight() : blocks.heightAt(last.stepMillis());
      lowest = Math.max(lowest, mayShareBlock ? done : done + 1);
    }
    // ao.TN.1 §4.6: (height - originHeight) mod n = 0.
    long height = lowest + Math.floorMod(origin.blockHeight() - lowest, every);
    if (height > blocks.heightAt(beforeMillis - 1)) {
      return null;
    }
    long made = blocks.timestampMillis(height);
    long sinceLeft = made - left.timestampMillis();
    long step = left.timestampMillis() + Math.ceilDiv(sinceLeft, SECOND_MILLIS) * SECOND_MILLIS;
    return new Tick(step, true, index, made, height);
  }

  /** A time-based tick sees the last block that has passed within the gap, else the entry's. */
  private Tick withHeight(Tick tick, Boundary left) {
    if (tick.isBlock()) {
      return tick;
    }
    long height = blocks.heightAt(tick.timestampMillis());
    boolean isInGap = height > blocks.heightAt(left.timestampMillis());
    return new Tick(
        tick.stepMillis(),
        false,
        tick.index(),
        tick.timestampMillis(),
        isInGap ? height : left.blockHeight());
  }

  private static @Nullable Tick earlier(@Nullable Tick a, @Nullable Tick b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static long seconds(long millis) {
    return Math.floorDiv(millis, SECOND_MILLIS);
  }
}
