package dev.holon.actors;

import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shut while the database does not answer. What needs it is then refused at once: nobody waits for
 * a time limit, and no queue fills up. What was under way when it shut is given up; it may have
 * happened or not. Thread-safe.
 */
public final class StoreGate {
  private static final Logger LOG = LoggerFactory.getLogger(StoreGate.class);

  private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();
  private final Meters.Counter outages;
  private volatile boolean isOpen = true;

  /** An open gate. */
  public StoreGate(Meters meters) {
    this.outages = meters.counter(Metric.DATABASE_OUTAGES);
    meters.gauge(Metric.DATABASE_REACHABLE, () -> isOpen ? 1 : 0);
  }

  private record Waiting<T>(CompletableFuture<T> outcome, Supplier<CompletionStage<T>> instead) {
    void giveUp() {
      instead
          .get()
          .whenComplete(
              (value, fault) -> {
                if (fault == null) {
                  outcome.complete(value);
                } else {
                  outcome.completeExceptionally(fault);
                }
              });
    }
  }

  public boolean isOpen() {
    return isOpen;
  }

  /** The database answers, or does not; called by whoever watches it. */
  public void set(boolean isAnswering) {
    if (isAnswering == isOpen) {
      return;
    }
    isOpen = isAnswering;
    if (isAnswering) {
      LOG.info("the database answers again");
      return;
    }
    outages.one();
    LOG.warn("the database does not answer: what needs it is refused until it does");
    // What comes in between sees that the gate is shut.
    waiting.forEach(Waiting::giveUp);
  }

  /** The outcome of a stage that needs the database, or {@code instead} as soon as it is away. */
  <T> CompletionStage<T> orElse(CompletionStage<T> stage, Supplier<CompletionStage<T>> instead) {
    Waiting<T> entry = new Waiting<>(new CompletableFuture<>(), instead);
    waiting.add(entry);
    stage.whenComplete(
        (value, fault) -> {
          waiting.remove(entry);
          if (fault == null) {
            entry.outcome.complete(value);
          } else {
            entry.outcome.completeExceptionally(fault);
          }
        });
    if (!isOpen) {
      entry.giveUp();
    }
    return entry.outcome;
  }
}
