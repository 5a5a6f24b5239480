package dev.holon.arweave.client;

import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionException;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Reads from Arweave through several sources. Nothing blocks, no stage fails, and each completes
 * within the deadline times the number of sources. Thread-safe.
 */
public final class ArweaveClient implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final long SMALL_BYTES_MAX = 64 << 10;
  private static final long HEADER_BYTES_MAX = 1 << 20;

  /** A block lists up to a thousand transactions and carries proofs of storage. */
  private static final long BLOCK_BYTES_MAX = 8 << 20;

  private final ArweaveSettings settings;
  private final Verifier verifier;
  private final HttpExchange http;
  private final Sources sources;
  private final Optional<DiskCache> cache;

  /** Reads and writes of the cache, and checks of what was in it. */
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A client of the sources that the settings name.
   *
   * @throws java.io.UncheckedIOException when the cache's folder cannot be used
   */
  public static ArweaveClient of(ArweaveSettings settings, Verifier verifier, InstantSource clock) {
    return new ArweaveClient(settings, verifier, clock);
  }

  private ArweaveClient(ArweaveSettings settings, Verifier verifier, InstantSource clock) {
    this.settings = settings;
    this.verifier = verifier;
    this.http = new HttpExchange(CONNECT_MAX);
    this.sources = new Sources(settings.gateways(), clock, settings.hedgeAfter());
    this.cache = settings.cache().map(place -> DiskCache.open(place.folder(), place.bytesMax()));
  }

  public CompletableFuture<Answer<NetworkInfo>> info() {
    return read("/info", SMALL_BYTES_MAX, Replies::info);
  }

  /** What a new transaction takes as {@code last_tx}: good for about 44 blocks from now. */
  public CompletableFuture<Answer<Bytes>> anchor() {
    return read("/tx_anchor", SMALL_BYTES_MAX, Replies::anchor);
  }

  /** The least reward for that much data, in winston; a target new to the network costs more. */
  public CompletableFuture<Answer<BigInteger>> price(long dataSizeBytes, Optional<Id> target) {
    String path = "/price/" + dataSizeBytes + target.map(id -> "/" + id).orElse("");
    return read(path, SMALL_BYTES_MAX, Replies::amount);
  }

  /** Winston. */
  public CompletableFuture<Answer<BigInteger>> balance(Address wallet) {
    return read("/wallet/" + wallet + "/balance", SMALL_BYTES_MAX, Replies::amount);
  }

  /**
   * A transaction, its signature checked. One that is not in a block yet is missing: see {@link
   * #status}.
   */
  public CompletableFuture<Answer<Transaction>> transaction(Id id) {
    String path = "/tx/" + id;
    return immutable(
        "tx-" + id,
        source -> http.get(source.at(path), limits(HEADER_BYTES_MAX)),
        reply -> Replies.transaction(reply, id, verifier));
  }

  /** Where a transaction stands; a claim of the source that answers first. */
  public CompletableFuture<Answer<TransactionStatus>> status(Id id) {
    return read("/tx/" + id + "/status", SMALL_BYTES_MAX, Replies::status);
  }

  /**
   * A transaction's data, checked against its merkle root; refused when there is too much of it.
   */
  public CompletableFuture<Answer<Bytes>> data(Transaction transaction) {
    long size = transaction.content().dataSizeBytes();
    if (size == 0) {
      return CompletableFuture.completedFuture(new Answer.Found<>(Bytes.EMPTY));
    }
    if (size > settings.dataBytesMax()) {
      return CompletableFuture.completedFuture(
          new Answer.Refused<>(
              "the data of "
                  + transaction.id()
                  + " has "
                  + size
                  + " bytes, at most "
                  + settings.dataBytesMax()
                  + " are read"));
    }
    return dataOf(
        "data-" + transaction.id(), transaction.id(), size, data -> judge(transaction, data));
  }

  /**
   * Writes a transaction's data, of any size, into a file, once it is checked; a file that is there
   * is replaced. Slow sources are given up: the deadline grows by a second for each 64 KiB.
   */
  public CompletableFuture<Answer<Path>> download(Transaction transaction, Path file) {
    return sources.read(new Download(http, transaction, file, settings.deadline())::from);
  }

  private static Verdict<Bytes> judge(Transaction transaction, Bytes data) {
    try {
      transaction.verifyData(DataTree.of(data.toArray()));
      return new Verdict.Good<>(data);
    } catch (TransactionException e) {
      return new Verdict.Wrong<>(String.valueOf(e.getMessage()));
    }
  }

  /** A block by its height; a claim of the source that answers first. */
  public CompletableFuture<Answer<Block>> block(long height) {
    return read("/block/height/" + height, BLOCK_BYTES_MAX, reply -> Replies.block(reply, height));
  }

  /** One page of what a gateway's index knows; claims of the gateway. */
  public CompletableFuture<Answer<TransactionPage>> transactions(TransactionQuery query) {
    byte[] body = query.toJson();
    return sources.read(
        source ->
            http.post(source.at("/graphql"), "application/json", body, limits(HEADER_BYTES_MAX))
                .thenApply(TransactionPage::read));
  }

  /**
   * A data item, wherever its bundle is: put together from what the index says and its data, and
   * checked against its signature and id.
   */
  public CompletableFuture<Answer<VerifiedItem>> item(Id id) {
    return new ItemReader(this, verifier).read(id, settings.dataBytesMax());
  }

  /** The data stored under an id, if it is what {@code judge} takes for it. */
  CompletableFuture<Answer<Bytes>> dataOf(
      String name, Id id, long bytesMax, Function<Bytes, Verdict<Bytes>> judge) {
    // Room for the page of a source that does not have it.
    HttpExchange.Limits limits = limits(Math.max(bytesMax, SMALL_BYTES_MAX));
    return immutable(
        name,
        // Some servers have no /raw; there /{id} gives the bytes as they are stored.
        source ->
            http.get(source.at("/raw/" + id), limits)
                .thenCompose(
                    reply ->
                        reply.isSuccess()
                            ? CompletableFuture.completedFuture(reply)
                            : http.get(source.at("/" + id), limits)),
        reply -> {
          if (reply.isSuccess()) {
            return judge.apply(reply.body());
          }
          return Replies.isAbsent(reply)
              ? new Verdict.Absent<>(reply.excerpt())
              : new Verdict.Failed<>(reply.excerpt());
        });
  }

  private <T> CompletableFuture<Answer<T>> read(
      String path, long bytesMax, Function<HttpReply, Verdict<T>> judge) {
    return sources.read(source -> http.get(source.at(path), limits(bytesMax)).thenApply(judge));
  }

  /** What never changes is looked for on disk first, and judged as if a source had answered it. */
  private <T> CompletableFuture<Answer<T>> immutable(
      String name,
      Function<Source, CompletableFuture<HttpReply>> ask,
      Function<HttpReply, Verdict<T>> judge) {
    return kept(name, judge)
        .thenCompose(
            kept ->
                kept.isPresent()
                    ? CompletableFuture.completedFuture(new Answer.Found<>(kept.get()))
                    : sources.read(
                        source -> ask.apply(source).thenApply(reply -> keep(name, reply, judge))));
  }

  private <T> CompletableFuture<Optional<T>> kept(
      String name, Function<HttpReply, Verdict<T>> judge) {
    if (cache.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return CompletableFuture.supplyAsync(
        () -> {
          Optional<Bytes> bytes = cache.get().get(name);
          if (bytes.isEmpty()) {
            return Optional.<T>empty();
          }
          if (judge.apply(new HttpReply(OK, bytes.get())) instanceof Verdict.Good<T> good) {
            return Optional.of(good.value());
          }
          cache.get().remove(name); // a damaged file
          return Optional.<T>empty();
        },
        background);
  }

  private <T> Verdict<T> keep(String name, HttpReply reply, Function<HttpReply, Verdict<T>> judge) {
    Verdict<T> verdict = judge.apply(reply);
    if (verdict instanceof Verdict.Good<T> && cache.isPresent()) {
      background.execute(() -> cache.get().put(name, reply.body()));
    }
    return verdict;
  }

  private HttpExchange.Limits limits(long bytesMax) {
    return new HttpExchange.Limits(settings.deadline(), bytesMax);
  }

  @Override
  public void close() {
    http.close();
    background.close(); // waits for what is being written
  }
}
