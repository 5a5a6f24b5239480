package dev.holon.gateway;

import dev.holon.protocol.ProcessId;
import java.util.Optional;
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

  ComputeSurface(NodePorts ports, BodyReader bodies, Workers workers, GatewaySettings settings) {
    this.ports = ports;
    this.lookup = new ResultLookup(ports, workers, settings);
    this.listing = new ResultListing(ports.schedule(), ports.results(), settings.limits());
    this.states = new StateQueries(ports, bodies, workers, settings);
    this.workers = workers;
  }

  @Override
  public Optional<CompletionStage<HttpResponse>> serve(Call call) {
    if (call.isPost() && call.isAt("dry-run", 1)) {
      return Optional.of(states.dryRun(call));
    }
    return call.isGet() ? serveGet(call) : Optional.empty();
  }

  private Optional<CompletionStage<HttpResponse>> serveGet(Call call) {
    if (call.depth() == 0) {
      return Optional.of(CompletableFuture.completedFuture(greeting()));
    }
    if (call.isAt("result", 2)) {
      ResultLookup.Patience patience =
          call.query().has("no-busy")
              ? ResultLookup.Patience.NO_BUSY
              : ResultLookup.Patience.ORDINARY;
      return Optional.of(lookup.answer(call.idAt(1), call.query().process("process-id"), patience));
    }
    if (call.isAt("results", 2)) {
      ProcessId process = new ProcessId(call.idAt(1));
      ResultListing.Window window = listing.window(call.query());
      return Optional.of(workers.fromStore(() -> listing.answer(process, window)));
    }
    if (call.isAt("state", 2)) {
      return Optional.of(states.state(new ProcessId(call.idAt(1)), call.query().number("to")));
    }
    return Optional.empty();
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
