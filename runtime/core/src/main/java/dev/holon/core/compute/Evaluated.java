package dev.holon.core.compute;

import dev.holon.core.messenger.OutboxEntry;
import java.util.List;

/** A result and what it sends; to be stored together. */
public record Evaluated(StoredResult result, List<OutboxEntry> outbox) {
  public Evaluated {
    outbox = List.copyOf(outbox);
  }
}
