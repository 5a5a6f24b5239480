package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.simulation.HolonCommand.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code holon verify} and {@code holon export} against a real node, and against forgers. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VerifyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MESSAGES = 1_200;

  @TempDir private static Path folder;
  private static NodeProcess node;
  private static ProcessId process;
  private static Path exported;

  @BeforeAll
  static void fill() throws IOException, InterruptedException {
    node = NodeProcess.start(folder.resolve("node"));
    NodeClient client = new NodeClient(node.url());
    SignedTraffic traffic = new SignedTraffic(Secp256k1Wallet.generate(new SecureRandom()));
    DataItem spawn = traffic.spawnCounter(client.status(), 1);
    assertEquals(202, client.post(spawn).join());
    process = new ProcessId(spawn.id());
    DataItem newest = spawn;
    for (int i = 0; i < MESSAGES; i++) {
      newest = traffic.increment(process, i);
      assertEquals(202, client.post(newest).join());
    }
    client.result(process, newest.id());
    exported = folder.resolve("process.log");
    Ended export = holon("export", process.toString(), exported.toString());
    assertEquals(0, export.status(), export.errors());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void everythingOfAnHonestNodeIsRight() throws Exception {
    Ended ended = holon("verify", process.toString(), "--json");

    assertEquals(0, ended.status(), ended.errors());
    JsonNode report = JSON.readTree(ended.output());
    assertTrue(report.path("isRight").asBoolean() && report.path("isComplete").asBoolean());
    assertEquals(MESSAGES + 1, report.path("slots").asInt());
    assertEquals(MESSAGES + 1, report.path("evaluatedSlots").asInt());
    assertEquals(MESSAGES, report.path("comparisons").path(0).path("comparedSlot").asInt());
  }

  @Test
  void theFileIsEnough() throws Exception {
    JsonNode report = verify(exported, 0, "--offline");

    assertEquals(MESSAGES + 1, report.path("evaluatedSlots").asInt());
    assertTrue(report.path("isComplete").asBoolean());
  }

  @Test
  void aChangedByteIsNamed() throws Exception {
    byte[] bytes = Files.readAllBytes(exported);
    int action = lastIndexOf(bytes, "Increment");
    bytes[action] ^= 1;

    JsonNode fault = verify(write("changed", bytes), 3, "--offline").path("fault");
    assertEquals("MESSAGE_SIGNATURE", fault.path("kind").asText());
    assertEquals(MESSAGES, fault.path("slot").asInt());
  }

  @Test
  void aCutFileIsNamed() throws Exception {
    byte[] bytes = Files.readAllBytes(exported);

    JsonNode fault =
        verify(write("cut", Arrays.copyOf(bytes, bytes.length * 9 / 10)), 3, "--offline")
            .path("fault");
    assertEquals("UNREADABLE", fault.path("kind").asText());
    assertTrue(fault.path("text").asText().contains("cut off"), fault.toString());
  }

  @Test
  void aNodeWithOtherResultsIsFoundAtTheFirstSlotThatDiffers() throws Exception {
    int first = 777;
    HttpServer liar = liar(first);
    try {
      Ended ended =
          holon(
              "verify",
              process.toString(),
              "--json",
              "--compare",
              "http://127.0.0.1:" + liar.getAddress().getPort());

      assertEquals(3, ended.status(), ended.errors());
      JsonNode difference =
          JSON.readTree(ended.output()).path("comparisons").path(0).path("difference");
      assertEquals(first, difference.path("slot").asInt(), ended.output());
      assertEquals("RESULT", difference.path("kind").asText());
    } finally {
      liar.stop(0);
    }
  }

  /** A node that tells the truth up to a slot and signs something else from there on. */
  private static HttpServer liar(int firstLie) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // A test key.
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 9);
    Secp256k1Wallet wallet = Secp256k1Wallet.of(secret);
    NodeClient honest = new NodeClient(node.url());
    server.createContext(
        "/",
        exchange -> {
          String query = String.valueOf(exchange.getRequestURI().getQuery());
          String path = exchange.getRequestURI().getPath();
          try {
            JsonNode truth = honest.get(query.startsWith("slot=") ? path + "?" + query : path);
            long slot = truth.path("slot").asLong();
            String hash = slot < firstLie ? truth.path("resultHash").asText() : process.toString();
            byte[] item = commitment(slot, hash).sign(wallet).toBytes();
            byte[] body =
                JSON.writeValueAsBytes(
                    JSON.createObjectNode()
                        .put("item", Base64.getUrlEncoder().withoutPadding().encodeToString(item)));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            exchange.close();
          }
        });
    server.start();
    return server;
  }

  private static UnsignedItem commitment(long slot, String hash) {
    return UnsignedItem.of(
        null,
        List.of(
            new Tag("Type", "Commitment"),
            new Tag("Process", process.toString()),
            new Tag("Nonce", Long.toString(slot)),
            new Tag("Result-Hash", hash)),
        new byte[0]);
  }

  private static JsonNode verify(Path file, int status, String... more)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("verify", process.toString(), "--file", file.toString(), "--json"));
    words.addAll(List.of(more));
    Ended ended = holon(words.toArray(String[]::new));
    assertEquals(status, ended.status(), ended.output() + ended.errors());
    return JSON.readTree(ended.output());
  }

  private static Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name + ".log"), bytes);
  }

  private static int lastIndexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
  }

  private static Ended holon(String... words) throws IOException, InterruptedException {
    return HolonCommand.at(node, folder).run(words);
  }
}
