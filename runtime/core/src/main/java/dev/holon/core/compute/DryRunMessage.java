package dev.holon.core.compute;

import dev.holon.protocol.Bytes;
import dev.holon.protocol.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks to be evaluated without a slot (ao.TN.1, compute unit, dry run). Fields that
 * are null take the protocol's defaults: the target is the process, time and height those of the
 * newest evaluated slot.
 */
public record DryRunMessage(
    @Nullable String id,
    String owner,
    @Nullable String target,
    @Nullable String anchor,
    @Nullable Bytes data,
    List<Tag> tags,
    @Nullable String signature,
    @Nullable Long timestampMillis,
    @Nullable Long blockHeight) {
  public DryRunMessage {
    tags = List.copyOf(tags);
  }
}
