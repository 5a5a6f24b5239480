package dev.holon.gateway.live;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the streams of the node. Thread-safe. */
public final class Subscribers {
  private final int countMax;
  private final AtomicInteger count = new AtomicInteger();

  public Subscribers(int countMax) {
    this.countMax = countMax;
  }

  /** Room for one more; empty when there is none. */
  public Optional<Ticket> enter() {
    if (count.incrementAndGet() <= countMax) {
      return Optional.of(new Ticket());
    }
    count.decrementAndGet();
    return Optional.empty();
  }

  public int count() {
    return count.get();
  }

  /** The place of one stream; given back once, however often it is said. */
  public final class Ticket {
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final AtomicBoolean isGivenBack = new AtomicBoolean();

    private Ticket() {}

    /** The stream runs, and will call {@link #giveBack} when it ends. */
    void start() {
      isStarted.set(true);
    }

    void giveBack() {
      if (isGivenBack.compareAndSet(false, true)) {
        count.decrementAndGet();
      }
    }

    /** The answer had its time to be sent: a stream that does not run by now never will. */
    public void expire() {
      if (!isStarted.get()) {
        giveBack();
      }
    }
  }
}
