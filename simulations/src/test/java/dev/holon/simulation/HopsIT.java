package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand messages through a thousand processes, and every one arrives once. */
class HopsIT {
  private static final int PAIRS = Integer.getInteger("holon.hops.pairs", 500);
  private static final int HOPS = Integer.getInteger("holon.hops.hops", 20);

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void everyHopIsCountedOnce(@TempDir Path data) throws Exception {
    try (NodeProcess node = NodeProcess.start(data.resolve("node"))) {
      HopPlan plan = new HopPlan(node.url(), PAIRS, HOPS, 300, 180);

      HopReport report = new HopRun(plan, System.out, node::cpuSeconds).run();

      System.out.print(report.toText());
      assertEquals(report.expected(), report.counted());
      assertTrue(report.isComplete(), report.toText());
    }
  }
}
