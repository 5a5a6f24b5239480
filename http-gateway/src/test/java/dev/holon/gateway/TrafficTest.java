package dev.holon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.gateway.Traffic.Entry;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Over 2,048 places, of which reads may have 1,536. */
class TrafficTest {
  private static final int PLACES = GatewayLimits.DEFAULT.inFlightMax();
  private static final LoadSettings WIDE =
      new LoadSettings(1_536, PLACES, PLACES, TrustedProxies.NONE);

  private final Traffic traffic = new Traffic(GatewayLimits.DEFAULT, WIDE);

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessId process(int number) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) number;
    return new ProcessId(Id.of(bytes));
  }

  /** Asks until refused. */
  private List<Traffic.Ticket> fill(InetAddress client, Route.Kind kind) {
    List<Traffic.Ticket> tickets = new ArrayList<>();
    while (traffic.beginRequest(client, kind) instanceof Entry.Admitted admitted) {
      tickets.add(admitted.ticket());
    }
    return tickets;
  }

  private RequestFault.Code refusal(InetAddress client, Route.Kind kind) {
    return ((Entry.Refused) traffic.beginRequest(client, kind)).fault().code();
  }

  @Test
  void oneAddressGetsHalfAndLeavesRoomForOthers() {
    int first = fill(address(1), Route.Kind.WRITE).size();
    int second = fill(address(2), Route.Kind.WRITE).size();
    RequestFault.Code over = refusal(address(1), Route.Kind.WRITE);

    assertEquals(PLACES / 2, first);
    assertEquals(PLACES / 4, second);
    assertEquals(RequestFault.Code.ADDRESS_SHARE, over);
    assertEquals(429, over.status());
    assertFalse(fill(address(3), Route.Kind.WRITE).isEmpty());
  }

  @Test
  void fullNodeRefusesEverybodyAlike() {
    for (int i = 0; i < PLACES; i++) {
      assertTrue(
          traffic.beginRequest(address(i), Route.Kind.WRITE) instanceof Entry.Admitted, "" + i);
    }

    assertEquals(RequestFault.Code.BUSY, refusal(address(PLACES), Route.Kind.WRITE));
    assertEquals(PLACES, traffic.inFlightCount());
  }

  @Test
  void readsGiveWayToWrites() {
    for (int i = 0; i < 1_536; i++) {
      traffic.beginRequest(address(i), Route.Kind.READ);
    }

    assertEquals(RequestFault.Code.READS_SHED, refusal(address(9_000), Route.Kind.READ));
    assertTrue(traffic.beginRequest(address(9_000), Route.Kind.WRITE) instanceof Entry.Admitted);
  }

  @Test
  void hotProcessLeavesRoomForOthersWhoeverAsks() {
    int held = 0;
    Optional<RequestFault> fault = Optional.empty();
    for (int i = 0; i < PLACES && fault.isEmpty(); i++) {
      Entry entry = traffic.beginRequest(address(i), Route.Kind.WRITE);
      fault = ((Entry.Admitted) entry).ticket().concerns(process(1));
      held += fault.isEmpty() ? 1 : 0;
    }
    Entry other = traffic.beginRequest(address(9_000), Route.Kind.WRITE);

    assertEquals(PLACES / 2, held);
    assertEquals(RequestFault.Code.PROCESS_SHARE, fault.orElseThrow().code());
    assertEquals(Optional.empty(), ((Entry.Admitted) other).ticket().concerns(process(2)));
  }

  @Test
  void endGivesBackEverythingOnce() {
    List<Traffic.Ticket> tickets = fill(address(1), Route.Kind.READ);
    tickets.forEach(ticket -> assertEquals(Optional.empty(), ticket.concerns(process(1))));

    tickets.forEach(Traffic.Ticket::end);
    tickets.forEach(Traffic.Ticket::end);

    assertEquals(0, traffic.inFlightCount());
    List<Traffic.Ticket> again = fill(address(1), Route.Kind.READ);
    assertEquals(tickets.size(), again.size());
    again.forEach(ticket -> assertEquals(Optional.empty(), ticket.concerns(process(1))));
  }

  @Test
  void refusedRequestHoldsNothing() {
    fill(address(1), Route.Kind.READ);
    int before = traffic.inFlightCount();

    refusal(address(1), Route.Kind.READ);

    assertEquals(before, traffic.inFlightCount());
  }
}
