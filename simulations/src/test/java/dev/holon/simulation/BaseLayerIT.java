package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionContent;
import dev.holon.arweave.TransactionTag;
import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.arweave.client.PostReply;
import dev.holon.arweave.client.Uploader;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Verifier;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is pointed at a server of Arweave assigns the base layer's transactions. */
@Timeout(400)
class BaseLayerIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROGRAM =
      """
      ao.addAssignable("all", function() return true end)
      Handlers.add("chain", "Chain", function(msg) print(msg.Id .. " says " .. tostring(msg.Data)) end)
      Handlers.add("take", "Take", function(msg)
        Assign{ Processes = { ao.id }, Message = msg.Data, BaseLayer = true }
      end)
      """;

  @TempDir private Path folder;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  @Test
  void transactionsAreAssignedByClientsAndByProcesses() throws Exception {
    try (Arlocal arlocal = Arlocal.start(folder.resolve("arlocal"))) {
      RsaWallet wallet = RsaWallet.generate(new SecureRandom());
      arlocal.mint(wallet.address().text(), 1_000_000_000_000L);
      arlocal.mine(1);
      Id first = posted(arlocal, wallet, "first");
      Id second = posted(arlocal, wallet, "second");
      try (NodeProcess node =
          NodeProcess.start(
              folder.resolve("node"),
              0,
              "-Dholon.arweave.gateways.0=" + arlocal.url(),
              "-Dholon.arweave.block-interval=200ms")) {
        NodeClient client = new NodeClient(node.url());
        long height = client.get("/status").path("height").asLong();
        SignedTraffic traffic = new SignedTraffic(user());
        DataItem spawn =
            traffic.spawn(client.status(), 1, PROGRAM, new Tag("Settlement-Depth", "3"));
        assertEquals(202, client.post(spawn).get(60, TimeUnit.SECONDS));
        ProcessId process = new ProcessId(spawn.id());

        HttpResponse<String> young = assign(node, process, first);
        assertEquals(503, young.statusCode(), young.body());
        assertTrue(young.body().contains("BASE-0002"), young.body());
        arlocal.mine(5);
        awaitHeight(client, height + 5);
        HttpResponse<String> taken = assign(node, process, first);

        assertEquals(202, taken.statusCode(), taken.body());
        Id assignment = Id.parse(JSON.readTree(taken.body()).path("id").asText());
        assertEquals(
            first + " says first",
            client.result(process, assignment).path("Output").path("data").asText());

        DataItem take = traffic.message(process.id(), 2, "Take", second.toString());
        assertEquals(202, client.post(take).get(60, TimeUnit.SECONDS));
        assertEquals(second + " says second", output(client, process, 3));
      }
    }
  }

  private static void awaitHeight(NodeClient client, long expected) throws Exception {
    long height = -1;
    for (int i = 0; i < 300 && height != expected; i++) {
      TimeUnit.MILLISECONDS.sleep(100);
      height = client.get("/status").path("height").asLong();
    }
    assertEquals(expected, height, "the node's height follows the chain's");
  }

  private static String output(NodeClient client, ProcessId process, int slot) throws Exception {
    for (int i = 0; i < 300; i++) {
      JsonNode latest = client.get("/su/" + process + "/latest");
      for (JsonNode tag : latest.path("assignment").path("tags")) {
        if (tag.path("name").asText().equals("Nonce") && tag.path("value").asInt() >= slot) {
          Id assignment = Id.parse(latest.path("assignment").path("id").asText());
          return client.result(process, assignment).path("Output").path("data").asText();
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("no slot " + slot);
  }

  private HttpResponse<String> assign(NodeProcess node, ProcessId process, Id transaction)
      throws Exception {
    URI uri =
        URI.create(
            node.url() + "/?process-id=" + process + "&assign=" + transaction + "&base-layer");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.noBody())
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static Id posted(Arlocal arlocal, RsaWallet wallet, String text) throws Exception {
    ArweaveSettings settings = ArweaveSettings.of(List.of(arlocal.url()));
    try (ArweaveClient client =
            ArweaveClient.of(settings, Verifier.fastest(), InstantSource.system());
        Uploader uploader = new Uploader(arlocal.url(), Duration.ofSeconds(30))) {
      byte[] data = text.getBytes(StandardCharsets.UTF_8);
      DataTree tree = DataTree.of(data);
      BigInteger price = found(client.price(tree.sizeBytes(), Optional.empty()));
      Transaction transaction =
          TransactionContent.ofData(
                  found(client.anchor()),
                  price,
                  tree,
                  List.of(TransactionTag.of("Action", "Chain")))
              .sign(wallet);
      assertEquals(
          new PostReply.Accepted(),
          uploader.post(transaction, Bytes.of(data)).get(60, TimeUnit.SECONDS));
      return transaction.id();
    }
  }

  private static <T> T found(CompletableFuture<Answer<T>> future) throws Exception {
    Answer<T> answer = future.get(60, TimeUnit.SECONDS);
    return answer.found().orElseThrow(() -> new AssertionError(answer.toString()));
  }

  private static Secp256k1Wallet user() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 9); // TEST KEY
    return Secp256k1Wallet.of(secret);
  }
}
