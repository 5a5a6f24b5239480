package dev.holon.gateway;

import dev.holon.core.trace.TraceLimits;
import dev.holon.core.trace.TraceTree;
import dev.holon.core.trace.Traces;
import dev.holon.gateway.wire.TraceJson;
import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code GET /trace/{id}}: what a message caused, as a tree across processes. The id is that of a
 * message, an assignment or a process (its slot 0). {@code process-id} says which process's slot is
 * meant when several have the message; {@code depth} and {@code width} ask for less than the
 * limits, {@code from} goes on with the pushes of a wide slot.
 */
final class TraceSurface implements Surface {
  private final Places places;
  private final Traces traces;
  private final TraceLimits limits;
  private final Workers workers;
  private final List<Route> routes;

  TraceSurface(NodePorts ports, Workers workers, GatewaySettings settings) {
    this.places = new Places(ports.schedule());
    this.traces = new Traces(ports.traces(), ports.schedule());
    this.limits = settings.units().trace();
    this.workers = workers;
    this.routes = List.of(Route.of("GET /trace/{id}", this::trace));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> trace(Call call) {
    Id id = call.idAt(1);
    Optional<ProcessId> process = call.query().process("process-id");
    TraceLimits wanted = wanted(call.query());
    int from = (int) Math.min(call.query().number("from").orElse(0), Integer.MAX_VALUE);
    if (from < 0) {
      throw RequestFault.malformed("'from' must be at least 0");
    }
    return workers.fromStore(() -> answer(id, process, from, wanted));
  }

  private TraceLimits wanted(QueryString query) {
    OptionalInt width = query.count("width", limits.widthMax());
    long depth = query.number("depth").orElse(limits.depthMax());
    if (depth < 0) {
      throw RequestFault.malformed("'depth' must be at least 0");
    }
    return new TraceLimits(
        (int) Math.min(depth, limits.depthMax()),
        width.orElse(limits.widthMax()),
        limits.nodesMax(),
        limits.resultBytesMax());
  }

  private HttpResponse answer(Id id, Optional<ProcessId> process, int from, TraceLimits wanted) {
    TraceTree tree =
        traces
            .trace(places.require(id, process), from, wanted)
            .orElseThrow(() -> RequestFault.unknown("no process of this node has " + id));
    return Answer.json(200, json -> TraceJson.writeTree(json, tree));
  }
}
