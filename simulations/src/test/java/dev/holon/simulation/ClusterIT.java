package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void threeNodesServe(@TempDir Path folder) throws Exception {
    try (TestCluster cluster = new TestCluster(folder)) {
      long begin = System.nanoTime();
      List<NodeProcess> nodes = cluster.start(3);
      System.out.println("ready after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      List<NodeClient> clients = nodes.stream().map(node -> new NodeClient(node.url())).toList();
      List<ProcessId> processes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        DataItem spawn = traffic.spawnCounter(clients.get(0).status(), i);
        assertEquals(202, clients.get(i % 3).post(spawn).join());
        processes.add(new ProcessId(spawn.id()));
      }
      List<DataItem> items = traffic.increments(processes, 120, 0);
      for (int i = 0; i < items.size(); i++) {
        assertEquals(202, clients.get(i % 3).post(items.get(i)).join());
      }
      for (ProcessId process : processes) {
        for (NodeClient client : clients) {
          assertEquals(11, ScheduleAudit.check(client, process).size());
        }
      }
      for (int i = 108; i < 120; i++) {
        for (NodeClient client : clients) {
          assertEquals(
              "10",
              client
                  .result(processes.get(i % 12), items.get(i).id())
                  .path("Output")
                  .path("data")
                  .asText()
                  .strip());
        }
      }
    }
  }
}
