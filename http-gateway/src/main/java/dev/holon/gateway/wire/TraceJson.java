package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.messenger.OutboxEntry.DeliveryState;
import dev.holon.core.trace.EvaluationTime;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceTree;
import dev.holon.core.trace.TracedPush;
import dev.holon.core.trace.TracedSlot;
import dev.holon.core.trace.TracedSlot.TracedOutcome;
import dev.holon.protocol.Result;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Traces as the node shows them. Where something is left out, {@code next} is where it is found.
 */
public final class TraceJson {
  private TraceJson() {}

  /** A slot and all below it. As deep as the tree, which its builder bounds. */
  public static void writeTree(JsonGenerator json, TraceTree tree) throws IOException {
    json.writeStartObject();
    writeSlot(json, tree.slot());
    json.writeArrayFieldStart("pushes");
    for (TraceTree.Branch branch : tree.branches()) {
      writeBranch(json, branch);
    }
    json.writeEndArray();
    if (tree.nextIndex() != null) {
      json.writeStringField("truncated", "width");
      json.writeStringField(
          "next", link(tree.slot().place(), tree.slot()) + "&from=" + tree.nextIndex());
    }
    json.writeEndObject();
  }

  private static void writeSlot(JsonGenerator json, TracedSlot slot) throws IOException {
    json.writeStringField("process", slot.place().process().toString());
    json.writeNumberField("slot", slot.place().slot());
    json.writeStringField("message", slot.messageId().toString());
    json.writeStringField("assignment", slot.assignmentId().toString());
    json.writeNumberField("timestamp", slot.timestampMillis());
    TracedOutcome outcome = slot.outcome();
    json.writeStringField(
        "state", outcome == null ? "waiting" : outcome.isError() ? "failed" : "evaluated");
    if (outcome != null) {
      writeOutcome(json, outcome);
    }
  }

  private static void writeOutcome(JsonGenerator json, TracedOutcome outcome) throws IOException {
    EvaluationTime time = outcome.time();
    if (time != null) {
      json.writeNumberField("evaluatedAt", time.atMillis());
      json.writeNumberField("evaluationMicros", time.micros());
    }
    json.writeNumberField("resultBytes", outcome.sizeBytes());
    Result result = outcome.result();
    json.writeBooleanField("isOutputShown", result != null);
    if (result != null) {
      json.writeNumberField("gasUsed", result.gasUsed());
      json.writeFieldName("output");
      ValueJson.write(json, result.output());
      if (result.error() != null) {
        json.writeFieldName("error");
        ValueJson.write(json, result.error());
      }
    }
  }

  private static void writeBranch(JsonGenerator json, TraceTree.Branch branch) throws IOException {
    TracedPush push = branch.push();
    json.writeStartObject();
    json.writeNumberField("index", push.key().index());
    json.writeStringField("kind", push.kind().name().toLowerCase(Locale.ROOT));
    if (push.target() != null) {
      json.writeStringField("target", push.target());
    }
    if (push.pushedFor() != null) {
      json.writeStringField("pushedFor", push.pushedFor().toString());
    }
    writeState(json, push.state());
    json.writeArrayFieldStart("children");
    for (TraceTree.Child child : branch.children()) {
      switch (child) {
        case TraceTree.Child.Shown shown -> writeTree(json, shown.tree());
        case TraceTree.Child.Truncated truncated -> writeTruncated(json, push, truncated);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeState(JsonGenerator json, DeliveryState state) throws IOException {
    switch (state) {
      case DeliveryState.Pending pending -> {
        json.writeStringField("state", "pending");
        json.writeNumberField("attempts", pending.attempts());
        json.writeNumberField("notBefore", pending.notBeforeMillis());
        writeCause(json, pending.lastCause());
      }
      case DeliveryState.Delivered delivered -> {
        json.writeStringField("state", "delivered");
        json.writeStringField("item", delivered.itemId().toString());
        json.writeNumberField("itemSlot", delivered.slot());
      }
      case DeliveryState.Refused refused -> {
        json.writeStringField("state", "refused");
        writeCause(json, refused.cause());
      }
      case DeliveryState.Parked parked -> {
        json.writeStringField("state", "parked");
        writeCause(json, parked.cause());
      }
    }
  }

  private static void writeCause(JsonGenerator json, @Nullable String cause) throws IOException {
    if (cause != null) {
      json.writeStringField("cause", cause);
    }
  }

  private static void writeTruncated(
      JsonGenerator json, TracedPush push, TraceTree.Child.Truncated truncated) throws IOException {
    json.writeStartObject();
    json.writeStringField("process", truncated.place().process().toString());
    json.writeNumberField("slot", truncated.place().slot());
    json.writeStringField("truncated", truncated.reason().name().toLowerCase(Locale.ROOT));
    boolean isItsItem = truncated.place().equals(push.child());
    if (isItsItem && push.state() instanceof DeliveryState.Delivered delivered) {
      json.writeStringField(
          "next", "/trace/" + delivered.itemId() + "?process-id=" + truncated.place().process());
    }
    json.writeEndObject();
  }

  private static String link(Place place, TracedSlot slot) {
    return "/trace/" + slot.messageId() + "?process-id=" + place.process();
  }
}
