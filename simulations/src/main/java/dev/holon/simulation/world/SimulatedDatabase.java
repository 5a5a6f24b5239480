package dev.holon.simulation.world;

import dev.holon.core.StoreException;
import dev.holon.testkit.InMemoryStores;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The database of a world. It outlives the nodes; a call takes time, may fail with or without
 * having been done, and a node that ends does not learn which.
 */
final class SimulatedDatabase {
  private static final int USUAL_MILLIS = 2;
  private static final long FAULT_MILLIS = 1_000;

  private final InMemoryStores stores = InMemoryStores.create();
  private final VirtualTime time;
  private final Chance chance;
  private boolean isAway;
  private int slowness = 1;

  SimulatedDatabase(VirtualTime time, Chance chance) {
    this.time = time;
    this.chance = chance;
  }

  InMemoryStores stores() {
    return stores;
  }

  void setAway(boolean away) {
    isAway = away;
  }

  /** Calls take so many times as long as usual. */
  void setSlowness(int times) {
    slowness = times;
  }

  /** What one writer of one node writes: in order, and nothing behind a write that failed. */
  final class Line {
    private final SimulatedNode node;
    private long lastMillis;
    private @Nullable Throwable fault;

    private Line(SimulatedNode node) {
      this.node = node;
    }

    <T> void write(Supplier<T> call, BiConsumer<T, Throwable> onAnswer) {
      BiConsumer<T, Throwable> guarded = node.ifAlive(onAnswer);
      lastMillis = Math.max(time.nowMillis() + delay(), lastMillis);
      time.after(
          lastMillis - time.nowMillis(),
          () -> {
            Outcome<T> outcome = fault == null ? make(call) : Outcome.failed(fault);
            fault = outcome.fault();
            answer(outcome, guarded);
          });
    }
  }

  Line line(SimulatedNode node) {
    return new Line(node);
  }

  /** Makes a call for a node, which is told what came of it if it still lives then. */
  <T> void call(SimulatedNode node, Supplier<T> call, BiConsumer<T, Throwable> onAnswer) {
    BiConsumer<T, Throwable> guarded = node.ifAlive(onAnswer);
    time.after(delay(), () -> answer(make(call), guarded));
  }

  private record Outcome<T>(@Nullable T value, @Nullable Throwable fault) {
    static <T> Outcome<T> failed(Throwable fault) {
      return new Outcome<>(null, fault);
    }
  }

  private <T> Outcome<T> make(Supplier<T> call) {
    if (isAway && !chance.oneIn(4)) {
      return Outcome.failed(away("the database is away"));
    }
    try {
      T value = call.get();
      // Away all the same: it was done, and nobody hears of it.
      return isAway ? Outcome.failed(away("the connection was reset")) : new Outcome<>(value, null);
    } catch (StoreException | IllegalStateException e) {
      return Outcome.failed(e);
    }
  }

  private static StoreException away(String why) {
    return new StoreException(why, new IllegalStateException(why));
  }

  private <T> void answer(Outcome<T> outcome, BiConsumer<T, Throwable> onAnswer) {
    long late = isAway ? FAULT_MILLIS : delay();
    time.after(late, () -> onAnswer.accept(outcome.value(), outcome.fault()));
  }

  private long delay() {
    return chance.delayMillis(USUAL_MILLIS) * slowness;
  }
}
