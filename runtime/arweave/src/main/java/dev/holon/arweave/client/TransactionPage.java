package dev.holon.arweave.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page of an index.
 *
 * @param next where the next page begins; empty when this is the last
 */
public record TransactionPage(List<IndexedTransaction> transactions, Optional<String> next) {
  public TransactionPage {
    transactions = List.copyOf(transactions);
  }

  static Verdict<TransactionPage> read(HttpReply reply) {
    Optional<JsonNode> answer =
        reply.isSuccess() ? Json.object(reply.body()) : Optional.<JsonNode>empty();
    JsonNode page =
        answer.map(node -> node.path("data").path("transactions")).orElse(Json.object());
    if (!page.path("edges").isArray()) {
      return new Verdict.Failed<>(reply.excerpt());
    }
    List<IndexedTransaction> transactions = new ArrayList<>();
    String last = "";
    for (JsonNode edge : page.path("edges")) {
      last = edge.path("cursor").asText();
      Optional<IndexedTransaction> node = transaction(edge.path("node"));
      if (node.isEmpty()) {
        return new Verdict.Failed<>("an index entry without id, owner or signature");
      }
      transactions.add(node.get());
    }
    boolean hasNext = page.path("pageInfo").path("hasNextPage").asBoolean() && !last.isEmpty();
    return new Verdict.Good<>(
        new TransactionPage(transactions, hasNext ? Optional.of(last) : Optional.empty()));
  }

  private static Optional<IndexedTransaction> transaction(JsonNode node) {
    String id = node.path("id").asText();
    Optional<Bytes> signature = Json.base64(text(node, "signature"));
    Optional<Bytes> key = Json.base64(text(node.path("owner"), "key"));
    if (!Id.isId(id) || signature.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    List<Tag> tags = new ArrayList<>();
    for (JsonNode tag : node.path("tags")) {
      tags.add(new Tag(text(tag, "name"), text(tag, "value")));
    }
    return Optional.of(
        new IndexedTransaction(
            Id.parse(id),
            text(node, "anchor"),
            signature.get(),
            text(node, "recipient"),
            text(node.path("owner"), "address"),
            key.get(),
            tags,
            Json.number(node.path("data"), "size").orElse(0L),
            Json.number(node.path("block"), "height")));
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? value.textValue() : "";
  }
}
