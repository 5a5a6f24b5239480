package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Prometheus reads a cluster under load to which one thing after the other happens, and evaluates
 * the operators' rules with all their times {@link #FACTOR} times shorter: each alert fires when
 * there is something to say, and clears when that is over.
 */
class AlertsIT {
  private static final int FACTOR = 40;

  /** Alerts that are not brought about here, and why; promtool's tests show them. */
  private static final Map<String, String> NOT_INDUCED =
      Map.of(
          "HolonHeapHigh",
          "a heap that stays nine tenths full for long is a node that is about to die of it");

  private static final String SETTLEMENT = "HolonSettlementBehind";

  /** Its age is hours, not minutes. */
  private static final int SETTLEMENT_FACTOR = 2_000;

  private static final String OUTBOX = "HolonOutboxEntryPendingTooLong";
  private static final String CHECKPOINTS = "HolonCheckpointFailures";
  private static final String TICKER = "Handlers.add('t', 'T', function(msg) print('tick') end)";
  private static final String RELAY =
      """
      Handlers.add("tell", "Tell", function(msg) Send{ Target = msg.Data, Action = "Hello" } end)
      """;

  private final SignedTraffic traffic =
      new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
  private final Set<String> fired = new TreeSet<>();
  private final AtomicLong nextNumber = new AtomicLong(1_000_000);

  @Test
  @Timeout(value = 9, unit = TimeUnit.MINUTES)
  void everyAlertFiresAndClears(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    assumeTrue(
        Prometheus.isInstalled(), "prometheus is not installed (Debian: apt-get install it)");
    AlertRules rules = AlertRules.read();
    int gatewayPort = freePort();
    try (TestCluster cluster = new TestCluster(folder)) {
      List<NodeProcess> nodes = start(cluster, gatewayPort);
      NodeClient client = new NodeClient(nodes.getFirst().url());
      List<ProcessId> counters = List.of(spawn(client, ""), spawn(client, ""), spawn(client, ""));
      ProcessId relay = spawn(client, RELAY);
      ProcessId disputed = spawn(client, "");
      spawn(client, TICKER, new Tag("Cron-Interval", "2-seconds"), new Tag("Cron-Tag-Action", "T"));
      try (AlertFaults faults = new AlertFaults(cluster, client);
          Prometheus prometheus =
              Prometheus.start(
                  folder.resolve("prometheus"), rules.faster(FACTOR), cluster.managementUrls());
          ClusterLoad load = new ClusterLoad(traffic, List.of(client))) {
        load.start(counters);
        client.post(tell(relay)).join();
        fires(prometheus, faults.fullDiskForCheckpoints(), CHECKPOINTS);
        during(prometheus, faults.slowJournal(), "HolonJournalSlow");
        during(prometheus, faults.lockedResults(counters.getFirst()), "HolonDatabasePoolExhausted");
        during(
            prometheus,
            faults.deadNode(nodes.get(2), 2),
            "HolonNodeDown",
            "HolonEvaluationBacklog",
            "HolonCronLag");
        fires(prometheus, () -> () -> {}, OUTBOX);
        try (Gateway gateway = Gateway.open(gatewayPort)) {
          clears(prometheus, () -> faults.retry(relay, 1), OUTBOX);
        }
        during(
            prometheus,
            faults.deadDatabase(),
            "HolonDatabaseUnreachable",
            "HolonNodeNotReady",
            "HolonHttpErrors",
            "HolonRequestsRefused",
            "HolonFiguresMissing");
        during(prometheus, faults.secondCluster(() -> increment(disputed)), "HolonFencedWriter");
        clears(prometheus, () -> {}, CHECKPOINTS);
        load.finish();
        assertEquals(List.of(), load.failures());
      }
    }
    Set<String> known = new TreeSet<>(fired);
    known.addAll(NOT_INDUCED.keySet());
    known.add(SETTLEMENT); // in a test of its own
    assertEquals(rules.names(), known);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void theAlertOfSettlementFiresWhileArweaveIsAwayAndClears(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    assumeTrue(
        Prometheus.isInstalled(), "prometheus is not installed (Debian: apt-get install it)");
    RsaWallet wallet = RsaWallet.generate(new SecureRandom()); // TEST KEY
    Path walletFile = folder.resolve("wallet.json");
    Files.writeString(walletFile, new ObjectMapper().writeValueAsString(wallet.toJwk()));
    int port = Arlocal.freePort();
    Path chain = folder.resolve("arlocal");
    Arlocal first = Arlocal.start(chain, port);
    try (NodeProcess node =
            NodeProcess.start(
                folder.resolve("node"),
                0,
                "-Dholon.arweave.gateways.0=http://127.0.0.1:" + port,
                "-Dholon.settlement.mode=arweave",
                "-Dholon.settlement.wallet-file=" + walletFile,
                "-Dholon.settlement.bundle-age=1s",
                "-Dholon.settlement.depth=3",
                "-Dholon.settlement.look-interval=200ms");
        Prometheus prometheus =
            Prometheus.start(
                folder.resolve("prometheus"),
                AlertRules.read().faster(SETTLEMENT_FACTOR),
                List.of(node.url()))) {
      prometheus.awaitSilent(Set.of(SETTLEMENT));
      first.kill();
      spawn(new NodeClient(node.url()), "");
      prometheus.awaitFiring(Set.of(SETTLEMENT));
      try (Arlocal arlocal = Arlocal.start(chain, port)) {
        arlocal.mint(wallet.address().text(), 1_000_000_000_000_000_000L);
        clears(prometheus, () -> arlocal.mine(1), SETTLEMENT);
      }
    } finally {
      first.close();
    }
  }

  /** A gateway, a scheduler with messenger, and a compute node. */
  private static List<NodeProcess> start(TestCluster cluster, int gatewayPort) throws Exception {
    return cluster.start(
        Stream.of("gateway", "scheduler, messenger", "compute")
            .map(
                roles ->
                    """
                    holon.node.roles = [%s]
                    holon.database.connect-timeout = 2s
                    holon.checkpoints.evaluation-count = 20
                    holon.messenger { gateways = ["http://127.0.0.1:%d"], allow-private-hosts = on }
                    """
                        .formatted(roles, gatewayPort))
            .toList());
  }

  private ProcessId spawn(NodeClient client, String program, Tag... tags) throws Exception {
    long number = nextNumber.getAndIncrement();
    DataItem spawn =
        program.isEmpty()
            ? traffic.spawnCounter(client.status(), number)
            : traffic.spawn(client.status(), number, program, tags);
    assertEquals(202, client.post(spawn).join());
    return new ProcessId(spawn.id());
  }

  /** Makes a process send to one that only the gateway, which is down, may know. */
  private DataItem tell(ProcessId relay) {
    byte[] unknown = new byte[Id.SIZE_BYTES];
    new SecureRandom().nextBytes(unknown);
    return traffic.message(
        relay.id(), nextNumber.getAndIncrement(), "Tell", Id.of(unknown).toString());
  }

  private DataItem increment(ProcessId process) {
    return traffic.increment(process, nextNumber.getAndIncrement());
  }

  private void during(Prometheus prometheus, AlertFaults.Fault fault, String... alerts)
      throws Exception {
    fires(prometheus, fault, alerts);
    clears(prometheus, () -> {}, alerts);
  }

  /** The alerts are silent, then there is the fault, and they fire until it ends. */
  private void fires(Prometheus prometheus, AlertFaults.Fault fault, String... alerts)
      throws Exception {
    Set<String> expected = Set.of(alerts);
    if (!expected.contains(OUTBOX)) {
      prometheus.awaitSilent(expected);
    }
    long begin = System.nanoTime();
    AutoCloseable begun = fault.begin();
    try {
      prometheus.awaitFiring(expected);
    } finally {
      long end = System.nanoTime();
      begun.close();
      System.out.printf(
          "%s: fired after %.1f s, repaired in %.1f s%n",
          expected, (end - begin) / 1e9, (System.nanoTime() - end) / 1e9);
    }
    fired.addAll(expected);
  }

  private static void clears(Prometheus prometheus, AlertFaults.Step meanwhile, String... alerts)
      throws Exception {
    long begin = System.nanoTime();
    Set<String> expected = Set.of(alerts);
    prometheus.awaitSilent(expected, meanwhile);
    System.out.printf("%s: clear %.1f s later%n", expected, (System.nanoTime() - begin) / 1e9);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A gateway that knows every process to be its own, and as its scheduler takes what comes. */
  private record Gateway(HttpServer server) implements AutoCloseable {
    private static final String EVERYTHING =
        """
        {"data":{"transactions":{"edges":[{"node":{"tags":[
          {"name":"Scheduler","value":"any"},{"name":"Url","value":"http://127.0.0.1:%d"}]}}]}}}
        """;

    static Gateway open(int port) throws IOException {
      byte[] answer = EVERYTHING.formatted(port).getBytes(StandardCharsets.UTF_8);
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      return new Gateway(server);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
