package dev.holon.node.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.core.verify.LogSlot;
import dev.holon.node.client.ClientFailure;
import dev.holon.node.client.NodeHttp;
import dev.holon.protocol.Bytes;
import dev.holon.protocol.DataItem;
import dev.holon.protocol.Id;
import dev.holon.protocol.ItemException;
import dev.holon.protocol.ItemParts;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Tag;
import dev.holon.protocol.Verifier;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log that any scheduler lists as JSON (ao.TN.1 §2.3). The items are put together from their
 * fields, so their ids and signatures show whether the fields are theirs. A listing gives data and
 * anchors as text: an item in which they are no UTF-8 cannot be put together, and ends the log.
 */
public final class ListedLog implements LogSource {
  private static final int PAGE = 200;

  private final NodeHttp scheduler;
  private final ProcessId process;
  private final Verifier verifier;
  private String cursor = "-1"; // before slot 0
  private long nextSlot;
  private boolean isAtEnd;
  private @Nullable UnreadableException fault;

  public ListedLog(NodeHttp scheduler, ProcessId process, Verifier verifier) {
    this.scheduler = scheduler;
    this.process = process;
    this.verifier = verifier;
  }

  @Override
  public List<LogSlot> next() throws UnreadableException, ClientFailure {
    if (fault != null) {
      throw fault;
    }
    List<LogSlot> slots = isAtEnd ? List.of() : page();
    if (slots.isEmpty() && fault != null) {
      throw fault;
    }
    return slots;
  }

  /** Up to the first that does not read: those before it are slots all the same. */
  private List<LogSlot> page() throws UnreadableException, ClientFailure {
    JsonNode page =
        scheduler
            .again()
            .get(
                "/%s?process-id=%s&from-nonce=%s&limit=%d&show-anchor=1"
                    .formatted(process, process, cursor, PAGE));
    JsonNode edges = page.path("edges");
    if (!edges.isArray()) {
      throw new UnreadableException(name() + " answers with no listing of process " + process);
    }
    List<LogSlot> slots = new ArrayList<>();
    try {
      for (JsonNode edge : edges) {
        slots.add(slot(edge.path("node")));
      }
    } catch (ItemException | IllegalArgumentException e) {
      fault =
          new UnreadableException(
              "slot " + nextSlot + " of " + name() + " cannot be put together: " + e.getMessage(),
              e);
    }
    String last = edges.isEmpty() ? "" : edges.get(edges.size() - 1).path("cursor").asText();
    isAtEnd = edges.isEmpty() || !page.path("page_info").path("has_next_page").asBoolean();
    if (!isAtEnd && last.equals(cursor)) {
      throw new UnreadableException(name() + " gives the page behind " + cursor + " again");
    }
    cursor = last;
    return slots;
  }

  private LogSlot slot(JsonNode node) throws ItemException {
    JsonNode message = node.path("message");
    DataItem assignment = item(node.path("assignment"), Bytes.EMPTY);
    DataItem item =
        message.isObject() ? item(message, Bytes.ofUtf8(message.path("data").asText(""))) : null;
    return new LogSlot(nextSlot++, assignment, item);
  }

  private DataItem item(JsonNode json, Bytes data) throws ItemException {
    String target = json.path("target").asText("");
    List<Tag> tags = new ArrayList<>();
    for (JsonNode tag : json.path("tags")) {
      tags.add(new Tag(tag.path("name").asText(), tag.path("value").asText()));
    }
    ItemParts parts =
        new ItemParts(
            Id.parse(json.path("id").asText()),
            bytes(json.path("owner").path("key")),
            bytes(json.path("signature")),
            target.isEmpty() || target.equals("null") ? null : Id.parse(target),
            json.path("anchor").isTextual() ? json.path("anchor").textValue() : "",
            tags,
            data);
    return parts.assemble(verifier).item();
  }

  private static Bytes bytes(JsonNode base64) {
    return Bytes.of(Base64.getUrlDecoder().decode(base64.asText()));
  }

  /** Schedulers list logs only: modules are elsewhere. */
  @Override
  public Optional<DataItem> item(Id id) {
    return Optional.empty();
  }

  @Override
  public String name() {
    return scheduler.base().toString();
  }

  @Override
  public void close() {
    // Connections end with the command.
  }
}
