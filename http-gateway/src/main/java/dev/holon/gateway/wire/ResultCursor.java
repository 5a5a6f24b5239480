package dev.holon.gateway.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.compute.StoredResult;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place in the results of a process: standard base64, padded, of the JSON {@code
 * {"timestamp":n,"ordinate":"n","cron":null,"sort":"ASC"}}, of a cron tick with {@code
 * "cron":"<index>-<interval>"}. Consoles decode it and read {@code ordinate}, so the form is fixed.
 *
 * @param slot the ordinate
 * @param cron the name of a tick; null for a slot's own message
 */
public record ResultCursor(long timestampMillis, long slot, @Nullable String cron, Sort sort) {
  /** Direction of a listing, as it is spelled on the wire. */
  public enum Sort {
    ASC,
    DESC
  }

  public static ResultCursor of(StoredResult result, Sort sort) {
    return new ResultCursor(result.timestampMillis(), result.slot(), result.cron(), sort);
  }

  public String toText() {
    byte[] json =
        Json.bytes(
            g -> {
              g.writeStartObject();
              g.writeNumberField("timestamp", timestampMillis);
              g.writeStringField("ordinate", Long.toString(slot));
              g.writeStringField("cron", cron);
              g.writeStringField("sort", sort.name());
              g.writeEndObject();
            });
    return Base64.getEncoder().encodeToString(json);
  }

  /** Reads a cursor's text, padded or not; empty when it is none. */
  public static Optional<ResultCursor> parse(String text) {
    try {
      JsonNode json = Json.MAPPER.readTree(Base64.getDecoder().decode(text));
      if (!json.isObject() || !json.path("timestamp").isIntegralNumber()) {
        return Optional.empty();
      }
      long slot = Long.parseLong(json.path("ordinate").asText());
      Sort sort = json.path("sort").asText().equals("DESC") ? Sort.DESC : Sort.ASC;
      String cron = json.path("cron").textValue();
      return Optional.of(new ResultCursor(json.path("timestamp").longValue(), slot, cron, sort));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
