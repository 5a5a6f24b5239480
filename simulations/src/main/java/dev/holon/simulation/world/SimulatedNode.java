package dev.holon.simulation.world;

import dev.holon.protocol.ProcessId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A node: its clock, and what it holds in memory. Each life of it begins with nothing; what a life
 * had asked for is not heard by the next.
 */
final class SimulatedNode {
  private final int number;
  private final VirtualTime time;
  private final Map<ProcessId, SchedulerUnit> schedulers = new TreeMap<>();
  private final Map<ProcessId, ComputeUnit> computes = new TreeMap<>();
  private final Map<ProcessId, MessengerUnit> messengers = new TreeMap<>();
  private boolean isUp = true;
  private int life;
  private long skewMillis;

  SimulatedNode(int number, VirtualTime time) {
    this.number = number;
    this.time = time;
  }

  int number() {
    return number;
  }

  boolean isUp() {
    return isUp;
  }

  /** As this node sees it, which may be wrong and may go back. */
  InstantSource clock() {
    return () -> Instant.ofEpochMilli(time.nowMillis() + skewMillis);
  }

  void setSkew(long millis) {
    skewMillis = millis;
  }

  /** What happens only if the node has not ended since this call. */
  Runnable ifAlive(Runnable what) {
    int sameLife = life;
    return () -> {
      if (isUp && life == sameLife) {
        what.run();
      }
    };
  }

  /** As {@link #ifAlive(Runnable)}, for the answer to a call. */
  <T> BiConsumer<T, Throwable> ifAlive(BiConsumer<T, Throwable> onAnswer) {
    int sameLife = life;
    return (value, fault) -> {
      if (isUp && life == sameLife) {
        onAnswer.accept(value, fault);
      }
    };
  }

  void crash() {
    isUp = false;
    life++;
    forget();
  }

  void start() {
    isUp = true;
  }

  /** Ends all units, as a cluster does with those that belong elsewhere. */
  void forget() {
    List.copyOf(schedulers.values()).forEach(SchedulerUnit::end);
    List.copyOf(computes.values()).forEach(ComputeUnit::end);
    List.copyOf(messengers.values()).forEach(MessengerUnit::end);
    schedulers.clear();
    computes.clear();
    messengers.clear();
  }

  SchedulerUnit scheduler(ProcessId process, Supplier<SchedulerUnit> create) {
    return schedulers.computeIfAbsent(process, id -> create.get());
  }

  ComputeUnit compute(ProcessId process, Supplier<ComputeUnit> create) {
    return computes.computeIfAbsent(process, id -> create.get());
  }

  MessengerUnit messenger(ProcessId process, Supplier<MessengerUnit> create) {
    return messengers.computeIfAbsent(process, id -> create.get());
  }

  void drop(SchedulerUnit unit) {
    schedulers.values().remove(unit);
  }

  void drop(ComputeUnit unit) {
    computes.values().remove(unit);
  }

  void drop(MessengerUnit unit) {
    messengers.values().remove(unit);
  }

  @Override
  public String toString() {
    return "node " + number;
  }
}
