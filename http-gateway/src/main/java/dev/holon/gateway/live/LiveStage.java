package dev.holon.gateway.live;

import dev.holon.actors.ResultWakeups;
import dev.holon.actors.StoreCalls;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one feed at the pace of one reader. A page is read when the reader has taken the
 * one before and there may be something new: a wake-up came, or it is time to look. Wake-ups are a
 * flag, not a queue. A reader that leaves events lying is cut off: the last thing it reads is where
 * to go on.
 */
public final class LiveStage extends GraphStage<SourceShape<LiveEvent>> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStage.class);
  private static final String TICK = "tick";
  private static final int TICKS_IN_SHORTEST = 4;

  private final Outlet<LiveEvent> out = Outlet.create("LiveStage.out");
  private final SourceShape<LiveEvent> shape = SourceShape.of(out);
  private final LiveFeed feed;
  private final Sources sources;
  private final LiveLimits limits;
  private final Subscribers.Ticket ticket;

  /**
   * What streams need of the node.
   *
   * @param nanoClock monotonic, in nanoseconds
   */
  public record Sources(StoreCalls stores, ResultWakeups wakeups, LongSupplier nanoClock) {}

  /** A stream that is run once. */
  public LiveStage(LiveFeed feed, Sources sources, LiveLimits limits, Subscribers.Ticket ticket) {
    this.feed = feed;
    this.sources = sources;
    this.limits = limits;
    this.ticket = ticket;
  }

  @Override
  public SourceShape<LiveEvent> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private record Read(LiveFeed.@Nullable Page page, @Nullable Throwable fault) {}

  private final class Logic extends TimerGraphStageLogic {
    private final Deque<LiveEvent> ready = new ArrayDeque<>();
    private final Map<ProcessId, Runnable> followed = new HashMap<>();
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final AsyncCallback<Read> onRead = createAsyncCallback(this::onRead);
    private final AsyncCallback<Boolean> onWake = createAsyncCallback(woken -> goOn());
    private boolean isReading;
    private boolean isLast;
    private boolean isEnding;
    private @Nullable String lastId;
    private long startNanos;
    private long pushedNanos;
    private long readNanos;

    Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              goOn();
            }
          });
    }

    @Override
    public void preStart() {
      ticket.start();
      startNanos = sources.nanoClock().getAsLong();
      pushedNanos = startNanos;
      Duration shortest = limits.pollInterval();
      for (Duration other : new Duration[] {limits.heartbeat(), limits.slowReaderMax()}) {
        shortest = other.compareTo(shortest) < 0 ? other : shortest;
      }
      Duration tick = shortest.dividedBy(TICKS_IN_SHORTEST);
      scheduleAtFixedRate(TICK, tick, tick);
      follow();
      isWoken.set(true);
    }

    @Override
    public void postStop() {
      followed.values().forEach(Runnable::run);
      ticket.giveBack();
    }

    /** Sends what is ready, or reads when there may be more. */
    private void goOn() {
      if (!isAvailable(out)) {
        return;
      }
      LiveEvent next = ready.poll();
      if (next != null) {
        send(next);
      } else if (isLast) {
        complete(out);
      } else if (!isReading && isWoken.getAndSet(false)) {
        read();
      }
    }

    private void send(LiveEvent event) {
      pushedNanos = sources.nanoClock().getAsLong();
      if (event.id() != null) {
        lastId = event.id();
      }
      push(out, event);
      if (isLast && ready.isEmpty()) {
        complete(out);
      }
    }

    private void read() {
      isReading = true;
      readNanos = sources.nanoClock().getAsLong();
      sources
          .stores()
          .call(feed::next)
          .whenComplete((page, fault) -> onRead.invoke(new Read(page, fault)));
    }

    private void onRead(Read read) {
      isReading = false;
      if (isEnding) {
        return;
      }
      LiveFeed.Page page = read.page();
      if (page == null) {
        // The store may be back at the next look.
        LOG.warn("a live stream cannot be read now", read.fault());
        return;
      }
      ready.addAll(page.events());
      isLast = page.isLast();
      if (page.isMore()) {
        isWoken.set(true);
      }
      follow();
      goOn();
    }

    private void follow() {
      Set<ProcessId> wanted = feed.processes();
      followed
          .entrySet()
          .removeIf(
              entry -> {
                boolean isLeft = !wanted.contains(entry.getKey());
                if (isLeft) {
                  entry.getValue().run();
                }
                return isLeft;
              });
      for (ProcessId process : wanted) {
        followed.computeIfAbsent(process, key -> sources.wakeups().follow(key, this::wake));
      }
    }

    // On the thread of whoever stored a result.
    private void wake() {
      if (isWoken.compareAndSet(false, true)) {
        onWake.invoke(true);
      }
    }

    @Override
    public void onTimer(Object timer) {
      long now = sources.nanoClock().getAsLong();
      boolean isWaitingForReader = !isAvailable(out);
      if (isEnding) {
        return;
      }
      if (isWaitingForReader && now - pushedNanos > limits.slowReaderMax().toNanos()) {
        end(LiveFeed.Reason.SLOW_READER);
        return;
      }
      if (now - startNanos > limits.durationMax().toNanos()) {
        end(LiveFeed.Reason.DURATION);
        return;
      }
      if (!isReading && now - readNanos > limits.pollInterval().toNanos()) {
        isWoken.set(true);
        goOn();
      }
      if (isAvailable(out) && now - pushedNanos > limits.heartbeat().toNanos()) {
        send(LiveEvent.HEARTBEAT);
      }
    }

    /**
     * What is ready is dropped: the reader finds it again where it is sent to. From now on it costs
     * no more than its connection, which is closed when it stays silent.
     */
    private void end(LiveFeed.Reason reason) {
      isEnding = true;
      isLast = true;
      ticket.giveBack();
      followed.values().forEach(Runnable::run);
      followed.clear();
      ready.clear();
      ready.add(feed.end(reason, lastId));
      goOn();
    }
  }
}
