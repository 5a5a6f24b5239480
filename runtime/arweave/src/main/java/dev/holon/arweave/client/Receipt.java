package dev.holon.arweave.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.Address;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DeepHash;
import dev.holon.protocol.DeepHash.Blob;
import dev.holon.protocol.DeepHash.Sequence;
import dev.holon.protocol.Id;
import dev.holon.protocol.Verifier;
import java.util.Optional;

/**
 * A bundler's signed promise to bring an item onto the chain (arweave.md §13).
 *
 * @param deadlineHeight the block by which the item is there
 * @param bundlerKey modulus of the bundler's RSA key, 512 bytes
 */
public record Receipt(
    Id item,
    long timestampMillis,
    String version,
    long deadlineHeight,
    Bytes bundlerKey,
    Bytes signature) {

  /** Whether the bundler signed this; who that is, {@link #bundler} tells. */
  public boolean isSigned(Verifier verifier) {
    Bytes message =
        DeepHash.of(
            Sequence.of(
                Blob.ofUtf8("Bundlr"),
                Blob.ofUtf8(version),
                Blob.ofUtf8(item.toString()),
                Blob.ofUtf8(Long.toString(deadlineHeight)),
                Blob.ofUtf8(Long.toString(timestampMillis))));
    return verifier.isArweaveSignature(
        bundlerKey.toArray(), message.toArray(), signature.toArray());
  }

  public Address bundler() {
    return Address.ofOwner(bundlerKey.toArray());
  }

  /** Reads a receipt; empty when a field is missing. */
  static Optional<Receipt> read(JsonNode node) {
    String id = node.path("id").asText();
    Optional<Long> timestamp = Json.number(node, "timestamp");
    Optional<Long> deadline = Json.number(node, "deadlineHeight");
    Optional<Bytes> key = Json.base64(node.path("public").asText());
    Optional<Bytes> signature = Json.base64(node.path("signature").asText());
    boolean isWhole =
        Id.isId(id)
            && timestamp.isPresent()
            && deadline.isPresent()
            && key.isPresent()
            && signature.isPresent();
    return isWhole
        ? Optional.of(
            new Receipt(
                Id.parse(id),
                timestamp.get(),
                node.path("version").asText(),
                deadline.get(),
                key.get(),
                signature.get()))
        : Optional.empty();
  }
}
