package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.trace.Place;
import dev.holon.gateway.wire.ResultJson;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import dev.holon.protocol.Result;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Answers {@code GET /result/{id}} (ao.TN.1 §4). A result that is not there yet is waited for;
 * after a while the answer is 202 with how far the evaluation has come, never an empty success.
 */
final class ResultLookup {
  private final ProcessUnits units;
  private final ResultStore results;
  private final Places places;
  private final Workers workers;
  private final Duration busyAfter;
  private final Duration noBusyWaitMax;

  ResultLookup(NodePorts ports, Workers workers, GatewaySettings settings) {
    this.units = ports.units();
    this.results = ports.results();
    this.places = new Places(ports.schedule());
    this.workers = workers;
    this.busyAfter = settings.limits().resultWaitMax();
    this.noBusyWaitMax = settings.asks().noBusyWaitMax();
  }

  /** How a client waits. */
  enum Patience {
    /** Told after a while that the evaluation goes on. */
    ORDINARY,
    /** {@code no-busy}: wants the result or a failure. */
    NO_BUSY
  }

  private record Found(Place place, Optional<HttpResponse> answer) {}

  /** The result of the slot that this id stands for. */
  CompletionStage<HttpResponse> answer(Id id, Optional<ProcessId> process, Patience patience) {
    return workers
        .store()
        .call(() -> find(id, process))
        .thenCompose(
            found ->
                found
                    .answer()
                    .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
                    .orElseGet(() -> await(id, found.place(), patience)));
  }

  private Found find(Id id, Optional<ProcessId> process) {
    Place place = places.require(id, process);
    return new Found(
        place,
        results.result(place.process(), place.slot()).map(stored -> answer(stored.result())));
  }

  private CompletionStage<HttpResponse> await(Id id, Place place, Patience patience) {
    Duration waitMax = patience == Patience.NO_BUSY ? noBusyWaitMax : busyAfter;
    return units
        .result(place.process(), place.slot(), waitMax)
        .thenApply(
            reply ->
                switch (reply) {
                  case ResultReply.Ready ready -> answer(ready.result().result());
                  case ResultReply.InProgress progress ->
                      patience == Patience.NO_BUSY
                          ? late(place, waitMax)
                          : inProgress(place.process(), id.toString(), progress);
                  case ResultReply.Rejected rejected -> Failure.ofEvaluation(rejected.refusal());
                });
  }

  private static HttpResponse late(Place place, Duration waitMax) {
    return Failure.of(
        RequestFault.late(
            "slot "
                + place.slot()
                + " of "
                + place.process()
                + " was not evaluated within "
                + waitMax.toMillis()
                + " ms; see noBusyWaitMaxMillis in GET /limits"));
  }

  static HttpResponse answer(Result result) {
    return Answer.json(200, json -> ResultJson.write(json, result));
  }

  /** ao.TN.1 §4, status 202: what is evaluated, how far it is, how fast it goes. */
  static HttpResponse inProgress(ProcessId process, String until, ResultReply.InProgress progress) {
    return Answer.json(
            202,
            json -> {
              json.writeStartObject();
              json.writeStringField(
                  "message",
                  "Evaluation of process \"" + process + "\" to \"" + until + "\" is in progress.");
              json.writeNumberField("slot", progress.atSlot());
              json.writeNumberField("of", progress.ofSlot());
              json.writeFieldName("slotsPerSecond");
              json.writeNumber(String.format(Locale.ROOT, "%.1f", progress.slotsPerSecond()));
              json.writeEndObject();
            })
        .addHeader(Answer.RETRY_AFTER_ONE_SECOND);
  }
}
