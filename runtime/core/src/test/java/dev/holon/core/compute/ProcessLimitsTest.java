package dev.holon.core.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.core.compute.ProcessLimits.Reading;
import dev.holon.protocol.Tag;
import dev.holon.vm.VmLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessLimitsTest {
  private static final VmLimits MAXIMUM = new VmLimits(1_000, 1L << 30, 1);

  @Test
  void processWinsOverModule() {
    Reading reading =
        ProcessLimits.read(
            List.of(new Tag("Compute-Limit", "10")),
            List.of(new Tag("Compute-Limit", "20"), new Tag("Memory-Limit", "1-gb")),
            MAXIMUM);

    VmLimits limits = assertInstanceOf(Reading.Limits.class, reading).limits();
    assertEquals(10, limits.gasMax());
    assertEquals(1L << 30, limits.memoryBytesMax());
  }

  @Test
  void whatTheNodeDoesNotGrantIsRefusedNotCut() {
    Reading reading =
        ProcessLimits.read(List.of(new Tag("Compute-Limit", "1001")), List.of(), MAXIMUM);

    assertTrue(
        assertInstanceOf(Reading.Unusable.class, reading)
            .refusal()
            .message()
            .contains("Compute-Limit is 1001"));
  }

  @Test
  void unreadableLimitIsNamed() {
    Reading reading =
        ProcessLimits.read(
            List.of(new Tag("Compute-Limit", "1"), new Tag("Memory-Limit", "lots")),
            List.of(),
            MAXIMUM);

    assertTrue(
        assertInstanceOf(Reading.Unusable.class, reading).refusal().message().contains("lots"));
  }
}
