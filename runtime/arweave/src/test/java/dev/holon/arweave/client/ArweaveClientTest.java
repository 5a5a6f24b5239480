package dev.holon.arweave.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holon.arweave.DataTree;
import dev.holon.arweave.Golden;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionContent;
import dev.holon.arweave.TransactionJson;
import dev.holon.arweave.TransactionTag;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Verifier;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArweaveClientTest {
  private static final Verifier VERIFIER = Verifier.fastest();
  private static final byte[] DATA = Golden.data(600_000);
  private static final Transaction TRANSACTION = transaction(DATA, "one");
  private static final Transaction OTHER = transaction(DATA, "two");

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicLong nowMillis =
      new AtomicLong(Instant.parse("2024-10-01T00:00:00Z").toEpochMilli());
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMillis.get());

  private static Transaction transaction(byte[] data, String tag) {
    return TransactionContent.ofData(
            Bytes.of(new byte[48]),
            BigInteger.TEN,
            DataTree.of(data),
            List.of(TransactionTag.of("Name", tag)))
        .sign(Golden.wallet());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @Test
  void transactionAndDataAreReadAndChecked() throws Exception {
    ArweaveClient client = client(honest());

    Transaction read = found(client.transaction(TRANSACTION.id()));

    assertEquals(TRANSACTION, read);
    assertEquals(Bytes.of(DATA), found(client.data(read)));
  }

  @Test
  void anotherTransactionIsALieAndTheNextSourceIsAsked() throws Exception {
    StubSource liar = source().with("/tx/" + TRANSACTION.id(), TransactionJson.write(OTHER));
    ArweaveClient client = client(liar, honest());

    assertEquals(TRANSACTION, found(client.transaction(TRANSACTION.id())));
    assertEquals(TRANSACTION, found(client.transaction(TRANSACTION.id())));

    assertEquals(1, liar.requestCount(), "who lied is not asked again");
  }

  @Test
  void forgedFieldUnderTheRightIdIsALie() throws Exception {
    String json =
        new String(TransactionJson.write(TRANSACTION), java.nio.charset.StandardCharsets.UTF_8);
    StubSource liar =
        source()
            .with(
                "/tx/" + TRANSACTION.id(), json.replace("\"reward\":\"10\"", "\"reward\":\"11\""));
    ArweaveClient client = client(liar);

    Answer<Transaction> answer = await(client.transaction(TRANSACTION.id()));

    Answer.Unreachable<Transaction> away = assertInstanceOf(Answer.Unreachable.class, answer);
    assertTrue(away.cause().contains("lies"), away.cause());
  }

  @Test
  void otherDataIsALieAndTheNextSourceIsAsked() throws Exception {
    byte[] changed = DATA.clone();
    changed[300_000] ^= 1;
    StubSource liar = source().with("/raw/" + TRANSACTION.id(), changed);
    ArweaveClient client = client(liar, honest());

    assertEquals(Bytes.of(DATA), found(client.data(TRANSACTION)));
  }

  @Test
  void serverWithoutRawIsAskedForTheIdWhateverItsPageSays() throws Exception {
    byte[] data = {1, 2, 3};
    Transaction small = transaction(data, "small");
    StubSource source =
        source()
            .without("/raw/" + small.id(), "a page that is larger than the data")
            .with("/" + small.id(), data);

    assertEquals(Bytes.of(data), found(client(source).data(small)));
  }

  @Test
  void moreBytesThanTheDataHasAreNotRead() throws Exception {
    StubSource flood = source().with("/raw/" + TRANSACTION.id(), new byte[5_000_000]);
    ArweaveClient client = client(flood);

    Answer.Unreachable<Bytes> away =
        assertInstanceOf(Answer.Unreachable.class, await(client.data(TRANSACTION)));

    assertTrue(away.cause().contains("600000 bytes"), away.cause());
  }

  @Test
  void dataBeyondTheLimitIsRefusedUnasked() throws Exception {
    StubSource source = honest();
    ArweaveClient client =
        open(
            new ArweaveSettings(
                List.of(source.uri()),
                Duration.ofSeconds(2),
                Duration.ofMillis(100),
                1_000,
                java.util.Optional.empty()));

    assertInstanceOf(Answer.Refused.class, await(client.data(TRANSACTION)));
    assertEquals(0, source.requestCount());
  }

  @Test
  void largeDataGoesIntoAFileOnceItIsChecked(@TempDir Path folder) throws Exception {
    byte[] changed = DATA.clone();
    changed[DATA.length - 1] ^= 1;
    StubSource liar = source().with("/raw/" + TRANSACTION.id(), changed);
    StubSource flood = source().with("/raw/" + TRANSACTION.id(), new byte[DATA.length + 1]);
    Path file = folder.resolve("data");

    assertInstanceOf(
        Answer.Unreachable.class, await(client(liar, flood).download(TRANSACTION, file)));
    assertEquals(List.of(), filesIn(folder));
    assertEquals(file, found(client(liar, flood, honest()).download(TRANSACTION, file)));

    assertEquals(List.of(file), filesIn(folder));
    assertEquals(Bytes.of(DATA), Bytes.of(java.nio.file.Files.readAllBytes(file)));
  }

  private static List<Path> filesIn(Path folder) throws java.io.IOException {
    try (java.util.stream.Stream<Path> files = java.nio.file.Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void silentSourceIsHedged() throws Exception {
    StubSource silent = source().hanging();
    StubSource honest = honest();
    ArweaveClient client = client(silent, honest);

    assertEquals(TRANSACTION, found(client.transaction(TRANSACTION.id())));

    assertEquals(1, silent.requestCount());
    assertEquals(1, honest.requestCount());
  }

  @Test
  void quickAnswerLeavesTheOthersAlone() throws Exception {
    StubSource second = honest();
    ArweaveClient client = client(honest(), second);

    assertEquals(TRANSACTION, found(client.transaction(TRANSACTION.id())));

    assertEquals(0, second.requestCount());
  }

  @Test
  void onlySourceThatIsSilentEndsAtTheDeadline() throws Exception {
    ArweaveClient client = client(source().hanging());

    Answer.Unreachable<Transaction> away =
        assertInstanceOf(Answer.Unreachable.class, await(client.transaction(TRANSACTION.id())));

    assertTrue(away.cause().contains("no answer in time"), away.cause());
  }

  @Test
  void breakerShutsAfterFailuresAndOpensAfterItsPause() throws Exception {
    StubSource broken = source().failingWith(500);
    ArweaveClient client = client(broken);
    for (int i = 0; i < SourceHealth.FAILURES_MAX + 3; i++) {
      assertInstanceOf(Answer.Unreachable.class, await(client.info()));
    }
    assertEquals(SourceHealth.FAILURES_MAX, broken.requestCount());

    nowMillis.addAndGet(SourceHealth.PAUSE_MILLIS + 1);
    broken.failingWith(0).with("/info", "{\"network\":\"n\",\"height\":7}");

    assertEquals(new NetworkInfo("n", 7), found(client.info()));
  }

  @Test
  void failingSourceIsAskedAfterTheOthers() throws Exception {
    StubSource broken = source().failingWith(500);
    ArweaveClient client =
        client(broken, source().with("/info", "{\"network\":\"n\",\"height\":7}"));

    for (int i = 0; i < 4; i++) {
      assertEquals(7, found(client.info()).height());
    }

    assertEquals(1, broken.requestCount());
  }

  @Test
  void whatMostSourcesDoNotHaveIsMissing() throws Exception {
    ArweaveClient client = client(source(), source().failingWith(503), source());

    assertInstanceOf(Answer.Missing.class, await(client.transaction(TRANSACTION.id())));
  }

  @Test
  void whatHalfOfTheSourcesDoNotHaveIsUncertain() throws Exception {
    ArweaveClient client = client(source(), source().failingWith(503));

    assertInstanceOf(Answer.Unreachable.class, await(client.transaction(TRANSACTION.id())));
  }

  @Test
  void pendingIsUnderstoodInBothSpellings() throws Exception {
    String path = "/tx/" + TRANSACTION.id() + "/status";

    assertEquals(
        new TransactionStatus.Pending(),
        found(client(source().with(path, "Pending")).status(TRANSACTION.id())));
    assertEquals(
        new TransactionStatus.Pending(),
        found(client(source().failingWith(202)).status(TRANSACTION.id())));
    assertEquals(
        new TransactionStatus.Mined(9, 3),
        found(
            client(source().with(path, "{\"block_height\":9,\"number_of_confirmations\":3}"))
                .status(TRANSACTION.id())));
  }

  @Test
  void cacheAnswersWhenAllSourcesAreAway(@TempDir Path folder) throws Exception {
    StubSource source = honest();
    ArweaveClient client = cached(folder, source.uri());
    assertEquals(TRANSACTION, found(client.transaction(TRANSACTION.id())));
    assertEquals(Bytes.of(DATA), found(client.data(TRANSACTION)));
    client.close();
    source.failingWith(500);

    ArweaveClient later = cached(folder, source.uri());

    assertEquals(TRANSACTION, found(later.transaction(TRANSACTION.id())));
    assertEquals(Bytes.of(DATA), found(later.data(TRANSACTION)));
  }

  @Test
  void damagedCacheIsNoticedAndReadAgain(@TempDir Path folder) throws Exception {
    ArweaveClient client = cached(folder, honest().uri());
    assertEquals(Bytes.of(DATA), found(client.data(TRANSACTION)));
    client.close();
    Path file = folder.resolve("data-" + TRANSACTION.id() + ".kept");
    byte[] bytes = java.nio.file.Files.readAllBytes(file);
    bytes[0] ^= 1;
    java.nio.file.Files.write(file, bytes);

    assertEquals(Bytes.of(DATA), found(cached(folder, honest().uri()).data(TRANSACTION)));
  }

  @Test
  void redirectLeadsToTheSameHostOnly() throws Exception {
    StubSource elsewhere = honest();
    StubSource source =
        source().redirecting("/raw/" + TRANSACTION.id(), "/sandbox").with("/sandbox", DATA);
    assertEquals(Bytes.of(DATA), found(client(source).data(TRANSACTION)));

    StubSource leading =
        source()
            .redirecting("/raw/" + TRANSACTION.id(), elsewhere.uri() + "/raw/" + TRANSACTION.id());
    assertInstanceOf(Answer.Missing.class, await(client(leading).data(TRANSACTION)));
    assertEquals(0, elsewhere.requestCount());
  }

  @Test
  void blockOfAnotherHeightIsALie() throws Exception {
    String block =
        "{\"indep_hash\":\"AAAA\",\"previous_block\":\"\",\"height\":5,\"timestamp\":1700000000}";
    ArweaveClient client =
        client(source().with("/block/height/5", block).with("/block/height/6", block));

    assertEquals(1_700_000_000_000L, found(client.block(5)).timestampMillis());
    assertInstanceOf(Answer.Unreachable.class, await(client.block(6)));
  }

  private StubSource source() {
    StubSource source = new StubSource();
    opened.add(source);
    return source;
  }

  private StubSource honest() {
    Id id = TRANSACTION.id();
    return source().with("/tx/" + id, TransactionJson.write(TRANSACTION)).with("/raw/" + id, DATA);
  }

  private ArweaveClient client(StubSource... sources) {
    List<URI> urls = java.util.Arrays.stream(sources).map(StubSource::uri).toList();
    return open(
        new ArweaveSettings(
            urls,
            Duration.ofSeconds(6),
            Duration.ofMillis(150),
            10_000_000,
            java.util.Optional.empty()));
  }

  private ArweaveClient cached(Path folder, URI source) {
    return open(
        ArweaveSettings.of(List.of(source))
            .withCache(new ArweaveSettings.Cache(folder, 10_000_000)));
  }

  private ArweaveClient open(ArweaveSettings settings) {
    ArweaveClient client = ArweaveClient.of(settings, VERIFIER, clock);
    opened.addFirst(client);
    return client;
  }

  private static <T> T found(CompletableFuture<Answer<T>> future) throws Exception {
    Answer<T> answer = await(future);
    return answer.found().orElseThrow(() -> new AssertionError(answer.toString()));
  }

  private static <T> Answer<T> await(CompletableFuture<Answer<T>> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(30, TimeUnit.SECONDS);
  }
}
