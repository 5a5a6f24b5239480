package dev.holon.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holon.core.messenger.OutboxStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the node says about itself: {@code /status}, {@code /limits}, {@code /metrics}, {@code
 * /openapi.json}, {@code /health/live}, {@code /health/ready}.
 */
final class NodeSurface implements Surface {
  private final NodePorts ports;
  private final GatewaySettings settings;
  private final Traffic traffic;
  private final List<Route> routes;
  private volatile @Nullable Held newest;

  NodeSurface(NodePorts ports, GatewaySettings settings, Traffic traffic, Workers workers) {
    this.ports = ports;
    this.settings = settings;
    this.traffic = traffic;
    this.routes =
        List.of(
            Route.of("GET /status", call -> status(workers)),
            Route.of("GET /limits", call -> now(limits())),
            Route.of("GET /health/live", call -> now(health(200, "live"))),
            Route.of("GET /health/ready", call -> workers.fromStore(this::readiness)),
            Route.of("GET /metrics", call -> now(metrics())),
            Route.of("GET /openapi.json", call -> now(OpenApi.answer())));
  }

  private static CompletionStage<HttpResponse> now(HttpResponse answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private HttpResponse metrics() {
    return ports
        .metrics()
        .get()
        .map(text -> Answer.metrics(text))
        .orElseThrow(() -> RequestFault.unknown("this node keeps no metrics"));
  }

  private HttpResponse limits() {
    return Answer.json(200, json -> LimitsJson.write(json, settings, ports.chains()));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private HttpResponse readiness() {
    boolean isReady = !traffic.isDraining() && ports.isReady().getAsBoolean();
    return isReady ? health(200, "ready") : health(503, "not ready");
  }

  private static HttpResponse health(int status, String text) {
    return Answer.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", text);
          json.writeEndObject();
        });
  }

  /** What the store holds; while it is away, what was found there last. */
  private record Held(long processCount, int recordCount, OutboxStore.Counts outbox) {}

  private CompletionStage<HttpResponse> status(Workers workers) {
    return workers
        .store()
        .call(
            () ->
                new Held(
                    ports.schedule().processCount(),
                    ports.records().all().size(),
                    ports.outbox().counts()))
        .handle(
            (held, fault) -> {
              if (fault == null) {
                newest = held;
                return status(held, true);
              }
              Held known = newest;
              return known == null ? Failure.of(fault) : status(known, false);
            });
  }

  private HttpResponse status(Held held, boolean isStoreReachable) {
    NodeStatus status = ports.status().get();
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("version", status.version());
          json.writeArrayFieldStart("roles");
          for (String role : status.roles()) {
            json.writeString(role);
          }
          json.writeEndArray();
          json.writeStringField("scheduler", status.addresses().scheduler().text());
          json.writeStringField("compute", status.addresses().compute().text());
          json.writeStringField("messenger", status.addresses().messenger().text());
          json.writeObjectFieldStart("modules");
          for (NodeStatus.BuiltInModule module : status.modules()) {
            json.writeStringField(module.name(), module.id().toString());
          }
          json.writeEndObject();
          json.writeNumberField("height", ports.blocks().currentHeight());
          json.writeNumberField("processes", held.processCount());
          json.writeNumberField("records", held.recordCount());
          writeOutbox(json, held.outbox());
          json.writeBooleanField("storeReachable", isStoreReachable);
          json.writeNumberField("connections", traffic.connectionCount());
          json.writeNumberField("inFlight", traffic.inFlightCount());
          json.writeEndObject();
        });
  }

  private static void writeOutbox(JsonGenerator json, OutboxStore.Counts outbox)
      throws IOException {
    json.writeObjectFieldStart("outbox");
    json.writeNumberField("pending", outbox.pending());
    json.writeNumberField("delivered", outbox.delivered());
    json.writeNumberField("refused", outbox.refused());
    json.writeNumberField("parked", outbox.parked());
    json.writeEndObject();
  }
}
