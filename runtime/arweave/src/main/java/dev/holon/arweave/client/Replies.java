package dev.holon.arweave.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.arweave.Transaction;
import dev.holon.arweave.TransactionException;
import dev.holon.arweave.TransactionJson;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Verifier;
import java.math.BigInteger;
import java.util.Optional;

/** What the answers of nodes and gateways mean (arweave.md §10, §15.1 for arlocal's). */
final class Replies {
  private static final String PENDING = "Pending";
  private static final int BLOCK_ID_SIZE_BYTES = 48;
  private static final int DECIMAL_LENGTH_MAX = 30;

  private Replies() {}

  static Verdict<NetworkInfo> info(HttpReply reply) {
    return object(reply)
        .flatMap(
            node ->
                Json.number(node, "height")
                    .map(height -> new NetworkInfo(node.path("network").asText(), height)))
        .<Verdict<NetworkInfo>>map(Verdict.Good::new)
        .orElseGet(() -> unexpected(reply));
  }

  /** A transaction's id or a block's. */
  static Verdict<Bytes> anchor(HttpReply reply) {
    return Optional.of(reply)
        .filter(HttpReply::isSuccess)
        .flatMap(ok -> Json.base64(ok.text()))
        .filter(bytes -> bytes.size() == BLOCK_ID_SIZE_BYTES || bytes.size() == Id.SIZE_BYTES)
        .<Verdict<Bytes>>map(Verdict.Good::new)
        .orElseGet(() -> unexpected(reply));
  }

  /** Winston. */
  static Verdict<BigInteger> amount(HttpReply reply) {
    String text = reply.text();
    boolean isDecimal =
        reply.isSuccess()
            && !text.isEmpty()
            && text.length() <= DECIMAL_LENGTH_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isDecimal ? new Verdict.Good<>(new BigInteger(text)) : unexpected(reply);
  }

  static Verdict<Transaction> transaction(HttpReply reply, Id id, Verifier verifier) {
    if (isAbsent(reply) || isPending(reply)) {
      return new Verdict.Absent<>(reply.excerpt());
    }
    if (!reply.isSuccess()) {
      return new Verdict.Failed<>(reply.excerpt());
    }
    try {
      Transaction transaction = TransactionJson.read(reply.body().toArray());
      if (!transaction.id().equals(id)) {
        return new Verdict.Wrong<>("asked for " + id + ", got " + transaction.id());
      }
      transaction.verify(verifier);
      return new Verdict.Good<>(transaction);
    } catch (TransactionException e) {
      return new Verdict.Wrong<>(String.valueOf(e.getMessage()));
    }
  }

  static Verdict<TransactionStatus> status(HttpReply reply) {
    if (isPending(reply)) {
      return new Verdict.Good<>(new TransactionStatus.Pending());
    }
    if (isAbsent(reply)) {
      return new Verdict.Absent<>(reply.excerpt());
    }
    return object(reply)
        .flatMap(
            node ->
                Json.number(node, "block_height")
                    .flatMap(
                        height ->
                            Json.number(node, "number_of_confirmations")
                                .map(count -> new TransactionStatus.Mined(height, count))))
        .<Verdict<TransactionStatus>>map(Verdict.Good::new)
        .orElseGet(() -> unexpected(reply));
  }

  static Verdict<Block> block(HttpReply reply, long height) {
    if (isAbsent(reply)) {
      return new Verdict.Absent<>(reply.excerpt());
    }
    return object(reply)
        .flatMap(Replies::block)
        .<Verdict<Block>>map(
            block ->
                block.height() == height
                    ? new Verdict.Good<>(block)
                    : new Verdict.Wrong<>("asked for block " + height + ", got " + block.height()))
        .orElseGet(() -> unexpected(reply));
  }

  private static Optional<Block> block(JsonNode node) {
    Optional<Long> height = Json.number(node, "height");
    Optional<Long> seconds = Json.number(node, "timestamp");
    Optional<Bytes> id = Json.base64(node.path("indep_hash").asText());
    Optional<Bytes> previous = Json.base64(node.path("previous_block").asText());
    boolean isWhole =
        height.isPresent()
            && seconds.isPresent()
            && id.isPresent()
            && id.get().size() > 0
            && previous.isPresent();
    return isWhole
        ? Optional.of(
            new Block(
                height.get(), id.get(), previous.get(), Math.multiplyExact(seconds.get(), 1_000L)))
        : Optional.empty();
  }

  // 410: the node refused it earlier; 400: what it was asked for is no id to it.
  static boolean isAbsent(HttpReply reply) {
    return reply.status() == 404 || reply.status() == 410 || reply.status() == 400;
  }

  // Real nodes answer 202, arlocal 200.
  private static boolean isPending(HttpReply reply) {
    return reply.status() == 202 || (reply.status() == 200 && reply.text().equals(PENDING));
  }

  private static Optional<JsonNode> object(HttpReply reply) {
    return reply.isSuccess() ? Json.object(reply.body()) : Optional.empty();
  }

  private static <T> Verdict<T> unexpected(HttpReply reply) {
    return new Verdict.Failed<>(reply.excerpt());
  }
}
