package dev.holon.gateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a dry run (ao.TN.1, compute): {@code {Id?, Owner, Target?, Anchor?, Data?, Tags,
 * Signature?, Timestamp?, "Block-Height"?}}. Other keys are ignored. {@code Data} that is no text
 * is evaluated as its compact JSON.
 */
public final class DryRunBody {
  private DryRunBody() {}

  /**
   * Reads the UTF-8 bytes of the body.
   *
   * @throws MalformedBodyException naming the field that is missing or of the wrong kind
   */
  public static DryRunMessage parse(byte[] body) throws MalformedBodyException {
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(body);
    } catch (IOException e) {
      throw new MalformedBodyException("the body is not JSON");
    }
    if (json == null || !json.isObject()) {
      throw new MalformedBodyException("the body must be a JSON object");
    }
    String owner = text(json, "Owner");
    if (owner == null) {
      throw new MalformedBodyException("'Owner': Required.");
    }
    return new DryRunMessage(
        text(json, "Id"),
        owner,
        text(json, "Target"),
        text(json, "Anchor"),
        data(json.path("Data")),
        tags(json.path("Tags")),
        text(json, "Signature"),
        number(json, "Timestamp"),
        number(json, "Block-Height"));
  }

  private static List<Tag> tags(JsonNode json) throws MalformedBodyException {
    if (json.isMissingNode() || json.isNull()) {
      throw new MalformedBodyException("'Tags': Required.");
    }
    if (!json.isArray()) {
      throw new MalformedBodyException("'Tags': must be a list of {name, value}.");
    }
    List<Tag> tags = new ArrayList<>(json.size());
    for (JsonNode tag : json) {
      if (!tag.path("name").isTextual()
          || !tag.path("value").isValueNode()
          || tag.path("value").isNull()) {
        throw new MalformedBodyException(
            "'Tags[" + tags.size() + "]': must be {name, value} of texts.");
      }
      tags.add(new Tag(tag.path("name").textValue(), tag.path("value").asText()));
    }
    return tags;
  }

  private static @Nullable Bytes data(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return null;
    }
    return Bytes.ofUtf8(json.isTextual() ? json.textValue() : json.toString());
  }

  private static @Nullable String text(JsonNode json, String field) throws MalformedBodyException {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new MalformedBodyException("'" + field + "': must be text.");
    }
    return value.textValue();
  }

  private static @Nullable Long number(JsonNode json, String field) throws MalformedBodyException {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      return value.isIntegralNumber() && value.canConvertToLong()
          ? value.longValue()
          : Long.parseLong(value.asText());
    } catch (NumberFormatException e) {
      throw new MalformedBodyException("'" + field + "': must be an integer.");
    }
  }

  /** The body is not what a dry run takes; the message names the field. */
  public static final class MalformedBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedBodyException(String message) {
      super(message);
    }
  }
}
