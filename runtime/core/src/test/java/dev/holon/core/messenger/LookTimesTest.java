package dev.holon.core.messenger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LookTimesTest {
  private final LookTimes looks = new LookTimes();

  @Test
  void looksAtOnceThenWhenWoken() {
    assertEquals(OptionalLong.of(0), looks.nextMillis());

    looks.begun(1_000);
    assertEquals(OptionalLong.empty(), looks.nextMillis());

    looks.wanted();
    assertEquals(OptionalLong.of(0), looks.nextMillis());
  }

  @Test
  void whoIsWokenInAPauseLooksBehindIt() {
    looks.begun(1_000);
    looks.pauseUntil(1_050);
    looks.pauseUntil(1_010);
    looks.wanted();

    assertEquals(OptionalLong.of(1_050), looks.nextMillis());
  }

  @Test
  void turnsThatAreCloseAreOneLook() {
    looks.begun(1_000);
    for (long at = 1_002; at <= 1_040; at += 2) {
      looks.wantedAt(at);
    }

    assertEquals(OptionalLong.of(1_020), looks.nextMillis());
    looks.begun(1_032);
    assertEquals(OptionalLong.of(1_040), looks.nextMillis());
    looks.begun(1_040);
    assertEquals(OptionalLong.empty(), looks.nextMillis());
  }

  @Test
  void nearestTimesAreKept() {
    looks.begun(0);
    for (long at = 1_000_000; at > 0; at -= 20) {
      looks.wantedAt(at);
    }

    int lookCount = 0;
    for (OptionalLong at = looks.nextMillis(); at.isPresent(); at = looks.nextMillis()) {
      looks.begun(at.getAsLong());
      lookCount++;
      assertTrue(at.getAsLong() <= 60_000, "at " + at);
    }
    assertEquals(3_000, lookCount);
  }
}
