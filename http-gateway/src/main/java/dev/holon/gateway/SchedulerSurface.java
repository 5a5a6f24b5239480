package dev.holon.gateway;

import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.gateway.wire.SchedulerJson;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The scheduler unit (ao.TN.1, scheduler), below {@code /su}: {@code GET /}, {@code /timestamp},
 * {@code POST /}, {@code GET /{id}}, {@code /processes/{pid}}, {@code /{pid}/latest}, {@code
 * /health}, {@code /metrics}. What it does not know it answers with 400, as its protocol has it.
 */
final class SchedulerSurface implements Surface {
  private final NodePorts ports;
  private final ScheduleStore schedule;
  private final ScheduleListing listing;
  private final ItemIntake intake;
  private final Workers workers;

  SchedulerSurface(NodePorts ports, ItemIntake intake, Workers workers, GatewayLimits limits) {
    this.ports = ports;
    this.schedule = ports.schedule();
    this.listing = new ScheduleListing(ports.schedule(), limits);
    this.intake = intake;
    this.workers = workers;
  }

  @Override
  public Optional<CompletionStage<HttpResponse>> serve(Call call) {
    if (call.isPost() && call.depth() == 0) {
      return Optional.of(
          intake.post(
              call,
              new ItemIntake.Manner(
                  item -> Optional.empty(),
                  entry -> scheduled(entry, entry.itemId()),
                  entry -> scheduled(entry, entry.assignmentId()))));
    }
    return call.isGet() ? serveGet(call) : Optional.empty();
  }

  private Optional<CompletionStage<HttpResponse>> serveGet(Call call) {
    if (call.depth() == 0) {
      return now(greeting());
    }
    if (call.isAt("timestamp", 1)) {
      return now(timestamp());
    }
    if (call.isAt("health", 1)) {
      return now(Answer.empty(200));
    }
    if (call.isAt("metrics", 1)) {
      return now(Answer.text(400, "Metrics are disabled on this port"));
    }
    if (call.isAt("processes", 2)) {
      ProcessId process = new ProcessId(call.idAt(1));
      return Optional.of(workers.fromStore(() -> process(process)));
    }
    if (call.depth() == 2 && call.segment(1).equals("latest")) {
      ProcessId process = new ProcessId(call.idAt(0));
      return Optional.of(workers.fromStore(() -> latest(process)));
    }
    if (call.depth() == 1) {
      return Optional.of(listingOrEntry(call));
    }
    return Optional.empty();
  }

  private CompletionStage<HttpResponse> listingOrEntry(Call call) {
    Id id = call.idAt(0);
    call.query().process("process-id"); // checked, though it changes nothing: ids are unique
    ScheduleListing.Window window = listing.window(call.query());
    SchedulerJson.Anchors anchors =
        call.query().has("show-anchor")
            ? SchedulerJson.Anchors.ALL
            : SchedulerJson.Anchors.TEXT_ONLY;
    return workers.fromStore(() -> listingOrEntry(id, window, anchors));
  }

  private HttpResponse listingOrEntry(
      Id id, ScheduleListing.Window window, SchedulerJson.Anchors anchors) {
    // A process's id is also the message id of its slot 0; the listing wins.
    Optional<LogEntry> head = schedule.latest(new ProcessId(id));
    if (head.isPresent()) {
      return listing.answer(head.get(), window, anchors);
    }
    return schedule
        .find(id)
        // A pure assignment is found by its own id only.
        .filter(entry -> entry.item() != null || entry.assignmentId().equals(id))
        .map(entry -> Answer.json(200, json -> SchedulerJson.writeEntry(json, entry, anchors)))
        .orElseGet(() -> unknown("Message or Process not found"));
  }

  private HttpResponse process(ProcessId process) {
    return schedule
        .entry(process, 0)
        .flatMap(
            first ->
                first
                    .message()
                    .map(
                        spawn ->
                            Answer.json(
                                200, json -> SchedulerJson.writeProcess(json, first, spawn))))
        .orElseGet(() -> unknown("NotFound(\"Process not found\")"));
  }

  private HttpResponse latest(ProcessId process) {
    return schedule
        .latest(process)
        .map(
            entry ->
                Answer.json(
                    200,
                    json -> SchedulerJson.writeEntry(json, entry, SchedulerJson.Anchors.TEXT_ONLY)))
        .orElseGet(() -> unknown("Latest message not available"));
  }

  private HttpResponse greeting() {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("timestamp", Long.toString(ports.clock().millis()));
          json.writeStringField("address", ports.status().get().addresses().scheduler().text());
          json.writeEndObject();
        });
  }

  private HttpResponse timestamp() {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("timestamp", Long.toString(ports.clock().millis()));
          json.writeStringField(
              "block_height", SchedulerJson.paddedHeight(ports.blocks().currentHeight()));
          json.writeEndObject();
        });
  }

  private static HttpResponse scheduled(LogEntry entry, Id id) {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeNumberField("timestamp", entry.timestampMillis());
          json.writeStringField("id", id.toString());
          json.writeEndObject();
        });
  }

  private static HttpResponse unknown(String text) {
    return Answer.json(
        400,
        json -> {
          json.writeStartObject();
          json.writeStringField("error", text);
          json.writeStringField("code", RequestFault.Code.UNKNOWN.text());
          json.writeStringField("retry", RequestFault.Code.UNKNOWN.retry().name());
          json.writeEndObject();
        });
  }

  private static Optional<CompletionStage<HttpResponse>> now(HttpResponse answer) {
    return Optional.of(CompletableFuture.completedFuture(answer));
  }
}
