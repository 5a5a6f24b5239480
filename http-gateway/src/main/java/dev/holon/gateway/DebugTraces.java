package dev.holon.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.trace.TraceLimits;
import dev.holon.core.trace.TraceTree;
import dev.holon.core.trace.TracedPush;
import dev.holon.core.trace.Traces;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /?debug=1&process=…} (ao.TN.1 §3): what a process received, or, with one of
 * {@code message}, {@code assign} and {@code spawn}, that item and all it caused. A view of the
 * same stores as {@code GET /trace/{id}}, in the network's form.
 */
final class DebugTraces {
  /** Traces of one page when the client names no size, and at most. */
  static final int PAGE_DEFAULT = 10;

  static final int PAGE_MAX = 100;

  /** Size of messages after which a page ends early. */
  static final long PAGE_BYTES_MAX = 16L << 20;

  private static final List<String> ITEMS = List.of("message", "assign", "spawn");

  private final ScheduleStore schedule;
  private final Places places;
  private final Traces traces;
  private final TraceLimits limits;

  DebugTraces(NodePorts ports, GatewaySettings settings) {
    this.schedule = ports.schedule();
    this.places = new Places(ports.schedule());
    this.traces = new Traces(ports.traces(), ports.schedule());
    this.limits = settings.units().trace();
  }

  /** What a client wants to see. */
  record Wanted(ProcessId process, Optional<Id> item, Optional<String> wallet, int page, int size) {
    private long firstIndex() {
      return (long) page * size;
    }
  }

  /** Reads {@code process, message, assign, spawn, wallet, page, page-size}. */
  static Wanted wanted(QueryString query) {
    ProcessId process =
        query
            .process("process")
            .orElseThrow(() -> RequestFault.malformed("'process' is required in the query"));
    List<String> named = ITEMS.stream().filter(query::has).toList();
    if (named.size() > 1) {
      throw RequestFault.contradictory(
          "HTTP-0422: only one of message, assign and spawn can be traced at once");
    }
    long page = query.number("page").orElse(1);
    if (page < 1 || page > Integer.MAX_VALUE) {
      throw RequestFault.malformed("'page' must be at least 1");
    }
    return new Wanted(
        process,
        named.stream().findFirst().flatMap(query::id),
        query.text("wallet"),
        (int) page - 1,
        query.count("page-size", PAGE_MAX).orElse(PAGE_DEFAULT));
  }

  /** One line of the answer. */
  private record Line(
      String relation,
      Id id,
      ProcessId process,
      @Nullable String wallet,
      @Nullable String parent,
      long timestampMillis,
      String type) {}

  /** The page. Blocks. */
  HttpResponse answer(Wanted wanted) {
    List<Line> lines = wanted.item().isPresent() ? caused(wanted) : received(wanted);
    boolean hasNextPage = lines.size() > wanted.size();
    List<Line> page = lines.stream().limit(wanted.size()).toList();
    return Answer.json(200, json -> write(json, page, wanted.firstIndex(), hasNextPage));
  }

  private List<Line> received(Wanted wanted) {
    return schedule
        .entries(wanted.process(), wanted.firstIndex(), wanted.size() + 1, PAGE_BYTES_MAX)
        .stream()
        .map(DebugTraces::line)
        .filter(line -> isOf(line, wanted))
        .toList();
  }

  private static Line line(LogEntry entry) {
    String type = entry.slot() == 0 ? "SPAWN" : entry.message().isPresent() ? "MESSAGE" : "ASSIGN";
    return new Line(
        "self",
        entry.itemId(),
        entry.process(),
        entry.message().map(item -> item.ownerAddress().text()).orElse(null),
        entry.message().flatMap(item -> item.tag("Pushed-For")).orElse(null),
        entry.timestampMillis(),
        type);
  }

  private static boolean isOf(Line line, Wanted wanted) {
    return wanted.wallet().isEmpty() || wanted.wallet().get().equals(line.wallet());
  }

  private List<Line> caused(Wanted wanted) {
    Id item = wanted.item().orElseThrow();
    List<Line> lines = new ArrayList<>();
    Optional<ProcessId> process = Optional.of(wanted.process());
    traces
        .trace(places.require(item, process), 0, limits)
        .ifPresent(tree -> add(lines, tree, null, "MESSAGE"));
    Stream<Line> matching = lines.stream().filter(line -> isOf(line, wanted));
    return matching.skip(wanted.firstIndex()).limit(wanted.size() + 1L).toList();
  }

  // As deep as the limits of the trace.
  private void add(List<Line> lines, TraceTree tree, @Nullable Id parent, String type) {
    Id id = tree.slot().messageId();
    ProcessId process = tree.slot().place().process();
    boolean isSpawn = id.equals(process.id());
    lines.add(
        new Line(
            parent == null ? "self" : "child",
            id,
            process,
            schedule
                .entry(process, tree.slot().place().slot())
                .flatMap(LogEntry::message)
                .map(found -> found.ownerAddress().text())
                .orElse(null),
            parent == null ? null : parent.toString(),
            tree.slot().timestampMillis(),
            isSpawn ? "SPAWN" : type));
    for (TraceTree.Branch branch : tree.branches()) {
      boolean isAssignment = branch.push().kind() == TracedPush.Kind.ASSIGNMENT;
      for (TraceTree.Child child : branch.children()) {
        if (child instanceof TraceTree.Child.Shown shown) {
          add(lines, shown.tree(), id, isAssignment ? "ASSIGN" : "MESSAGE");
        }
      }
    }
  }

  private static void write(
      JsonGenerator json, List<Line> page, long firstIndex, boolean hasNextPage)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("pageInfo");
    json.writeBooleanField("hasNextPage", hasNextPage);
    json.writeEndObject();
    json.writeArrayFieldStart("edges");
    long index = firstIndex;
    for (Line line : page) {
      json.writeStartObject();
      json.writeObjectFieldStart("node");
      json.writeStringField("relation", line.relation());
      json.writeStringField("id", line.id().toString());
      json.writeStringField("messageId", line.id().toString());
      json.writeStringField("processId", line.process().toString());
      json.writeStringField("wallet", line.wallet());
      json.writeNullField("ip");
      json.writeStringField("parentId", line.parent());
      json.writeNumberField("timestamp", line.timestampMillis());
      json.writeStringField("type", line.type());
      json.writeEndObject();
      json.writeStringField("cursor", Long.toString(index++));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
