package dev.holon.gateway;

import dev.holon.actors.ProcessUnits;
import dev.holon.core.compute.TicksReply;
import dev.holon.protocol.ProcessId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The compute unit's crons. {@code GET /cron/{pid}} (ao.TN.1 §4) evaluates the ticks that are due,
 * within the time of a request, and lists ticks only. {@code GET /crons/{pid}} shows a process's
 * crons and how far they have come.
 */
final class CronSurface implements Surface {
  private final ProcessUnits units;
  private final ResultListing listing;
  private final CronReport report;
  private final Workers workers;
  private final Duration waitMax;
  private final List<Route> routes;

  CronSurface(NodePorts ports, Workers workers, GatewayLimits limits) {
    this.units = ports.units();
    this.listing = new ResultListing(ports.schedule(), ports.results(), limits);
    this.report = new CronReport(ports);
    this.workers = workers;
    this.waitMax = limits.resultWaitMax();
    this.routes =
        List.of(
            Route.of("GET /cron/{pid}", this::ticks), Route.of("GET /crons/{pid}", this::crons));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> ticks(Call call) {
    return ticks(new ProcessId(call.idAt(1)), listing.tickWindow(call.query()));
  }

  private CompletionStage<HttpResponse> crons(Call call) {
    ProcessId process = new ProcessId(call.idAt(1));
    return workers.fromStore(() -> report.answer(process));
  }

  // Not all may have been evaluated when the time is up; the next page, or the next request, goes
  // on.
  private CompletionStage<HttpResponse> ticks(ProcessId process, ResultListing.Window window) {
    return units
        .ticks(process, waitMax)
        .thenCompose(
            reply ->
                switch (reply) {
                  case TicksReply.Rejected rejected ->
                      CompletableFuture.completedFuture(Failure.ofQuestion(rejected.refusal()));
                  case TicksReply.CaughtUp done ->
                      workers.fromStore(() -> listing.ticks(process, window));
                  case TicksReply.InProgress progress ->
                      workers.fromStore(() -> listing.ticks(process, window));
                });
  }
}
