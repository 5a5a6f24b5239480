package dev.holon.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.arweave.DataSource;
import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionContent;
import dev.holon.arweave.TransactionTag;
import dev.holon.arweave.client.Answer;
import dev.holon.arweave.client.ArweaveClient;
import dev.holon.arweave.client.ArweaveSettings;
import dev.holon.arweave.client.PostReply;
import dev.holon.arweave.client.TransactionPage;
import dev.holon.arweave.client.TransactionQuery;
import dev.holon.arweave.client.TransactionQuery.TagFilter;
import dev.holon.arweave.client.TransactionStatus;
import dev.holon.arweave.client.Uploader;
import dev.holon.protocol.Bundle;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.RsaWallet;
import dev.holon.protocol.Secp256k1Wallet;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Verifier;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our transactions, chunks and items against a server that others wrote. */
@Timeout(300)
class ArweaveIT {
  private static final long WINSTON = 1_000_000_000_000_000L;

  @TempDir private static Path folder;
  private static Arlocal arlocal;
  private static ArweaveClient client;
  private static Uploader uploader;
  private static RsaWallet wallet;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    arlocal = Arlocal.start(folder.resolve("arlocal"));
    client =
        ArweaveClient.of(
            ArweaveSettings.of(List.of(arlocal.url())), Verifier.fastest(), InstantSource.system());
    uploader = new Uploader(arlocal.url(), Duration.ofSeconds(30));
    wallet = RsaWallet.generate(new SecureRandom());
    arlocal.mint(wallet.address().text(), WINSTON);
    arlocal.mine(1);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (arlocal != null) {
      client.close();
      uploader.close();
      arlocal.close();
    }
  }

  @Test
  void threeChunksAreMinedAndReadBack() throws Exception {
    byte[] data = new byte[700_000];
    new Random(1).nextBytes(data);
    DataTree tree = DataTree.of(data);
    Transaction transaction = signed(tree, List.of(TransactionTag.of("Test", "chunks")));
    assertEquals(3, tree.chunks().size());
    assertEquals(BigInteger.valueOf(WINSTON), found(client.balance(wallet.address())));

    assertEquals(new PostReply.Accepted(), await(uploader.post(transaction)));
    List<Integer> accepted = new ArrayList<>();
    assertEquals(
        new PostReply.Accepted(),
        await(uploader.postChunks(tree, DataSource.of(data), 0, accepted::add)));
    assertEquals(List.of(0, 1, 2), accepted);
    assertEquals(new TransactionStatus.Pending(), found(client.status(transaction.id())));
    arlocal.mine(3);

    TransactionStatus.Mined mined =
        assertInstanceOf(TransactionStatus.Mined.class, found(client.status(transaction.id())));
    assertEquals(2, mined.confirmations(), "arlocal counts from 0");
    assertEquals(transaction, found(client.transaction(transaction.id())));
    assertEquals(Bytes.of(data), found(client.data(transaction)));
    assertTrue(found(client.block(mined.blockHeight())).timestampMillis() > 0);
    assertTrue(found(client.info()).height() >= mined.blockHeight());
  }

  @Test
  void indexIsReadInPages() throws Exception {
    Set<String> posted = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      byte[] data = {(byte) i};
      Transaction transaction =
          signed(DataTree.of(data), List.of(TransactionTag.of("Test", "pages")));
      assertEquals(new PostReply.Accepted(), await(uploader.post(transaction, Bytes.of(data))));
      posted.add(transaction.id().toString());
    }
    arlocal.mine(1);

    TransactionQuery query =
        TransactionQuery.ofTags(List.of(new TagFilter("Test", List.of("pages"))))
            .ownedBy(List.of(wallet.address()))
            .inPagesOf(2);
    Set<String> read = new HashSet<>();
    Optional<TransactionQuery> next = Optional.of(query);
    for (int page = 0; page < 5 && next.isPresent(); page++) {
      TransactionPage found = found(client.transactions(next.get()));
      found.transactions().forEach(each -> read.add(each.id().toString()));
      next = found.next().map(query::after);
    }

    assertEquals(posted, read);
  }

  @Test
  void itemsOfABundleAreReadAndVerified() throws Exception {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 7); // TEST KEY
    DataItem item =
        UnsignedItem.of(
                null,
                List.of(new Tag("Name", "in a bundle")),
                "content".getBytes(StandardCharsets.UTF_8))
            .sign(Secp256k1Wallet.of(secret));
    byte[] bundle = new Bundle(List.of(item)).toBytes();
    Transaction transaction =
        signed(
            DataTree.of(bundle),
            List.of(
                TransactionTag.of("Bundle-Format", "binary"),
                TransactionTag.of("Bundle-Version", "2.0.0")));
    assertEquals(new PostReply.Accepted(), await(uploader.post(transaction, Bytes.of(bundle))));
    arlocal.mine(1);

    assertEquals(item, found(client.item(item.id())).item());
  }

  @Test
  void whatNobodyPostedIsMissing() throws Exception {
    Transaction unknown = signed(DataTree.of(new byte[] {9}), List.of());

    assertInstanceOf(Answer.Missing.class, await(client.transaction(unknown.id())));
    assertInstanceOf(Answer.Missing.class, await(client.status(unknown.id())));
  }

  @Test
  void badSignatureIsNotAccepted() throws Exception {
    Transaction good = signed(DataTree.of(new byte[] {1}), List.of());
    byte[] signature = good.signature().toArray();
    signature[100] ^= 1;
    Transaction bad = new Transaction(good.content(), good.owner(), Bytes.of(signature));

    assertInstanceOf(PostReply.Refused.class, await(uploader.post(bad, Bytes.of(new byte[] {1}))));
  }

  private static Transaction signed(DataTree tree, List<TransactionTag> tags) throws Exception {
    Bytes anchor = found(client.anchor());
    BigInteger price = found(client.price(tree.sizeBytes(), Optional.empty()));
    return TransactionContent.ofData(anchor, price, tree, tags).sign(wallet);
  }

  private static <T> T found(CompletableFuture<Answer<T>> future) throws Exception {
    Answer<T> answer = await(future);
    return answer.found().orElseThrow(() -> new AssertionError(answer.toString()));
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }
}
