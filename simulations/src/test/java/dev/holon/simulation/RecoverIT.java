package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.simulation.HolonCommand.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs settle on a chain that others wrote, the database is lost, and all is there again. */
class RecoverIT {
  private static final long WINSTON = 1_000_000_000_000_000_000L;
  private static final int MESSAGES = 120;
  private static final String RELAY =
      """
      Handlers.add("relay", "Relay", function(msg)
        Send({ Target = msg.Data, Action = "Increment" })
      end)
      """;

  @TempDir private Path folder;
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final List<ProcessId> processes = new ArrayList<>();

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void aLostDatabaseComesBackFromArweaveAlone() throws Exception {
    RsaWallet wallet = RsaWallet.generate(new SecureRandom()); // TEST KEY
    Path walletFile = folder.resolve("wallet.json");
    Files.writeString(walletFile, new ObjectMapper().writeValueAsString(wallet.toJwk()));
    try (Arlocal arlocal = Arlocal.start(folder.resolve("arlocal"))) {
      arlocal.mint(wallet.address().text(), WINSTON);
      String[] options = options(arlocal, walletFile);
      Map<ProcessId, JsonNode> before;
      try (NodeProcess node = NodeProcess.start(folder.resolve("node"), 0, options)) {
        work(new NodeClient(node.url()));
        settle(new NodeClient(node.url()), arlocal);
        before = commitments(new NodeClient(node.url()));
      }
      deleteTree(folder.resolve("node").resolve("postgres"));

      HolonCommand command = new HolonCommand(folder, Map.of(), List.of(options));
      String data = folder.resolve("node").toString();
      Ended recovered = command.run("recover", "--data", data);
      assertEquals(0, recovered.status(), recovered.output() + recovered.errors());
      assertTrue(recovered.output().contains("3 of 3 processes"), recovered.output());

      Ended again = command.run("recover", "--data", data);
      assertEquals(1, again.status(), again.output());
      for (ProcessId process : processes) {
        assertTrue(again.errors().contains(process + " has a log here already"), again.errors());
      }

      try (NodeProcess node = NodeProcess.start(folder.resolve("node"), 0, options)) {
        NodeClient client = new NodeClient(node.url());
        assertEquals(before, commitments(client));
        verify(node);
        goesOn(client, before);
        assertNotPaidAgain(client, before);
      }
    }
  }

  private static String[] options(Arlocal arlocal, Path walletFile) {
    return new String[] {
      "-Dholon.arweave.gateways.0=" + arlocal.url(),
      "-Dholon.arweave.block-interval=1s",
      "-Dholon.settlement.mode=arweave",
      "-Dholon.settlement.wallet-file=" + walletFile,
      "-Dholon.settlement.bundle-bytes=20KiB",
      "-Dholon.settlement.bundle-age=1s",
      "-Dholon.settlement.depth=2",
      "-Dholon.settlement.look-interval=200ms"
    };
  }

  /** Two counters, and a process that sends to them. */
  private void work(NodeClient client) throws IOException, InterruptedException {
    NodeClient.Status status = client.status();
    List<DataItem> spawns =
        List.of(
            traffic.spawnCounter(status, 1),
            traffic.spawnCounter(status, 2),
            traffic.spawn(status, 3, RELAY));
    for (DataItem spawn : spawns) {
      assertEquals(202, client.post(spawn).join());
      processes.add(new ProcessId(spawn.id()));
    }
    List<ProcessId> counters = processes.subList(0, 2);
    DataItem relayed = null;
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals(202, client.post(traffic.increment(counters.get(i % 2), 10L + i)).join());
      if (i % 10 == 0) {
        String target = counters.get(0).toString();
        relayed = traffic.message(processes.get(2).id(), 10_000L + i, "Relay", target);
        assertEquals(202, client.post(relayed).join());
      }
    }
    client.result(processes.get(2), relayed.id());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int expected = MESSAGES / 2 + MESSAGES / 10;
    while (newest(client, processes.get(0)) < expected && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertEquals(expected, newest(client, processes.get(0)), "all were pushed");
  }

  private static long newest(NodeClient client, ProcessId process)
      throws IOException, InterruptedException {
    return client.get("/" + process + "/settlement").path("newest").asLong();
  }

  private void settle(NodeClient client, Arlocal arlocal) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(1_500); // so that bundles are due, and unpacked before a block
      arlocal.mine(1);
      boolean isDone = true;
      for (ProcessId process : processes) {
        JsonNode slots = client.get("/" + process + "/settlement");
        isDone &= slots.path("final").isNumber() && slots.get("final").equals(slots.get("newest"));
      }
      if (isDone) {
        return;
      }
    }
    throw new AssertionError("not final: " + client.get("/settlement?limit=5"));
  }

  /** What the node signs of each newest slot, without the signature; it waits for results. */
  private Map<ProcessId, JsonNode> commitments(NodeClient client)
      throws IOException, InterruptedException {
    Map<ProcessId, JsonNode> all = new HashMap<>();
    for (ProcessId process : processes) {
      long newest = newest(client, process);
      String message = client.get("/su/" + process + "/latest").path("message").path("id").asText();
      client.get("/result/" + message + "?process-id=" + process);
      JsonNode commitment = client.get("/" + process + "/commitment?slot=" + newest);
      assertTrue(commitment.path("resultHash").isTextual(), commitment.toString());
      all.put(process, commitment.path("resultHash"));
      assertEquals(newest, commitment.path("slot").asLong());
    }
    return all;
  }

  private void verify(NodeProcess node) throws IOException, InterruptedException {
    for (ProcessId process : processes) {
      Ended verified = HolonCommand.at(node, folder).run("verify", process.toString());
      assertEquals(0, verified.status(), verified.output() + verified.errors());
      assertTrue(verified.output().contains("all is right"), verified.output());
    }
  }

  /** What was pushed before is known, a new message gets the next slot. */
  private void goesOn(NodeClient client, Map<ProcessId, JsonNode> before) throws Exception {
    TimeUnit.SECONDS.sleep(5); // the sweeper looks each second or so
    assertEquals(before, commitments(client));
    ProcessId counter = processes.get(0);
    DataItem more = traffic.increment(counter, 99_999);
    assertEquals(202, client.post(more).join());
    String count = client.result(counter, more.id()).path("Output").path("data").asText();
    assertEquals(Integer.toString(MESSAGES / 2 + MESSAGES / 10 + 1), count);
  }

  private void assertNotPaidAgain(NodeClient client, Map<ProcessId, JsonNode> before)
      throws IOException, InterruptedException {
    JsonNode slots = client.get("/" + processes.get(1) + "/settlement");
    assertEquals(slots.get("newest"), slots.path("final"), slots.toString());
    assertEquals(processes.size(), before.size());
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
