package dev.holon.actors;

import dev.holon.core.messenger.OutboxStore.StateChange;
import dev.holon.core.messenger.OutboxStore.StateKind;
import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the messengers of a node do. Thread-safe. */
final class MessengerMeters {
  private final Meters meters;
  private final Meters.Timer pushes;
  private final AtomicInteger residents = new AtomicInteger();

  MessengerMeters(Meters meters) {
    this.meters = meters;
    this.pushes = meters.timer(Metric.MESSENGER_PUSH_TIME);
    meters.gauge(Metric.MESSENGER_RESIDENT, residents::get);
  }

  /** A line of entries is started; the span ends when it is known what became of all of them. */
  Meters.Span beginPush() {
    return pushes.begin();
  }

  /** What became of entries is stored. */
  void concluded(List<StateChange> changes) {
    for (StateChange change : changes) {
      String outcome =
          switch (StateKind.of(change.state())) {
            case PENDING -> "again";
            case DELIVERED -> "delivered";
            case REFUSED -> "refused";
            case PARKED -> "parked";
          };
      meters.counter(Metric.MESSENGER_PUSHES, outcome).one();
    }
  }

  void woken() {
    residents.incrementAndGet();
  }

  void ended() {
    residents.decrementAndGet();
  }
}
