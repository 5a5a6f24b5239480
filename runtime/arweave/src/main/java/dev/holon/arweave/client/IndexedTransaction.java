package dev.holon.arweave.client;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway's index says of a transaction or data item. Claims: nothing of it is checked.
 *
 * @param anchor as the gateway writes it; empty for none
 * @param target empty for none
 * @param ownerAddress as the gateway writes it
 * @param ownerKey the owner field; empty when the gateway does not know it
 * @param blockHeight empty while it is in no block
 */
public record IndexedTransaction(
    Id id,
    String anchor,
    Bytes signature,
    String target,
    String ownerAddress,
    Bytes ownerKey,
    List<Tag> tags,
    long dataSizeBytes,
    Optional<Long> blockHeight) {
  public IndexedTransaction {
    tags = List.copyOf(tags);
  }
}
