package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.scheduler.LogEntry;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.gateway.wire.DryRunBody;
import dev.holon.gateway.wire.ResultJson;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The compute unit (ao.TN.1, compute): {@code GET /}, {@code /result/{id}}, {@code /results/{pid}}
 * and {@code POST /dry-run}. A result that is not there yet is waited for; it is never answered as
 * an empty success.
 */
final class ComputeSurface implements Surface {
  private final NodePorts ports;
  private final ProcessUnits units;
  private final ScheduleStore schedule;
  private final ResultStore results;
  private final ResultListing listing;
  private final BodyReader bodies;
  private final Workers workers;
  private final Duration resultWaitMax;
  private final int jsonBytesMax;

  ComputeSurface(NodePorts ports, BodyReader bodies, Workers workers, GatewayLimits limits) {
    this.ports = ports;
    this.units = ports.units();
    this.schedule = ports.schedule();
    this.results = ports.results();
    this.listing = new ResultListing(ports.schedule(), ports.results(), limits);
    this.bodies = bodies;
    this.workers = workers;
    this.resultWaitMax = limits.resultWaitMax();
    this.jsonBytesMax = limits.jsonBytesMax();
  }

  @Override
  public Optional<CompletionStage<HttpResponse>> serve(Call call) {
    if (call.isGet() && call.depth() == 0) {
      return Optional.of(CompletableFuture.completedFuture(greeting()));
    }
    if (call.isGet() && call.isAt("result", 2)) {
      return Optional.of(result(call.idAt(1), call.query().process("process-id")));
    }
    if (call.isGet() && call.isAt("results", 2)) {
      ProcessId process = new ProcessId(call.idAt(1));
      ResultListing.Window window = listing.window(call.query());
      return Optional.of(workers.fromStore(() -> listing.answer(process, window)));
    }
    if (call.isPost() && call.isAt("dry-run", 1)) {
      return Optional.of(dryRun(call));
    }
    return Optional.empty();
  }

  private CompletionStage<HttpResponse> result(Id id, Optional<ProcessId> process) {
    return workers
        .store()
        .call(() -> stored(id, process))
        .thenCompose(found -> found.answer().orElseGet(() -> await(id, found.place())));
  }

  /** The slot asked for, and its answer when the store has it. */
  private record Found(Place place, Optional<CompletionStage<HttpResponse>> answer) {}

  private record Place(ProcessId process, long slot) {}

  private Found stored(Id id, Optional<ProcessId> process) {
    Place place =
        place(id, process)
            .orElseThrow(
                () -> RequestFault.unknown("no process of this node has the message " + id));
    return new Found(
        place,
        results
            .result(place.process(), place.slot())
            .map(stored -> CompletableFuture.completedFuture(answer(stored.result()))));
  }

  private Optional<Place> place(Id id, Optional<ProcessId> process) {
    // A process's id names its slot 0.
    Optional<LogEntry> entry =
        process.flatMap(
            p -> p.id().equals(id) ? schedule.entry(p, 0) : schedule.findMessage(p, id));
    return entry.or(() -> schedule.find(id)).map(found -> new Place(found.process(), found.slot()));
  }

  private CompletionStage<HttpResponse> await(Id id, Place place) {
    return units
        .result(place.process(), place.slot(), resultWaitMax)
        .thenApply(reply -> answer(reply, id, place));
  }

  private static HttpResponse answer(ResultReply reply, Id id, Place place) {
    return switch (reply) {
      case ResultReply.Ready ready -> answer(ready.result().result());
      case ResultReply.InProgress progress -> inProgress(id, place.process());
      case ResultReply.Rejected rejected -> Failure.ofQuestion(rejected.refusal());
    };
  }

  private static HttpResponse answer(Result result) {
    return Answer.json(200, json -> ResultJson.write(json, result));
  }

  private static HttpResponse inProgress(Id id, ProcessId process) {
    return Answer.json(
            202,
            json -> {
              json.writeStartObject();
              json.writeStringField(
                  "message",
                  "Evaluation of process \"" + process + "\" to \"" + id + "\" is in progress.");
              json.writeEndObject();
            })
        .addHeader(Answer.RETRY_AFTER_ONE_SECOND);
  }

  private CompletionStage<HttpResponse> dryRun(Call call) {
    ProcessId process =
        call.query()
            .process("process-id")
            .orElseThrow(() -> RequestFault.malformed("'process-id' is required in the query"));
    if (call.query().has("to")) {
      throw RequestFault.malformed("'to' is not supported: a dry run sees the newest state");
    }
    return bodies
        .read(call.request(), jsonBytesMax)
        .thenApplyAsync(ComputeSurface::parse, workers.verify())
        .thenCompose(message -> units.dryRun(process, message))
        .thenApply(ComputeSurface::answer);
  }

  private static DryRunMessage parse(byte[] body) {
    try {
      return DryRunBody.parse(body);
    } catch (DryRunBody.MalformedBodyException e) {
      throw RequestFault.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static HttpResponse answer(DryRunReply reply) {
    return switch (reply) {
      case DryRunReply.Evaluated evaluated -> answer(evaluated.result());
      case DryRunReply.Rejected rejected -> Failure.ofQuestion(rejected.refusal());
    };
  }

  private HttpResponse greeting() {
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("address", ports.status().get().addresses().compute().text());
          json.writeNumberField("timestamp", ports.clock().millis());
          json.writeEndObject();
        });
  }
}
