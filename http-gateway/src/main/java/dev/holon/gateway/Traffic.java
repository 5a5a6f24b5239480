package dev.holon.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what is going on at the port, and refuses what would be too much. Thread-safe. */
final class Traffic {
  private final int connectionsMax;
  private final int inFlightMax;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicBoolean isDraining = new AtomicBoolean();

  Traffic(GatewayLimits limits) {
    this.connectionsMax = limits.connectionsMax();
    this.inFlightMax = limits.inFlightMax();
  }

  /** Counts a new connection unless there are too many; {@link #closeConnection} must follow. */
  boolean openConnection() {
    return enter(connections, connectionsMax);
  }

  void closeConnection() {
    connections.decrementAndGet();
  }

  int connectionCount() {
    return connections.get();
  }

  /** Counts a new request unless there are too many; {@link #endRequest} must follow. */
  boolean beginRequest() {
    return enter(inFlight, inFlightMax);
  }

  void endRequest() {
    inFlight.decrementAndGet();
  }

  int inFlightCount() {
    return inFlight.get();
  }

  /** From now on the node takes its leave: answers close their connections. */
  void drain() {
    isDraining.set(true);
  }

  boolean isDraining() {
    return isDraining.get();
  }

  private static boolean enter(AtomicInteger counter, int max) {
    if (counter.incrementAndGet() <= max) {
      return true;
    }
    counter.decrementAndGet();
    return false;
  }
}
