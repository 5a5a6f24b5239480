package dev.holon.arweave.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Address;
import dev.holon.protocol.Id;
import dev.holon.protocol.VerifiedItem;
import dev.holon.protocol.Verifier;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Hands items to a bundler (arweave.md §13). The same item may be handed over again and again, to
 * several bundlers. Nothing blocks and no stage fails. Thread-safe.
 */
public final class BundlerClient implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final long ANSWER_BYTES_MAX = 64 << 10;
  private static final Set<Integer> TAKEN = Set.of(200, 201, 202);
  private static final Set<Integer> FINAL = Set.of(400, 401, 402, 403, 404, 413, 415);

  private final Source bundler;
  private final Verifier verifier;
  private final Optional<Address> trusted;
  private final HttpExchange http = new HttpExchange(CONNECT_MAX);
  private final HttpExchange.Limits limits;

  /**
   * @param url base URL
   * @param deadline for one answer
   * @param trusted whose receipts count; empty: anybody's that is signed
   */
  public BundlerClient(URI url, Duration deadline, Verifier verifier, Optional<Address> trusted) {
    this.bundler =
        new Source(ArweaveSettings.of(List.of(url)).gateways().getFirst(), new SourceHealth());
    this.limits = new HttpExchange.Limits(deadline, ANSWER_BYTES_MAX);
    this.verifier = verifier;
    this.trusted = trusted;
  }

  /** Hands over an item. An answer with a receipt that is not right counts as no answer. */
  public CompletableFuture<BundlerReply> post(VerifiedItem item) {
    return http.post(
            bundler.at("/tx/arweave"), "application/octet-stream", item.item().toBytes(), limits)
        .thenApply(reply -> judge(item.id(), reply))
        .exceptionally(fault -> new BundlerReply.Unreachable(HttpExchange.cause(fault)));
  }

  private BundlerReply judge(Id item, HttpReply reply) {
    if (!TAKEN.contains(reply.status())) {
      return FINAL.contains(reply.status())
          ? new BundlerReply.Refused(reply.excerpt())
          : new BundlerReply.Unreachable(reply.excerpt());
    }
    Optional<JsonNode> body = Json.object(reply.body());
    Optional<Receipt> receipt = body.flatMap(Receipt::read);
    if (receipt.isEmpty()) {
      boolean isOfAnother =
          body.filter(node -> !node.path("id").asText(item.toString()).equals(item.toString()))
              .isPresent();
      return isOfAnother
          ? new BundlerReply.Unreachable(bundler.name() + " answered for another item")
          : new BundlerReply.Accepted(Optional.empty());
    }
    return fault(item, receipt.get())
        .<BundlerReply>map(fault -> new BundlerReply.Unreachable(bundler.name() + ": " + fault))
        .orElseGet(() -> new BundlerReply.Accepted(receipt));
  }

  private Optional<String> fault(Id item, Receipt receipt) {
    if (!receipt.item().equals(item)) {
      return Optional.of("a receipt for another item, " + receipt.item());
    }
    if (!receipt.isSigned(verifier)) {
      return Optional.of("a receipt with a bad signature");
    }
    boolean isTrusted = trusted.isEmpty() || trusted.get().equals(receipt.bundler());
    return isTrusted
        ? Optional.empty()
        : Optional.of("a receipt of " + receipt.bundler() + ", who is not trusted");
  }

  /** How far the bundler is with an item; absent when it does not know it. */
  public CompletableFuture<Answer<ItemStatus>> status(Id item) {
    return http.get(bundler.at("/tx/" + item + "/status"), limits)
        .thenApply(BundlerClient::status)
        .exceptionally(fault -> new Answer.Unreachable<>(HttpExchange.cause(fault)));
  }

  private static Answer<ItemStatus> status(HttpReply reply) {
    if (Replies.isAbsent(reply)) {
      return new Answer.Missing<>(reply.excerpt());
    }
    Optional<JsonNode> body = reply.isSuccess() ? Json.object(reply.body()) : Optional.empty();
    String word = body.map(node -> node.path("status").asText()).orElse("");
    return switch (word) {
      case "CONFIRMED" -> new Answer.Found<>(new ItemStatus(Progress.ACCEPTED, bundle(body)));
      case "FINALIZED" -> new Answer.Found<>(new ItemStatus(Progress.FINAL, bundle(body)));
      case "FAILED" -> new Answer.Found<>(new ItemStatus(Progress.FAILED, bundle(body)));
      default -> new Answer.Unreachable<>(reply.excerpt());
    };
  }

  private static Optional<Id> bundle(Optional<JsonNode> body) {
    return body.map(node -> node.path("bundleId").asText()).filter(Id::isId).map(Id::parse);
  }

  /**
   * How far an item is.
   *
   * @param bundle the transaction it is in, when the bundler has planned one
   */
  public record ItemStatus(Progress progress, Optional<Id> bundle) {}

  /** A bundler's words for it are CONFIRMED, which says nothing of the chain, FINALIZED, FAILED. */
  public enum Progress {
    ACCEPTED,
    /** Its bundle has 18 confirmations. */
    FINAL,
    FAILED
  }

  /** The largest item for which the bundler asks no money, as it says itself. */
  public CompletableFuture<Answer<Long>> freeUploadBytesMax() {
    return http.get(bundler.at("/info"), limits)
        .<Answer<Long>>thenApply(
            reply ->
                Optional.of(reply)
                    .filter(HttpReply::isSuccess)
                    .flatMap(ok -> Json.object(ok.body()))
                    .flatMap(node -> Json.number(node, "freeUploadLimitBytes"))
                    .<Answer<Long>>map(Answer.Found::new)
                    .orElseGet(() -> new Answer.Unreachable<>(reply.excerpt())))
        .exceptionally(fault -> new Answer.Unreachable<>(HttpExchange.cause(fault)));
  }

  @Override
  public void close() {
    http.close();
  }
}
