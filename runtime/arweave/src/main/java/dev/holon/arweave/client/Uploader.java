package dev.holon.arweave.client;

import dev.holon.arweave.ChunkRange;
import dev.holon.arweave.DataSource;
import dev.holon.arweave.DataTree;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionJson;
import dev.holon.protocol.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * Posts transactions and their chunks to one node (arweave.md §10). The same bytes may be posted
 * again and again, to one node and to others. Nothing blocks but reading the data; a stage fails
 * only when the data cannot be read. Thread-safe.
 */
public final class Uploader implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final long ANSWER_BYTES_MAX = 64 << 10;
  private static final int STORED_FOR_NOW = 303;
  private static final int ALREADY = 208;

  /** What no other try changes (arweave.md §10); anything else may pass. */
  private static final List<String> FATAL_FOR_CHUNKS =
      List.of(
          "invalid_json",
          "chunk_too_big",
          "data_path_too_big",
          "offset_too_big",
          "data_size_too_big",
          "chunk_proof_ratio_not_attractive",
          "invalid_proof");

  private static final Set<Integer> FOR_NOW = Set.of(408, 429);

  private final Source node;
  private final HttpExchange http = new HttpExchange(CONNECT_MAX);
  private final HttpExchange.Limits limits;

  /**
   * @param node base URL
   * @param deadline for the answer to one post
   */
  public Uploader(URI node, Duration deadline) {
    this.node =
        new Source(ArweaveSettings.of(List.of(node)).gateways().getFirst(), new SourceHealth());
    this.limits = new HttpExchange.Limits(deadline, ANSWER_BYTES_MAX);
  }

  /** Posts a transaction whose data follows in chunks, or that has none. */
  public CompletableFuture<PostReply> post(Transaction transaction) {
    return postTransaction(TransactionJson.write(transaction));
  }

  /** Posts a transaction with its data in it: at most 10 MiB. */
  public CompletableFuture<PostReply> post(Transaction transaction, Bytes data) {
    return postTransaction(TransactionJson.write(transaction, data));
  }

  private CompletableFuture<PostReply> postTransaction(byte[] json) {
    // Some servers answer with what was posted, set out in lines.
    HttpExchange.Limits withEcho =
        new HttpExchange.Limits(limits.deadline(), limits.answerBytesMax() + 2L * json.length);
    return http.post(node.at("/tx"), "application/json", json, withEcho)
        .thenApply(Uploader::ofTransaction)
        .exceptionally(fault -> new PostReply.Unreachable(HttpExchange.cause(fault)));
  }

  /**
   * Posts the chunks of a transaction that the node has, one after the other in their order; ends
   * with the first that is not accepted. Resume with the index after the last one that was.
   *
   * @param from index of the first chunk to post
   * @param onAccepted told the index of each chunk the node has
   */
  public CompletableFuture<PostReply> postChunks(
      DataTree tree, DataSource data, int from, IntConsumer onAccepted) {
    CompletableFuture<PostReply> done = new CompletableFuture<>();
    postChunk(new Chunks(tree, data, tree.chunks(), onAccepted), from, done);
    return done;
  }

  private record Chunks(
      DataTree tree, DataSource data, List<ChunkRange> ranges, IntConsumer onAccepted) {}

  private void postChunk(Chunks chunks, int index, CompletableFuture<PostReply> done) {
    if (index >= chunks.ranges().size()) {
      done.complete(new PostReply.Accepted());
      return;
    }
    byte[] chunk = chunks.data().read(chunks.ranges().get(index));
    http.post(
            node.at("/chunk"),
            "application/json",
            TransactionJson.writeChunk(chunks.tree(), index, chunk),
            limits)
        .thenApply(Uploader::ofChunk)
        .exceptionally(fault -> new PostReply.Unreachable(HttpExchange.cause(fault)))
        .thenAccept(
            reply -> {
              if (reply instanceof PostReply.Accepted) {
                chunks.onAccepted().accept(index);
                postChunk(chunks, index + 1, done);
              } else {
                done.complete(reply);
              }
            })
        .exceptionally(
            fault -> {
              done.completeExceptionally(fault);
              return null;
            });
  }

  static PostReply ofTransaction(HttpReply reply) {
    String text = reply.text();
    if (reply.isSuccess() || reply.status() == ALREADY || text.contains("already")) {
      return new PostReply.Accepted();
    }
    if (text.contains("Invalid anchor")) {
      return new PostReply.Expired(reply.excerpt());
    }
    return isForNow(reply)
        ? new PostReply.Unreachable(reply.excerpt())
        : new PostReply.Refused(reply.excerpt());
  }

  static PostReply ofChunk(HttpReply reply) {
    if (reply.isSuccess() || reply.status() == STORED_FOR_NOW || reply.status() == ALREADY) {
      return new PostReply.Accepted();
    }
    String text = reply.text();
    boolean isFatal = FATAL_FOR_CHUNKS.stream().anyMatch(text::contains);
    return isFatal
        ? new PostReply.Refused(reply.excerpt())
        : new PostReply.Unreachable(reply.excerpt());
  }

  private static boolean isForNow(HttpReply reply) {
    return reply.status() >= 500 || FOR_NOW.contains(reply.status());
  }

  @Override
  public void close() {
    http.close();
  }
}
