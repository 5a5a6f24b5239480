package dev.holon.arweave;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Transactions as nodes write them (arweave.md §8): bytes in base64url without padding, numbers as
 * decimal text.
 */
public final class TransactionJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final int KEY_SIZE_BYTES = 512;
  private static final int NUMBER_LENGTH_MAX = 40;

  private TransactionJson() {}

  /**
   * Reads a transaction, without its data, and compares its id with its signature. The signature
   * itself is not checked.
   *
   * @throws TransactionException when it is none, or of a kind this node does not read
   */
  public static Transaction read(byte[] json) throws TransactionException {
    JsonNode node = tree(json);
    int format = node.path("format").asInt(1);
    if (format != 2) {
      throw new TransactionException("a transaction of format " + format + ", only 2 is read");
    }
    if (node.path("denomination").asInt(0) > 0) {
      throw new TransactionException("a transaction with a denomination, which is not read");
    }
    Bytes owner = bytes(node, "owner");
    Bytes signature = bytes(node, "signature");
    if (owner.size() != KEY_SIZE_BYTES || signature.size() != KEY_SIZE_BYTES) {
      throw new TransactionException(
          "a transaction with another key than RSA of 4096 bits, which is not read");
    }
    Transaction transaction = new Transaction(content(node), owner, signature);
    if (!transaction.id().toString().equals(text(node, "id"))) {
      throw new TransactionException(
          "a transaction called " + text(node, "id") + " whose id is " + transaction.id());
    }
    return transaction;
  }

  private static TransactionContent content(JsonNode node) throws TransactionException {
    String target = text(node, "target");
    try {
      return new TransactionContent(
          bytes(node, "last_tx"),
          target.isEmpty() ? null : Id.parse(target),
          tags(node),
          number(node, "quantity"),
          number(node, "reward"),
          number(node, "data_size").longValueExact(),
          bytes(node, "data_root"));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new TransactionException("a transaction that is none: " + e.getMessage());
    }
  }

  /** What is posted to a node whose data follows in chunks. */
  public static byte[] write(Transaction transaction) {
    return write(transaction, Bytes.EMPTY);
  }

  /** What is posted to a node, with the data in it: for at most 10 MiB (arweave.md §8). */
  public static byte[] write(Transaction transaction, Bytes data) {
    TransactionContent content = transaction.content();
    ObjectNode node = JSON.createObjectNode();
    node.put("format", 2);
    node.put("id", transaction.id().toString());
    node.put("last_tx", base64(content.anchor()));
    node.put("owner", base64(transaction.owner()));
    ArrayNode tags = node.putArray("tags");
    for (TransactionTag tag : content.tags()) {
      tags.addObject().put("name", base64(tag.name())).put("value", base64(tag.value()));
    }
    node.put("target", content.targetId().map(Id::toString).orElse(""));
    node.put("quantity", content.quantity().toString());
    node.put("data", base64(data));
    node.put("data_size", Long.toString(content.dataSizeBytes()));
    node.put("data_root", base64(content.dataRoot()));
    node.put("reward", content.reward().toString());
    node.put("signature", base64(transaction.signature()));
    return bytesOf(node);
  }

  /** What is posted for one chunk. */
  public static byte[] writeChunk(DataTree tree, int index, byte[] chunk) {
    ObjectNode node = JSON.createObjectNode();
    node.put("data_root", base64(tree.root()));
    node.put("data_size", Long.toString(tree.sizeBytes()));
    node.put("data_path", base64(tree.path(index).bytes()));
    node.put("offset", Long.toString(tree.chunks().get(index).endByte() - 1));
    node.put("chunk", ENCODER.encodeToString(chunk));
    return bytesOf(node);
  }

  private static JsonNode tree(byte[] json) throws TransactionException {
    try {
      JsonNode node = JSON.readTree(json);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      // Told below: whatever it is, it is no object.
    }
    throw new TransactionException("a transaction that is no JSON object");
  }

  private static List<TransactionTag> tags(JsonNode node) throws TransactionException {
    List<TransactionTag> tags = new ArrayList<>();
    for (JsonNode tag : node.path("tags")) {
      if (tags.size() == TransactionContent.TAG_BYTES_MAX) {
        throw new TransactionException(
            "more than " + TransactionContent.TAG_BYTES_MAX + " tags in a transaction");
      }
      tags.add(new TransactionTag(bytes(tag, "name"), bytes(tag, "value")));
    }
    return tags;
  }

  private static String text(JsonNode node, String field) throws TransactionException {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw new TransactionException("the field " + field + " of a transaction is no text");
    }
    return value.textValue();
  }

  private static Bytes bytes(JsonNode node, String field) throws TransactionException {
    try {
      return Bytes.of(Base64.getUrlDecoder().decode(text(node, field)));
    } catch (IllegalArgumentException e) {
      throw new TransactionException("the field " + field + " of a transaction is no base64url");
    }
  }

  // The text is what was signed, so "007" must not read as 7.
  private static BigInteger number(JsonNode node, String field) throws TransactionException {
    JsonNode value = node.path(field);
    String text = value.isIntegralNumber() ? value.asText() : text(node, field);
    boolean isDecimal =
        !text.isEmpty()
            && text.length() <= NUMBER_LENGTH_MAX
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    if (!isDecimal) {
      throw new TransactionException("the field " + field + " of a transaction is no number");
    }
    return new BigInteger(text);
  }

  private static String base64(Bytes bytes) {
    return ENCODER.encodeToString(bytes.toArray());
  }

  private static byte[] bytesOf(ObjectNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of text is always written", e);
    }
  }
}
