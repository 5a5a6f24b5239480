package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.messenger.OutboxEntry;
import dev.holon.core.messenger.OutboxEntry.Action;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.messenger.OutboxKey;
import dev.holon.core.messenger.OutboxStore.StateKind;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Outbox entries as operators see them. A key is written {@code process/slot/index}; times are
 * milliseconds since 1970 UTC.
 */
public final class OutboxJson {
  private OutboxJson() {}

  /** A page and the key behind which the next one begins; null when there is none. */
  public static void writePage(
      JsonGenerator json, List<OutboxEntry> entries, @Nullable OutboxKey next) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("entries");
    for (OutboxEntry entry : entries) {
      write(json, entry);
    }
    json.writeEndArray();
    json.writeStringField("next", next == null ? null : text(next));
    json.writeEndObject();
  }

  /** One entry, without what it carries. */
  public static void write(JsonGenerator json, OutboxEntry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", text(entry.key()));
    json.writeStringField("root", entry.root().map(Id::toString).orElse(null));
    json.writeObjectFieldStart("chain");
    json.writeStringField("root", entry.chain().root().toString());
    json.writeNumberField("depth", entry.chain().depth());
    json.writeEndObject();
    writeAction(json, entry.action());
    json.writeStringField("state", StateKind.of(entry.state()).name().toLowerCase(Locale.ROOT));
    writeState(json, entry.state());
    json.writeEndObject();
  }

  private static void writeAction(JsonGenerator json, Action action) throws IOException {
    switch (action) {
      case Action.SendMessage send -> writeAction(json, "message", send.message().target());
      case Action.SpawnProcess spawn -> writeAction(json, "spawn", null);
      case Action.AssignMessage assign ->
          writeAction(json, "assignment", String.join(",", assign.assignment().processes()));
      case Action.AssignCarrier carrier -> writeAction(json, "assignment", carrier.process());
    }
  }

  private static void writeAction(JsonGenerator json, String kind, @Nullable String target)
      throws IOException {
    json.writeStringField("action", kind);
    json.writeStringField("target", target);
  }

  private static void writeState(JsonGenerator json, DeliveryState state) throws IOException {
    switch (state) {
      case DeliveryState.Pending pending -> {
        json.writeNumberField("attempts", pending.attempts());
        json.writeNumberField("nextTry", pending.notBeforeMillis());
        json.writeStringField("cause", pending.lastCause());
      }
      case DeliveryState.Delivered delivered -> {
        json.writeStringField("item", delivered.itemId().toString());
        json.writeNumberField("slot", delivered.slot());
      }
      case DeliveryState.Refused refused -> json.writeStringField("cause", refused.cause());
      case DeliveryState.Parked parked -> json.writeStringField("cause", parked.cause());
    }
  }

  private static String text(OutboxKey key) {
    return key.process() + "/" + key.slot() + "/" + key.index();
  }

  /** Reads a key as it is written; empty when the text is none. */
  public static Optional<OutboxKey> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3 || !Id.isId(parts[0])) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new OutboxKey(
              ProcessId.parse(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
