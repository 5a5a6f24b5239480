package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.core.Refusal;
import dev.holon.core.RefusalCode;
import dev.holon.core.compute.DryRunMessage;
import dev.holon.core.compute.DryRunReply;
import dev.holon.core.compute.ProcessState;
import dev.holon.core.compute.ResultReply;
import dev.holon.core.compute.ResultStore;
import dev.holon.core.compute.StateReply;
import dev.holon.core.scheduler.ScheduleStore;
import dev.holon.core.trace.Place;
import dev.holon.core.trace.TraceStore;
import dev.holon.gateway.wire.DryRunBody;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/**
 * Answers {@code POST /dry-run} and {@code GET /state/{pid}} (ao.TN.1 §4, §4.5): questions about a
 * process's state. Both wait, like a result, until the slots they must see are evaluated.
 */
final class StateQueries {
  private static final String MAX_AGE = "x-max-age";

  private final ProcessUnits units;
  private final ScheduleStore schedule;
  private final ResultStore results;
  private final TraceStore traces;
  private final Places places;
  private final InstantSource clock;
  private final BodyReader bodies;
  private final Workers workers;
  private final GatewaySettings settings;
  private final RateLimit dryRuns;

  StateQueries(NodePorts ports, BodyReader bodies, Workers workers, GatewaySettings settings) {
    this.units = ports.units();
    this.schedule = ports.schedule();
    this.results = ports.results();
    this.traces = ports.traces();
    this.places = new Places(ports.schedule());
    this.clock = ports.clock();
    this.bodies = bodies;
    this.workers = workers;
    this.settings = settings;
    this.dryRuns =
        new RateLimit(settings.asks().dryRunsPerMinuteMax(), settings.asks().addressesMax());
  }

  /**
   * What an answer must be about.
   *
   * @param awaited slot that must have been evaluated
   * @param asked slot whose state is asked for, or {@link ProcessUnits#NEWEST_SLOT}
   */
  private record Moment(ProcessId process, long awaited, long asked) {}

  /** {@code POST /dry-run}. */
  CompletionStage<HttpResponse> dryRun(Call call) {
    ProcessId process =
        call.query()
            .process("process-id")
            .orElseThrow(() -> RequestFault.malformed("'process-id' is required in the query"));
    Optional<Id> to = call.query().id("to");
    long maxAgeMillis = maxAgeMillis(call);
    OptionalLong waitMillis = dryRuns.take(call.client(), clock.millis());
    if (waitMillis.isPresent()) {
      return CompletableFuture.completedFuture(
          Failure.of(RequestFault.rateExceeded(waitMillis.getAsLong())));
    }
    return bodies
        .read(call.request(), settings.limits().jsonBytesMax())
        .thenApplyAsync(StateQueries::parse, workers.verify())
        .thenCompose(
            message ->
                at(
                    () ->
                        to.map(id -> exactly(places.require(id, Optional.of(process)), process))
                            .orElseGet(() -> notOlderThan(process, maxAgeMillis)),
                    slot -> units.dryRun(process, message, slot).thenApply(StateQueries::answer)));
  }

  /** {@code GET /state/{pid}}. */
  CompletionStage<HttpResponse> state(ProcessId process, OptionalLong toMillis) {
    return at(
        () ->
            toMillis.isPresent()
                ? lastUntil(process, toMillis.getAsLong())
                : new Moment(process, head(process).slot(), ProcessUnits.NEWEST_SLOT),
        slot -> units.state(process, slot).thenApply(this::answer));
  }

  // ao.TN.1 §4.5: the state may be this old; slots that were in the log before then must be seen.
  private Moment notOlderThan(ProcessId process, long maxAgeMillis) {
    TraceStore.Head head = head(process);
    long instant = clock.millis() - maxAgeMillis;
    long awaited =
        head.timestampMillis() <= instant
            ? head.slot()
            : schedule.firstSlotAfter(process, instant) - 1;
    // Before slot 0 there is no state at all.
    return new Moment(process, Math.max(0, awaited), ProcessUnits.NEWEST_SLOT);
  }

  private static Moment exactly(Place place, ProcessId process) {
    if (!place.process().equals(process)) {
      throw RequestFault.unknown("the message of 'to' has no slot in process " + process);
    }
    return new Moment(process, place.slot(), place.slot());
  }

  private Moment lastUntil(ProcessId process, long millis) {
    head(process);
    long slot = schedule.firstSlotAfter(process, millis) - 1;
    if (slot < 0) {
      throw RequestFault.unknown("process " + process + " began after " + millis);
    }
    return new Moment(process, slot, slot);
  }

  private TraceStore.Head head(ProcessId process) {
    return traces
        .head(process)
        .orElseThrow(
            () ->
                new RefusedException(
                    new Refusal(
                        RefusalCode.UNKNOWN_PROCESS,
                        "process " + process + " is not known to this node")));
  }

  private record Reached(Moment moment, boolean isEvaluated) {}

  /** Answers when the moment's slot has been evaluated. */
  private CompletionStage<HttpResponse> at(
      Supplier<Moment> moment, LongFunction<CompletionStage<HttpResponse>> answer) {
    return workers
        .store()
        .call(
            () -> {
              Moment wanted = moment.get();
              boolean isEvaluated = results.result(wanted.process(), wanted.awaited()).isPresent();
              return new Reached(wanted, isEvaluated);
            })
        .thenCompose(
            reached ->
                reached.isEvaluated()
                    ? answer.apply(reached.moment().asked())
                    : await(reached.moment(), answer));
  }

  private CompletionStage<HttpResponse> await(
      Moment moment, LongFunction<CompletionStage<HttpResponse>> answer) {
    return units
        .result(moment.process(), moment.awaited(), settings.limits().resultWaitMax())
        .thenCompose(
            reply ->
                switch (reply) {
                  case ResultReply.Ready ready -> answer.apply(moment.asked());
                  case ResultReply.InProgress progress ->
                      CompletableFuture.completedFuture(
                          ResultLookup.inProgress(
                              moment.process(), "slot " + moment.awaited(), progress));
                  case ResultReply.Rejected rejected ->
                      CompletableFuture.completedFuture(Failure.ofEvaluation(rejected.refusal()));
                });
  }

  private long maxAgeMillis(Call call) {
    Optional<String> text = call.header(MAX_AGE);
    if (text.isEmpty()) {
      return settings.asks().dryRunAgeMax().toMillis();
    }
    try {
      long millis = Long.parseLong(text.get().strip());
      if (millis >= 0) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative one.
    }
    throw RequestFault.malformed("the header " + MAX_AGE + " must be milliseconds, at least 0");
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
      case DryRunReply.Evaluated evaluated -> ResultLookup.answer(evaluated.result());
      case DryRunReply.Rejected rejected -> Failure.ofEvaluation(rejected.refusal());
    };
  }

  private HttpResponse answer(StateReply reply) {
    return switch (reply) {
      case StateReply.Given given -> answer(given.state());
      case StateReply.Rejected rejected -> Failure.ofEvaluation(rejected.refusal());
    };
  }

  private HttpResponse answer(ProcessState state) {
    long bytesMax = settings.asks().stateBytesMax();
    if (state.bytes().size() > bytesMax) {
      return Failure.of(RequestFault.stateTooLarge(state.bytes().size(), bytesMax));
    }
    return HttpResponse.create()
        .withStatus(200)
        .withEntity(
            HttpEntities.create(
                ContentTypes.APPLICATION_OCTET_STREAM,
                ByteString.fromArrayUnsafe(state.bytes().toArray())))
        .addHeader(RawHeader.create("Last-Timestamp", Long.toString(state.timestampMillis())))
        .addHeader(RawHeader.create("Last-Ordinate", Long.toString(state.slot())))
        .addHeader(RawHeader.create("Last-Block-Height", Long.toString(state.blockHeight())));
  }
}
