package dev.holon.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.protocol.HashChain;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a process's whole log from its scheduler and checks what the protocol promises about it.
 */
public final class ScheduleAudit {
  private static final int PAGE = 1_000;

  private final ProcessId process;
  private final List<Id> messages = new ArrayList<>();
  private final Set<Id> seen = new HashSet<>();
  private @Nullable Id previousAssignment;
  private @Nullable Id previousChain;
  private long previousTimestamp = -1;

  private ScheduleAudit(ProcessId process) {
    this.process = process;
  }

  /**
   * The message ids of the log, in slot order.
   *
   * @throws AssertionError when a slot is missing or doubled, the chain does not close or time does
   *     not increase
   */
  public static List<Id> check(NodeClient node, ProcessId process)
      throws IOException, InterruptedException {
    ScheduleAudit audit = new ScheduleAudit(process);
    boolean hasMore = true;
    while (hasMore) {
      String from = audit.messages.isEmpty() ? "" : "&from-nonce=" + (audit.messages.size() - 1);
      JsonNode page =
          node.get(
              "/su/"
                  + process
                  + "?process-id="
                  + process
                  + "&limit="
                  + PAGE
                  + "&to-nonce=1000000000"
                  + from);
      page.path("edges").forEach(edge -> audit.accept(edge.path("node")));
      hasMore = page.path("page_info").path("has_next_page").asBoolean();
    }
    return audit.messages;
  }

  private void accept(JsonNode entry) {
    Map<String, String> tags = new HashMap<>();
    entry
        .path("assignment")
        .path("tags")
        .forEach(tag -> tags.put(tag.path("name").asText(), tag.path("value").asText()));
    long slot = Long.parseLong(tag(tags, "Nonce"));
    require(slot == messages.size(), "slot " + slot + " follows " + (messages.size() - 1));
    Id chain = Id.parse(tag(tags, "Hash-Chain"));
    Id expected =
        previousAssignment == null || previousChain == null
            ? HashChain.first(process)
            : HashChain.next(previousAssignment, previousChain);
    require(chain.equals(expected), "the chain breaks at slot " + slot);
    long timestamp = Long.parseLong(tag(tags, "Timestamp"));
    require(timestamp > previousTimestamp, "time does not increase at slot " + slot);
    Id message = Id.parse(entry.path("message").path("id").asText());
    require(
        slot == 0 || message.toString().equals(tag(tags, "Message")),
        "slot " + slot + " assigns another message");
    require(seen.add(message), "message " + message + " has two slots");
    previousAssignment = Id.parse(entry.path("assignment").path("id").asText());
    previousChain = chain;
    previousTimestamp = timestamp;
    messages.add(message);
  }

  private String tag(Map<String, String> tags, String name) {
    String value = tags.get(name);
    if (value == null) {
      throw new AssertionError("process " + process + ": an assignment without " + name);
    }
    return value;
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      throw new AssertionError("process " + process + ": " + fault);
    }
  }
}
