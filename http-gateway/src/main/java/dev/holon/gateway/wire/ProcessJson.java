package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.compute.ProcessProgress;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Processes as the node lists them; times are milliseconds since 1970 UTC. */
public final class ProcessJson {
  private ProcessJson() {}

  /**
   * A process and what its spawn item says.
   *
   * @param owner the address of the wallet that spawned it
   * @param spawnedMillis the time of slot 0
   */
  public record Described(
      ProcessProgress progress, @Nullable String owner, List<Tag> tags, long spawnedMillis) {
    public Described {
      tags = List.copyOf(tags);
    }

    /** Keeps what is shown and lets the item's data go. */
    public static Described of(ProcessProgress progress, LogEntry spawn) {
      Optional<DataItem> item = spawn.message();
      return new Described(
          progress,
          item.map(each -> each.signerAddress().text()).orElse(null),
          item.map(DataItem::tags).orElse(List.of()),
          spawn.timestampMillis());
    }
  }

  /** A page and the process behind which the next one begins; null when there is none. */
  public static void writePage(
      JsonGenerator json, List<Described> processes, @Nullable ProcessId next) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("processes");
    for (Described process : processes) {
      json.writeStartObject();
      writeMembers(json, process);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("next", next == null ? null : next.toString());
    json.writeEndObject();
  }

  /** One process with its tags. */
  public static void write(JsonGenerator json, Described process) throws IOException {
    json.writeStartObject();
    writeMembers(json, process);
    json.writeFieldName("tags");
    TagsJson.write(json, process.tags());
    json.writeEndObject();
  }

  private static void writeMembers(JsonGenerator json, Described process) throws IOException {
    ProcessProgress progress = process.progress();
    json.writeStringField("process", progress.process().toString());
    json.writeStringField("owner", process.owner());
    json.writeStringField("module", Tag.first(process.tags(), "Module").orElse(null));
    json.writeStringField("name", Tag.first(process.tags(), "Name").orElse(null));
    json.writeNumberField("spawned", process.spawnedMillis());
    json.writeNumberField("slot", progress.slot());
    if (progress.evaluatedSlot() == ProcessProgress.NONE) {
      json.writeNullField("evaluatedSlot");
    } else {
      json.writeNumberField("evaluatedSlot", progress.evaluatedSlot());
    }
  }
}
