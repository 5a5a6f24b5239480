package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Log entries as the scheduler unit shows them (ao.TN.1, scheduler, entries and processes). */
public final class SchedulerJson {
  /** How a listing shows assignment anchors that are not text. */
  public enum Anchors {
    /** As null. */
    TEXT_ONLY,
    /** As base64url. */
    ALL
  }

  /** What a page's cursors count. */
  public enum Cursor {
    TIMESTAMP,
    NONCE
  }

  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private SchedulerJson() {}

  /** {@code {"message":{…}|null,"assignment":{…}}}. */
  public static void writeEntry(JsonGenerator json, LogEntry entry, Anchors anchors)
      throws IOException {
    json.writeStartObject();
    json.writeFieldName("message");
    if (entry.item() == null) {
      json.writeNull();
    } else {
      writeMessage(json, entry, entry.item());
    }
    json.writeFieldName("assignment");
    writeAssignment(json, entry.assignment(), anchors);
    json.writeEndObject();
  }

  /** A page of a schedule. */
  public static void writePage(
      JsonGenerator json,
      List<LogEntry> entries,
      boolean hasNextPage,
      Cursor cursor,
      Anchors anchors)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("page_info");
    json.writeBooleanField("has_next_page", hasNextPage);
    json.writeEndObject();
    json.writeArrayFieldStart("edges");
    for (LogEntry entry : entries) {
      json.writeStartObject();
      json.writeFieldName("node");
      writeEntry(json, entry, anchors);
      long position = cursor == Cursor.NONCE ? entry.slot() : entry.timestampMillis();
      json.writeStringField("cursor", Long.toString(position));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The process whose slot 0 this is. */
  public static void writeProcess(JsonGenerator json, LogEntry first, DataItem spawn)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("process_id", first.process().toString());
    json.writeStringField("block", paddedHeight(first.blockHeight()));
    writeOwner(json, spawn);
    json.writeFieldName("tags");
    TagsJson.write(json, spawn.tags());
    json.writeNumberField("timestamp", first.timestampMillis());
    writeText(json, "data", Utf8.exact(spawn.data()));
    writeText(json, "anchor", anchorText(spawn));
    json.writeStringField("signature", BASE64_URL.encodeToString(spawn.signature()));
    writeText(json, "target", spawn.target().map(Object::toString));
    json.writeEndObject();
  }

  /** A block height as tags carry it: decimal, padded with zeros to 12 digits. */
  public static String paddedHeight(long height) {
    return String.format(Locale.ROOT, "%012d", height);
  }

  private static void writeMessage(JsonGenerator json, LogEntry entry, DataItem item)
      throws IOException {
    boolean isProcess = item.id().equals(entry.process().id());
    json.writeStartObject();
    json.writeStringField("id", item.id().toString());
    writeOwner(json, item);
    // Data of messages is text whatever it takes; that of processes is null when it is no text.
    writeText(
        json,
        "data",
        isProcess ? Utf8.exact(item.data()) : Optional.of(Utf8.withReplacements(item.data())));
    json.writeFieldName("tags");
    TagsJson.write(json, item.tags());
    json.writeStringField("signature", BASE64_URL.encodeToString(item.signature()));
    writeText(json, "anchor", anchorText(item));
    Optional<String> target = item.target().map(Object::toString);
    writeText(json, "target", isProcess ? target : Optional.of(target.orElse("")));
    json.writeEndObject();
  }

  private static void writeAssignment(JsonGenerator json, DataItem assignment, Anchors anchors)
      throws IOException {
    Optional<String> anchor = anchorText(assignment);
    if (anchor.isEmpty() && anchors == Anchors.ALL) {
      anchor = assignment.anchor().map(BASE64_URL::encodeToString);
    }
    json.writeStartObject();
    json.writeStringField("id", assignment.id().toString());
    writeOwner(json, assignment);
    json.writeFieldName("tags");
    TagsJson.write(json, assignment.tags());
    json.writeStringField("signature", BASE64_URL.encodeToString(assignment.signature()));
    writeText(json, "anchor", anchor);
    json.writeStringField("target", assignment.target().map(Object::toString).orElse(""));
    json.writeEndObject();
  }

  private static void writeOwner(JsonGenerator json, DataItem item) throws IOException {
    json.writeObjectFieldStart("owner");
    json.writeStringField("address", item.ownerAddress().text());
    json.writeStringField("key", BASE64_URL.encodeToString(item.owner()));
    json.writeEndObject();
  }

  private static Optional<String> anchorText(DataItem item) {
    return item.anchor().flatMap(anchor -> Utf8.exact(ByteBuffer.wrap(anchor)));
  }

  private static void writeText(JsonGenerator json, String name, Optional<String> text)
      throws IOException {
    @Nullable String value = text.orElse(null);
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }
}
