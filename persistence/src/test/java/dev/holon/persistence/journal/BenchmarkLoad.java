package dev.holon.persistence.journal;

import dev.holon.persistence.journal.JournalBenchmark.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.Recovery;

/** Persistent actors that write an event for each message, as schedulers do. */
final class BenchmarkLoad {
  private static final int SAMPLES_MAX = 4_000_000;

  private final BenchmarkEvents events;
  private final List<ActorRef> actors = new ArrayList<>();

  private record Write(long sentNanos, Run run) {}

  /** What one run counts. */
  private record Run(Semaphore free, LongAdder written, long[] nanos, AtomicInteger sampleCount) {
    void done(long sentNanos) {
      written.increment();
      int sample = sampleCount.getAndIncrement();
      if (sample < nanos.length) {
        nanos[sample] = System.nanoTime() - sentNanos;
      }
      free.release();
    }
  }

  BenchmarkLoad(ActorSystem system, int processes) {
    events = new BenchmarkEvents(processes);
    for (int i = 0; i < processes; i++) {
      int process = i;
      actors.add(system.actorOf(Props.create(Writer.class, () -> new Writer(events, process))));
    }
  }

  /**
   * Sends to the actors in turn.
   *
   * @param free bounds what is under way
   * @param perSecond how many to send, 0 for as many as are taken
   */
  Measured run(Duration duration, Semaphore free, double perSecond) throws InterruptedException {
    int permits = free.availablePermits();
    Run run = new Run(free, new LongAdder(), new long[SAMPLES_MAX], new AtomicInteger());
    long startNanos = System.nanoTime();
    long endNanos = startNanos + duration.toNanos();
    int sent = 0;
    while (System.nanoTime() < endNanos) {
      long due = perSecond == 0 ? 0 : startNanos + (long) (sent * 1e9 / perSecond);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      free.acquire();
      // By its due time, so that a load that falls behind shows.
      long since = perSecond == 0 ? System.nanoTime() : due;
      actors.get(sent++ % actors.size()).tell(new Write(since, run), ActorRef.noSender());
    }
    long written = run.written().sum();
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    free.acquire(permits);
    free.release(permits);
    long[] nanos = Arrays.copyOf(run.nanos(), Math.min(run.sampleCount().get(), SAMPLES_MAX));
    Arrays.sort(nanos);
    return new Measured(written / seconds, 0, nanos);
  }

  private static final class Writer extends AbstractPersistentActor {
    private final BenchmarkEvents events;
    private final int process;
    private long slot;

    Writer(BenchmarkEvents events, int process) {
      this.events = events;
      this.process = process;
    }

    @Override
    public String persistenceId() {
      return events.persistenceId(process);
    }

    @Override
    public Recovery recovery() {
      return Recovery.none();
    }

    @Override
    public Receive createReceiveRecover() {
      return receiveBuilder().build();
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(Write.class, this::write).build();
    }

    private void write(Write write) {
      byte[] event = events.payload(process, slot++);
      persistAsync(event, stored -> write.run().done(write.sentNanos()));
    }
  }
}
