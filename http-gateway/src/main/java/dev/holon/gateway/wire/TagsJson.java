package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.util.List;

/** A list of {@code {"name","value"}}. */
public final class TagsJson {
  private TagsJson() {}

  public static void write(JsonGenerator json, List<Tag> tags) throws IOException {
    json.writeStartArray();
    for (Tag tag : tags) {
      json.writeStartObject();
      json.writeStringField("name", tag.name());
      json.writeStringField("value", tag.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
