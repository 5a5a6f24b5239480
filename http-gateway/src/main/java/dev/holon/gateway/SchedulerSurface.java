package dev.holon.gateway;

import dev.holon.core.RefusalCode;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.gateway.wire.SchedulerJson;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
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
  private final Redirects redirects;
  private final List<Route> routes;

  SchedulerSurface(NodePorts ports, ItemIntake intake, Workers workers, GatewaySettings settings) {
    this.ports = ports;
    this.schedule = ports.schedule();
    this.listing = new ScheduleListing(ports.schedule(), settings.limits());
    this.intake = intake;
    this.workers = workers;
    this.redirects = new Redirects(settings.units().locator(), ports.schedule());
    this.routes =
        List.of(
            Route.of("POST /", this::post),
            Route.of("GET /", call -> hereOr(call, named(call), this::greeting)),
            Route.of("GET /timestamp", call -> hereOr(call, named(call), this::timestamp)),
            Route.of("GET /health", call -> now(Answer.empty(200))),
            Route.of(
                "GET /metrics", call -> now(Answer.text(400, "Metrics are disabled on this port"))),
            Route.of("GET /processes/{pid}", this::process),
            Route.of("GET /{pid}/latest", this::latest),
            Route.of("GET /{id}", this::listingOrEntry));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> post(Call call) {
    return intake.post(
        call,
        new ItemIntake.Manner(
            item -> Optional.empty(),
            process -> workers.store().call(() -> redirects.elsewhere(call, process)),
            reply -> answer(reply, LogEntry::itemId),
            reply -> answer(reply, LogEntry::assignmentId)));
  }

  private CompletionStage<HttpResponse> process(Call call) {
    ProcessId process = new ProcessId(call.idAt(1));
    return hereOr(call, Optional.of(process), () -> process(process));
  }

  private CompletionStage<HttpResponse> latest(Call call) {
    ProcessId process = new ProcessId(call.idAt(0));
    return hereOr(call, Optional.of(process), () -> latest(process));
  }

  private static Optional<ProcessId> named(Call call) {
    return call.query().process("process-id");
  }

  /** Answers here, unless the process that is named is hosted elsewhere. */
  private CompletionStage<HttpResponse> hereOr(
      Call call, Optional<ProcessId> process, Supplier<HttpResponse> here) {
    return workers.fromStore(
        () -> process.flatMap(named -> redirects.elsewhere(call, named)).orElseGet(here));
  }

  private CompletionStage<HttpResponse> listingOrEntry(Call call) {
    Id id = call.idAt(0);
    ScheduleListing.Window window = listing.window(call.query());
    SchedulerJson.Anchors anchors =
        call.query().has("show-anchor")
            ? SchedulerJson.Anchors.ALL
            : SchedulerJson.Anchors.TEXT_ONLY;
    return hereOr(call, named(call), () -> listingOrEntry(call, id, window, anchors));
  }

  private HttpResponse listingOrEntry(
      Call call, Id id, ScheduleListing.Window window, SchedulerJson.Anchors anchors) {
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
        // Nobody here knows it: it may be a process of another scheduler.
        .or(() -> redirects.elsewhere(call, new ProcessId(id)))
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

  private static HttpResponse answer(ScheduleReply reply, Function<LogEntry, Id> id) {
    return switch (reply) {
      case ScheduleReply.Scheduled done -> scheduled(done.entry(), id.apply(done.entry()));
      case ScheduleReply.AlreadyScheduled done -> exists(done.entry(), id.apply(done.entry()));
      case ScheduleReply.Rejected rejected -> Failure.of(rejected.refusal());
    };
  }

  // ao.TN.1 §2.1: a repeat is an error of its own words. It keeps its slot, which is told as well.
  private static HttpResponse exists(LogEntry entry, Id id) {
    RefusalCode code = RefusalCode.MESSAGE_EXISTS;
    return Answer.json(
        400,
        json -> {
          json.writeStartObject();
          json.writeStringField("error", "MessageExists(\"Message already exists\")");
          json.writeStringField("code", code.text());
          json.writeStringField("retry", code.retry().name());
          json.writeStringField("id", id.toString());
          json.writeNumberField("timestamp", entry.timestampMillis());
          json.writeNumberField("slot", entry.slot());
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

  private static CompletionStage<HttpResponse> now(HttpResponse answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
