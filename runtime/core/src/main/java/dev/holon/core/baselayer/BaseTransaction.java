package dev.holon.core.baselayer;

import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of the base layer as far as a process sees it. Its signature and its data have been
 * checked.
 *
 * @param owner base64url SHA-256 of its key
 * @param target who got its quantity; null for nobody
 * @param anchor the id of a block or transaction in base64url, as gateways show it; may be empty
 */
public record BaseTransaction(
    Id id,
    Bytes signature,
    Address owner,
    @Nullable Id target,
    String anchor,
    List<Tag> tags,
    Bytes data) {
  public BaseTransaction {
    tags = List.copyOf(tags);
  }

  public Optional<Id> targetId() {
    return Optional.ofNullable(target);
  }
}
