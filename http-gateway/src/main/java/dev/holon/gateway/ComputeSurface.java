package dev.holon.gateway;

import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The compute unit (ao.TN.1 §4): {@code GET /}, {@code /result/{id}}, {@code /results/{pid}},
 * {@code /state/{pid}} and {@code POST /dry-run}.
 */
final class ComputeSurface implements Surface {
  private final NodePorts ports;
  private final ResultLookup lookup;
  private final ResultListing listing;
  private final StateQueries states;
  private final Workers workers;
  private final List<Route> routes;

  ComputeSurface(NodePorts ports, BodyReader bodies, Workers workers, GatewaySettings settings) {
    this.ports = ports;
    this.lookup = new ResultLookup(ports, workers, settings);
    this.listing = new ResultListing(ports.schedule(), ports.results(), settings.limits());
    this.states = new StateQueries(ports, bodies, workers, settings);
    this.workers = workers;
    this.routes =
        List.of(
            Route.of("GET /", call -> CompletableFuture.completedFuture(greeting())),
            Route.of("GET /result/{id}", this::result),
            Route.of("GET /results/{pid}", this::results),
            Route.of("GET /state/{pid}", this::state),
            Route.of("POST /dry-run", states::dryRun).reading());
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> result(Call call) {
    ResultLookup.Patience patience =
        call.query().has("no-busy")
            ? ResultLookup.Patience.NO_BUSY
            : ResultLookup.Patience.ORDINARY;
    return lookup.answer(call.idAt(1), call.query().process("process-id"), patience);
  }

  private CompletionStage<HttpResponse> results(Call call) {
    ProcessId process = new ProcessId(call.idAt(1));
    ResultListing.Window window = listing.window(call.query());
    return workers.fromStore(() -> listing.answer(process, window));
  }

  private CompletionStage<HttpResponse> state(Call call) {
    return states.state(new ProcessId(call.idAt(1)), call.query().number("to"));
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
