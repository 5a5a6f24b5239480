package dev.holon.core.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultDelaysTest {
  private final FaultDelays delays = new FaultDelays();

  @Test
  void eachFaultOfOneProcessDoublesItsRestUpToAMinute() {
    List<Long> seconds = new ArrayList<>();
    long now = 1_000;
    for (int i = 0; i < 7; i++) {
      Duration rest = delays.next(process(1), now);
      seconds.add(rest.toSeconds());
      now += rest.toMillis() + 50;
    }

    assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L), seconds);
    assertEquals(Duration.ofSeconds(2), delays.next(process(2), now));
  }

  @Test
  void processThatWasWellForLongStartsAnew() {
    delays.next(process(1), 0);

    assertEquals(Duration.ofSeconds(4), delays.next(process(1), 64_000));
    assertEquals(Duration.ofSeconds(2), delays.next(process(1), 64_000 + 68_001));
  }

  private static ProcessId process(int fill) {
    byte[] bytes = new byte[Id.SIZE_BYTES];
    Arrays.fill(bytes, (byte) fill);
    return new ProcessId(Id.of(bytes));
  }
}
