package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.core.scheduler.ScheduleHead;
import dev.holon.core.scheduler.Sequencer;
import dev.holon.core.verify.LogSlot;
import dev.holon.node.log.LogFile;
import dev.holon.protocol.Assignment;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.UnsignedItem;
import dev.holon.simulation.HolonCommand.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs move from one node to the next as a file, or as another scheduler lists them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ImportIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MESSAGES = 450; // three pages of a listing

  @TempDir private static Path folder;
  private static final Secp256k1Wallet USER = Secp256k1Wallet.generate(new SecureRandom());
  private static ProcessId process;
  private static Path exported;
  private static String resultHash;
  private static List<LogSlot> log;

  @BeforeAll
  static void fill() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder.resolve("first"))) {
      NodeClient client = new NodeClient(node.url());
      SignedTraffic traffic = new SignedTraffic(USER);
      DataItem spawn = traffic.spawnCounter(client.status(), 1);
      assertEquals(202, client.post(spawn).join());
      process = new ProcessId(spawn.id());
      DataItem newest = spawn;
      for (int i = 0; i < MESSAGES; i++) {
        newest = textAnchored(traffic.increment(process, 0), i);
        assertEquals(202, client.post(newest).join());
      }
      client.result(process, newest.id());
      resultHash = resultHash(node);
      exported = folder.resolve("process.log");
      Ended ended =
          HolonCommand.at(node, folder).run("export", process.toString(), exported.toString());
      assertEquals(0, ended.status(), ended.errors());
    }
    try (LogFile file = LogFile.open(exported)) {
      List<LogSlot> slots = new ArrayList<>();
      for (List<LogSlot> page = file.next(); !page.isEmpty(); page = file.next()) {
        slots.addAll(page);
      }
      log = List.copyOf(slots);
    }
  }

  @Test
  void anExportedLogGoesOnAtAnotherNode() throws Exception {
    Path data = freshNode("second");

    Ended imported = holon("import", "--data", data.toString(), exported.toString());
    assertEquals(0, imported.status(), imported.output() + imported.errors());
    Ended again = holon("import", "--data", data.toString(), exported.toString());
    assertEquals(1, again.status(), again.output());
    assertTrue(again.errors().contains(process + " has a log here already"), again.errors());

    goesOn(data);
  }

  @Test
  void anotherSchedulersListingVerifiesAndIsImported() throws Exception {
    Path copied = folder.resolve("listed.log");
    try (StubScheduler stub = StubScheduler.of(log)) {
      JsonNode report = verify(stub, 0);
      assertEquals(MESSAGES + 1, report.path("evaluatedSlots").asInt());
      assertEquals(resultHash, report.path("resultHash").asText());
      assertTrue(report.path("isComplete").asBoolean(), report.toString());

      Ended export =
          holon("export", process.toString(), copied.toString(), "--scheduler", stub.url());
      assertEquals(0, export.status(), export.errors());
    }
    Path data = freshNode("third");
    Ended imported = holon("import", "--data", data.toString(), copied.toString());
    assertEquals(0, imported.status(), imported.output() + imported.errors());

    goesOn(data);
  }

  @Test
  void whatAListingHasWrongIsNamed() throws Exception {
    assertFault(replaced(7, log.get(7).assignment(), changed(7)), 7, "UNREADABLE");

    LogSlot five = log.get(5);
    LogSlot six = log.get(6);
    List<LogSlot> swapped = new ArrayList<>(log);
    swapped.set(5, new LogSlot(5, six.assignment(), six.message()));
    swapped.set(6, new LogSlot(6, five.assignment(), five.message()));
    assertFault(swapped, 5, "SLOT");

    Secp256k1Wallet forger = Secp256k1Wallet.generate(new SecureRandom());
    Assignment before = Assignment.read(log.get(299).assignment());
    ScheduleHead head =
        new ScheduleHead(
            299,
            before.timestampMillis(),
            before.blockHeight(),
            log.get(299).assignment().id(),
            before.hashChain());
    DataItem forged =
        new Sequencer(process, forger, head)
            .append(
                log.get(300).message(),
                Assignment.read(log.get(300).assignment()).timestampMillis(),
                before.blockHeight())
            .assignment();
    assertFault(replaced(300, forged, log.get(300).message()), 300, "SCHEDULER");

    List<LogSlot> cut = new ArrayList<>(log);
    cut.subList(100, 110).clear();
    assertFault(cut, 100, "SLOT");
  }

  @Test
  void aWrongOrForeignFileLeavesTheDatabaseEmpty() throws Exception {
    Path data = freshNode("fourth");
    byte[] bytes = Files.readAllBytes(exported);
    int action = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("Increment");
    bytes[action] ^= 1;
    Path wrong = Files.write(folder.resolve("wrong.log"), bytes);
    Ended ended = holon("import", "--data", data.toString(), wrong.toString());
    assertEquals(3, ended.status(), ended.output() + ended.errors());
    assertTrue(ended.errors().contains("slot " + MESSAGES + ": the message"), ended.errors());

    byte[] right = Files.readAllBytes(exported);
    Path cut = Files.write(folder.resolve("cut.log"), Arrays.copyOf(right, right.length - 9));
    ended = holon("import", "--data", data.toString(), cut.toString());
    assertEquals(3, ended.status(), ended.output() + ended.errors());
    assertTrue(ended.errors().contains("cut off"), ended.errors());

    Path other = folder.resolve("fifth");
    NodeProcess.start(other).close(); // makes keys of its own
    ended = holon("import", "--data", other.toString(), exported.toString());
    assertEquals(1, ended.status(), ended.output() + ended.errors());
    assertTrue(ended.errors().contains("not this node's key"), ended.errors());

    // Nothing of all that was stored, so the right one is not refused.
    ended = holon("import", "--data", data.toString(), exported.toString());
    assertEquals(0, ended.status(), ended.output() + ended.errors());
  }

  /** A slot's message with another text under the id and signature that it had. */
  private static DataItem changed(int slot) throws Exception {
    byte[] bytes = log.get(slot).message().toBytes();
    bytes[bytes.length - 1] ^= 1;
    return DataItem.parseStored(bytes);
  }

  private static List<LogSlot> replaced(int slot, DataItem assignment, DataItem message) {
    List<LogSlot> slots = new ArrayList<>(log);
    slots.set(slot, new LogSlot(slot, assignment, message));
    return slots;
  }

  private static void assertFault(List<LogSlot> slots, int slot, String kind) throws Exception {
    try (StubScheduler stub = StubScheduler.of(slots)) {
      JsonNode fault = verify(stub, 3).path("fault");
      assertEquals(kind, fault.path("kind").asText(), fault.toString());
      assertEquals(slot, fault.path("slot").asInt(), fault.toString());
    }
  }

  private static JsonNode verify(StubScheduler stub, int status) throws Exception {
    Ended ended =
        holon("verify", process.toString(), "--scheduler", stub.url(), "--offline", "--json");
    assertEquals(status, ended.status(), ended.output() + ended.errors());
    return JSON.readTree(ended.output());
  }

  /** A node's folder with the keys of the first node, and no database. */
  private static Path freshNode(String name) throws IOException {
    Path data = folder.resolve(name);
    Files.createDirectories(data);
    Files.copy(folder.resolve("first").resolve("holon-data"), data.resolve("holon-data"));
    Path keys = Files.createDirectories(data.resolve("keys"));
    try (Stream<Path> files = Files.list(folder.resolve("first").resolve("keys"))) {
      for (Path file : files.toList()) {
        Files.copy(file, keys.resolve(file.getFileName()));
      }
    }
    return data;
  }

  /** The results are those of the first node, and the next message gets the next slot. */
  private static void goesOn(Path data) throws Exception {
    try (NodeProcess node = NodeProcess.start(data)) {
      NodeClient client = new NodeClient(node.url());
      client.result(process, log.getLast().message().id());
      assertEquals(resultHash, resultHash(node));
      // What has a slot keeps it.
      assertEquals(202, client.post(log.get(9).message()).join());
      DataItem more = textAnchored(new SignedTraffic(USER).increment(process, 0), 9_999);
      assertEquals(202, client.post(more).join());
      assertEquals(
          Integer.toString(MESSAGES + 1),
          client.result(process, more.id()).path("Output").path("data").asText());
      Ended verified = HolonCommand.at(node, folder).run("verify", process.toString());
      assertEquals(0, verified.status(), verified.output() + verified.errors());
      assertTrue(verified.output().contains("equal up to slot " + (MESSAGES + 1)));
    }
  }

  private static String resultHash(NodeProcess node) throws Exception {
    return new NodeClient(node.url())
        .get("/" + process + "/commitment?slot=" + MESSAGES)
        .path("resultHash")
        .asText();
  }

  /** As clients of ao make anchors: a listing carries no others. */
  private static DataItem textAnchored(DataItem like, int number) {
    return UnsignedItem.of(process.id(), like.tags(), new byte[] {' '})
        .withAnchor(String.format(Locale.ROOT, "%032d", number).getBytes(StandardCharsets.UTF_8))
        .sign(USER);
  }

  private static Ended holon(String... words) throws IOException, InterruptedException {
    return new HolonCommand(folder, Map.of(), List.of()).run(words);
  }
}
