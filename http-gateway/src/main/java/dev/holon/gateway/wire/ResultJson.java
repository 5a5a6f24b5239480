package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.compute.StoredResult;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Result;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Results as the compute unit shows them (ao.TN.1, compute, result object). */
public final class ResultJson {
  private ResultJson() {}

  /**
   * {@code Messages, Assignments, Spawns, Output, GasUsed} and, when the process failed, {@code
   * Error}.
   */
  public static void write(JsonGenerator json, Result result) throws IOException {
    json.writeStartObject();
    writeOutcome(json, result);
    json.writeNumberField("GasUsed", result.gasUsed());
    if (result.error() != null) {
      json.writeFieldName("Error");
      ValueJson.write(json, result.error());
    }
    json.writeEndObject();
  }

  /** A page of results; its nodes carry no {@code GasUsed}. */
  public static void writePage(
      JsonGenerator json, List<StoredResult> page, ResultCursor.Sort sort, boolean hasNextPage)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("pageInfo");
    json.writeBooleanField("hasNextPage", hasNextPage);
    json.writeEndObject();
    json.writeArrayFieldStart("edges");
    for (StoredResult stored : page) {
      json.writeStartObject();
      json.writeObjectFieldStart("node");
      writeOutcome(json, stored.result());
      json.writeEndObject();
      json.writeStringField("cursor", ResultCursor.of(stored, sort).toText());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeOutcome(JsonGenerator json, Result result) throws IOException {
    json.writeArrayFieldStart("Messages");
    for (Result.OutboundMessage message : result.messages()) {
      json.writeStartObject();
      json.writeStringField("Target", message.target());
      writeData(json, message.data());
      json.writeStringField("Anchor", message.anchor());
      json.writeFieldName("Tags");
      TagsJson.write(json, message.tags());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("Assignments");
    for (Result.OutboundAssignment assignment : result.assignments()) {
      writeAssignment(json, assignment);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("Spawns");
    for (Result.OutboundSpawn spawn : result.spawns()) {
      json.writeStartObject();
      writeData(json, spawn.data());
      json.writeStringField("Anchor", spawn.anchor());
      json.writeFieldName("Tags");
      TagsJson.write(json, spawn.tags());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeFieldName("Output");
    ValueJson.write(json, result.output());
  }

  private static void writeAssignment(JsonGenerator json, Result.OutboundAssignment assignment)
      throws IOException {
    json.writeStartObject();
    writeTexts(json, "Processes", assignment.processes());
    json.writeStringField("Message", assignment.message());
    if (assignment.isBaseLayer()) {
      json.writeBooleanField("BaseLayer", true);
    }
    if (!assignment.exclude().isEmpty()) {
      writeTexts(json, "Exclude", assignment.exclude());
    }
    json.writeEndObject();
  }

  private static void writeTexts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static void writeData(JsonGenerator json, @Nullable Bytes data) throws IOException {
    if (data != null) {
      json.writeStringField("Data", data.toUtf8());
    }
  }
}
