package dev.holon.gateway.graphql;

import dev.holon.protocol.DataItem;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An item and its block as the schema's {@code Transaction} and {@code Block}. */
final class TransactionNode {
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();
  private static final Map<String, Object> NOTHING_PAID =
      Map.of("winston", "0", "ar", "0.000000000000");

  private TransactionNode() {}

  static Map<String, Object> of(FoundItem found) {
    DataItem item = found.item();
    Map<String, Object> data = new HashMap<>();
    data.put("size", Integer.toString(item.data().remaining()));
    item.tag("Content-Type").ifPresent(type -> data.put("type", type));
    Map<String, Object> node = new HashMap<>();
    node.put("id", item.id().toString());
    node.put("anchor", item.anchor().map(BASE64_URL::encodeToString).orElse(""));
    node.put("signature", BASE64_URL.encodeToString(item.signature()));
    node.put("recipient", item.target().map(Object::toString).orElse(""));
    node.put(
        "owner",
        Map.of(
            "address", item.ownerAddress().text(), "key", BASE64_URL.encodeToString(item.owner())));
    node.put("fee", NOTHING_PAID);
    node.put("quantity", NOTHING_PAID);
    node.put("data", data);
    node.put("tags", tags(item));
    node.put("block", block(found.blockHeight(), found.timestampMillis()));
    return node;
  }

  static Map<String, Object> block(long height, long timestampMillis) {
    return Map.of(
        "id",
        BlockId.of(height),
        "timestamp",
        (int) Math.min(timestampMillis / 1000, Integer.MAX_VALUE),
        "height",
        (int) Math.min(height, Integer.MAX_VALUE),
        "previous",
        BlockId.of(Math.max(0, height - 1)));
  }

  private static List<Map<String, String>> tags(DataItem item) {
    return item.tags().stream()
        .map(tag -> Map.of("name", tag.name(), "value", tag.value()))
        .toList();
  }
}
