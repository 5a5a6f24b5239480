package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs settle on a chain that others wrote, while the node and the chain's server are killed under
 * load, in turns.
 */
class SettlementIT {
  private static final int ROUNDS = Integer.getInteger("holon.settlement.rounds", 2);
  private static final int MESSAGES_PER_ROUND = 200;
  private static final int PROCESSES = 10;
  private static final long WINSTON = 1_000_000_000_000_000_000L;

  @TempDir private Path folder;
  private final Random random = new Random(7);
  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final List<ProcessId> processes = new ArrayList<>();
  private final AtomicReference<Arlocal> arlocal = new AtomicReference<>();
  private int arlocalPort;
  private long nextNumber;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void everyMessageAndAssignmentIsOnChainOnceWhateverIsKilled() throws Exception {
    arlocalPort = Arlocal.freePort();
    arlocal.set(startArlocal());
    try (Mining mining = Mining.start(arlocal)) {
      RsaWallet wallet = RsaWallet.generate(new SecureRandom()); // TEST KEY
      Path walletFile = folder.resolve("wallet.json");
      Files.writeString(walletFile, new ObjectMapper().writeValueAsString(wallet.toJwk()));
      arlocal.get().mint(wallet.address().text(), WINSTON);
      NodeProcess node = killInTurns(startNode(walletFile), walletFile);
      try {
        List<DataItem> inPeace = settleInPeace(new NodeClient(node.url()), mining);
        ChainAudit audit = ChainAudit.of(arlocal.get().url(), wallet.address());
        for (ProcessId process : processes) {
          audit.check(process, node.url());
        }
        audit.checkNothingElse(moduleOf(node));
        audit.checkIndexed(inPeace);
      } finally {
        node.close();
      }
    } finally {
      arlocal.get().close();
    }
  }

  /** The node that is there in the end. */
  private NodeProcess killInTurns(NodeProcess first, Path walletFile) throws Exception {
    NodeProcess node = first;
    boolean isDone = false;
    try {
      spawn(new NodeClient(node.url()));
      for (int round = 1; round <= ROUNDS; round++) {
        List<CompletableFuture<Integer>> posts = post(node);
        TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2_000));
        node.kill();
        posts.forEach(post -> post.exceptionally(fault -> 0).join());
        node = startNode(walletFile);
        posts = post(node);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
        arlocal.get().kill();
        posts.forEach(post -> assertEquals(202, post.join(), "the node serves on"));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
        arlocal.set(startArlocal());
      }
      isDone = true;
      return node;
    } finally {
      if (!isDone) {
        node.close();
      }
    }
  }

  /** Waits for everything, then settles a message for each process while nobody is killed. */
  private List<DataItem> settleInPeace(NodeClient client, Mining mining) throws Exception {
    awaitSlots(client, "final");
    assertTrue(mining.blockCount() > 0);
    mining.close();
    // What comes while the server makes a block is not unpacked, so it makes none meanwhile.
    List<DataItem> messages = traffic.increments(processes, PROCESSES, nextNumber);
    messages.forEach(item -> assertEquals(202, client.post(item).join()));
    awaitSlots(client, "posted");
    arlocal.get().mine(1);
    arlocal.get().mine(10);
    awaitSlots(client, "final");
    return messages;
  }

  private Arlocal startArlocal() throws IOException, InterruptedException {
    return Arlocal.start(folder.resolve("arlocal"), arlocalPort);
  }

  private NodeProcess startNode(Path walletFile) throws IOException, InterruptedException {
    return NodeProcess.start(
        folder.resolve("node"),
        0,
        "-Dholon.arweave.gateways.0=http://127.0.0.1:" + arlocalPort,
        "-Dholon.arweave.block-interval=1s",
        "-Dholon.arweave.deadline=20s",
        "-Dholon.settlement.mode=arweave",
        "-Dholon.settlement.wallet-file=" + walletFile,
        "-Dholon.settlement.bundle-bytes=50KiB",
        "-Dholon.settlement.bundle-age=1s",
        "-Dholon.settlement.depth=3",
        "-Dholon.settlement.look-interval=200ms",
        "-Dholon.settlement.dropped-after=3s");
  }

  private static Id moduleOf(NodeProcess node) throws IOException, InterruptedException {
    return Id.parse(new NodeClient(node.url()).status().moduleId());
  }

  private void spawn(NodeClient client) throws IOException, InterruptedException {
    for (int i = 0; i < PROCESSES; i++) {
      DataItem spawn = traffic.spawnCounter(client.status(), i);
      assertEquals(202, client.post(spawn).join());
      processes.add(new ProcessId(spawn.id()));
    }
  }

  private List<CompletableFuture<Integer>> post(NodeProcess node) {
    NodeClient client = new NodeClient(node.url());
    List<DataItem> items = traffic.increments(processes, MESSAGES_PER_ROUND / 2, nextNumber);
    nextNumber += items.size();
    return items.stream().map(client::post).toList();
  }

  /** Waits until all logs are so far. */
  private void awaitSlots(NodeClient client, String state)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (System.nanoTime() < deadline) {
      boolean isDone = true;
      for (ProcessId process : processes) {
        JsonNode slots = client.get("/" + process + "/settlement");
        isDone &= slots.path(state).isNumber() && slots.get(state).equals(slots.get("newest"));
      }
      if (isDone) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    throw new AssertionError("not " + state + ": " + client.get("/settlement?limit=5"));
  }

  /** Makes a block now and then, if there is a server to make it. */
  private static final class Mining implements AutoCloseable {
    private final AtomicLong blockCount = new AtomicLong();
    private final Thread thread;
    private volatile boolean isClosed;

    private Mining(AtomicReference<Arlocal> arlocal) {
      this.thread = Thread.ofPlatform().name("mining").daemon(true).unstarted(() -> mine(arlocal));
    }

    static Mining start(AtomicReference<Arlocal> arlocal) {
      Mining mining = new Mining(arlocal);
      mining.thread.start();
      return mining;
    }

    private void mine(AtomicReference<Arlocal> arlocal) {
      while (!isClosed) {
        try {
          arlocal.get().mine(1);
          blockCount.incrementAndGet();
          TimeUnit.MILLISECONDS.sleep(700);
        } catch (IOException e) {
          // It is down, or busy with a bundle: the next block comes later.
          LockSupport.parkNanos(100_000_000);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    long blockCount() {
      return blockCount.get();
    }

    @Override
    public void close() throws InterruptedException {
      isClosed = true;
      thread.interrupt();
      thread.join(5_000);
    }
  }
}
