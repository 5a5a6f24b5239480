package dev.holon.simulation.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@code holon faults}: three nodes, one of them lost, then the database. */
class FaultRunIT {
  private static final int ROUNDS = Integer.getInteger("holon.faults.rounds", 2);
  private static final String KINDS =
      System.getProperty("holon.faults.kinds", "kill,database-kill");
  private static final long SEED = Long.getLong("holon.faults.seed", 7L);

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void everyPromiseHolds(@TempDir Path folder) throws Exception {
    List<String> obstacles = FaultNetwork.obstacles();
    assumeTrue(obstacles.isEmpty(), String.join("; ", obstacles));
    FaultPlan plan =
        new FaultPlan(
            System.getProperty("java.class.path"),
            folder,
            3,
            ROUNDS,
            Arrays.stream(KINDS.split(",", -1)).map(Fault.Kind::parse).toList(),
            12,
            40,
            10,
            3_000,
            SEED);

    FaultReport report = new FaultRun(plan, System.out).run();

    System.out.print(report.toText());
    assertEquals(List.of(), report.violations());
    assertEquals(ROUNDS, report.rounds().size());
    assertTrue(report.acknowledged() > 100L * ROUNDS, "posts were acknowledged");
  }
}
