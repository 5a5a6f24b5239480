package dev.holon.gateway;

import dev.holon.protocol.ProcessId;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is going on at the port, and refuses what would be too much: for the node (503), or
 * for one address or process that holds its share already (429). Reads leave some places to writes.
 * What one connection may have under way is bounded by its pipelining. Thread-safe.
 */
final class Traffic {
  private final int connectionsMax;
  private final int inFlightMax;
  private final int readsInFlightMax;
  private final Shares<String> addresses;
  private final Shares<ProcessId> processes;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger readsInFlight = new AtomicInteger();
  private final AtomicBoolean isDraining = new AtomicBoolean();

  Traffic(GatewayLimits limits, LoadSettings load) {
    this.connectionsMax = limits.connectionsMax();
    this.inFlightMax = limits.inFlightMax();
    this.readsInFlightMax = Math.min(load.readsInFlightMax(), inFlightMax);
    this.addresses = new Shares<>(load.addressInFlightMax());
    this.processes = new Shares<>(load.processInFlightMax());
  }

  /** What came of asking for a place. */
  sealed interface Entry {
    record Admitted(Ticket ticket) implements Entry {}

    record Refused(RequestFault fault) implements Entry {}
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

  /** Counts a new request unless there are too many; {@link Ticket#end} must follow. */
  Entry beginRequest(InetAddress client, Route.Kind kind) {
    if (!enter(inFlight, inFlightMax)) {
      return new Entry.Refused(RequestFault.nodeFull(inFlightMax));
    }
    boolean isRead = kind == Route.Kind.READ;
    if (isRead && !enter(readsInFlight, readsInFlightMax)) {
      inFlight.decrementAndGet();
      return new Entry.Refused(RequestFault.readsShed(readsInFlightMax));
    }
    Ticket ticket = new Ticket(RateLimit.keyOf(client), isRead);
    if (!addresses.enter(ticket.address, free())) {
      ticket.giveBack();
      return new Entry.Refused(RequestFault.addressShare());
    }
    ticket.holdsAddress = true;
    return new Entry.Admitted(ticket);
  }

  // Not counting the caller's own.
  private int free() {
    return inFlightMax - inFlight.get() + 1;
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

  /** A request's place, and what it holds of the shares. */
  final class Ticket {
    private final String address;
    private final boolean isRead;
    private final AtomicBoolean hasEnded = new AtomicBoolean();
    private boolean holdsAddress;
    private volatile @Nullable ProcessId process;

    private Ticket(String address, boolean isRead) {
      this.address = address;
      this.isRead = isRead;
    }

    /**
     * The request turns out to concern this process: why that is too much now; empty when it goes
     * on. Only the first process of a request counts.
     */
    Optional<RequestFault> concerns(ProcessId concerned) {
      if (process != null) {
        return Optional.empty();
      }
      if (!processes.enter(concerned, free())) {
        return Optional.of(RequestFault.processShare(concerned));
      }
      process = concerned;
      if (hasEnded.get()) {
        leaveProcess();
      }
      return Optional.empty();
    }

    /** The request is answered. Further calls do nothing. */
    void end() {
      if (hasEnded.compareAndSet(false, true)) {
        giveBack();
      }
    }

    private void giveBack() {
      leaveProcess();
      if (holdsAddress) {
        addresses.leave(address);
      }
      if (isRead) {
        readsInFlight.decrementAndGet();
      }
      inFlight.decrementAndGet();
    }

    private synchronized void leaveProcess() {
      ProcessId held = process;
      if (held != null) {
        process = null;
        processes.leave(held);
      }
    }
  }
}
