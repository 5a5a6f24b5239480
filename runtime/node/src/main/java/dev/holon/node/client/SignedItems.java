package dev.holon.node.client;

import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import dev.holon.protocol.UnsignedItem;
import dev.holon.protocol.Wallet;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs messages and processes (ao.TN.1) and posts them to a node's messenger. */
final class SignedItems {
  private final NodeHttp node;
  private final Wallet wallet;

  SignedItems(NodeHttp node, Wallet wallet) {
    this.node = node;
    this.wallet = wallet;
  }

  /** Posts an item; its id, once the node has answered that it is durable. */
  Id post(String type, @Nullable Id target, List<Tag> tags, byte[] data) throws ClientFailure {
    List<Tag> all =
        new ArrayList<>(
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Variant", "ao.TN.1"),
                new Tag("Type", type)));
    all.addAll(tags);
    // Some schemes sign the same content with the same bytes, and an item is known by its
    // signature: without an anchor the same message again would be no new one.
    byte[] anchor = new byte[Id.SIZE_BYTES];
    new SecureRandom().nextBytes(anchor);
    DataItem item = new UnsignedItem(target, anchor, all, data).sign(wallet);
    node.post("/", item.toBytes());
    return item.id();
  }
}
