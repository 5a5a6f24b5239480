package dev.holon.vm;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Id;
import dev.holon.protocol.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the module's {@code handle} receives it (ao.TN.1, compute unit). What the protocol
 * leaves out for crons and dry runs is null here.
 *
 * @param from the first {@code From-Process} tag when not empty, else the owner
 * @param forwardedBy the signer's address, only when a {@code From-Process} tag exists
 * @param tags without those named {@code From} and {@code Owner}
 * @param nonce the slot; null for crons and dry runs
 */
public record EvalMessage(
    @Nullable String id,
    @Nullable String signature,
    @Nullable Bytes data,
    String owner,
    String target,
    @Nullable String anchor,
    String from,
    @Nullable String forwardedBy,
    List<Tag> tags,
    @Nullable Long nonce,
    long timestampMillis,
    long blockHeight,
    @Nullable Id hashChain,
    boolean isCron,
    boolean isReadOnly) {
  public EvalMessage {
    tags = List.copyOf(tags);
  }
}
