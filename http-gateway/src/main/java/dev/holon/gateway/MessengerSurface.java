package dev.holon.gateway;

import dev.holon.core.scheduler.Admission;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleReply;
import dev.holon.protocol.Id;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/**
 * The messenger unit (ao.TN.1 §3): {@code GET /}, also with its traces, and {@code POST /}. An item
 * is answered when its slot is durable; its result is computed and pushed after the answer.
 */
final class MessengerSurface implements Surface {
  /** The messenger takes items for all processes. */
  private static final CompletionStage<Optional<HttpResponse>> NOWHERE_ELSE =
      CompletableFuture.completedFuture(Optional.empty());

  private final ItemIntake intake;
  private final DebugTraces traces;
  private final Workers workers;
  private final List<Route> routes;

  MessengerSurface(ItemIntake intake, DebugTraces traces, Workers workers) {
    this.intake = intake;
    this.traces = traces;
    this.workers = workers;
    this.routes = List.of(Route.of("GET /", this::greeting), Route.of("POST /", this::post));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> greeting(Call call) {
    if (!call.query().has("debug")) {
      return CompletableFuture.completedFuture(Answer.text(200, "ao messenger unit"));
    }
    DebugTraces.Wanted wanted = DebugTraces.wanted(call.query());
    return workers.fromStore(() -> traces.answer(wanted));
  }

  private CompletionStage<HttpResponse> post(Call call) {
    ContentType type = call.request().entity().getContentType();
    boolean isItem = !call.query().has("process-id") && !call.query().has("assign");
    boolean isEmpty = call.request().entity().isKnownEmpty();
    if (isItem && !isEmpty && !type.mediaType().equals(MediaTypes.APPLICATION_OCTET_STREAM)) {
      throw RequestFault.noItemType(type.toString());
    }
    return intake.post(
        call,
        new ItemIntake.Manner(
            Admission::objectionOfMessenger,
            process -> NOWHERE_ELSE,
            reply -> answer(reply, "Processing DataItem", LogEntry::itemId),
            reply -> answer(reply, "Processing Assignment", LogEntry::assignmentId)));
  }

  // A repeat is answered as the first post was: what it asks for is done.
  private static HttpResponse answer(
      ScheduleReply reply, String message, Function<LogEntry, Id> id) {
    return switch (reply) {
      case ScheduleReply.Scheduled scheduled -> accepted(message, id.apply(scheduled.entry()));
      case ScheduleReply.AlreadyScheduled scheduled ->
          accepted(message, id.apply(scheduled.entry()));
      case ScheduleReply.Rejected rejected -> Failure.of(rejected.refusal());
    };
  }

  private static HttpResponse accepted(String message, Id id) {
    return Answer.json(
        202,
        json -> {
          json.writeStartObject();
          json.writeStringField("message", message);
          json.writeStringField("id", id.toString());
          json.writeEndObject();
        });
  }
}
