package dev.holon.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.holon.gateway.graphql.BlockId;
import dev.holon.gateway.graphql.FoundItem;
import dev.holon.gateway.graphql.GraphqlEngine;
import dev.holon.gateway.graphql.GraphqlLimits;
import dev.holon.gateway.wire.Json;
import dev.holon.protocol.Id;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The stand-in for an Arweave gateway: {@code POST|GET /graphql}, {@code GET /raw/{id}}, {@code GET
 * /{id}} and {@code GET /info}. Serves what the node stores; asks nobody else.
 */
final class GatewaySurface implements Surface {
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  private final NodePorts ports;
  private final GraphqlEngine graphql;
  private final BodyReader bodies;
  private final Workers workers;
  private final int jsonBytesMax;
  private final List<Route> routes;

  GatewaySurface(NodePorts ports, BodyReader bodies, Workers workers, GatewayLimits limits) {
    this.ports = ports;
    this.graphql =
        new GraphqlEngine(
            ports.records(),
            ports.schedule(),
            ports.blocks()::currentHeight,
            ports.blocks()::timestampMillis);
    this.bodies = bodies;
    this.workers = workers;
    this.jsonBytesMax = limits.jsonBytesMax();
    this.routes =
        List.of(
            Route.of("POST /graphql", this::execute).reading(),
            Route.of("GET /graphql", this::executeQuery),
            Route.of("GET /info", call -> CompletableFuture.completedFuture(info())),
            Route.of("GET /raw/{id}", call -> item(call.idAt(1), ItemAnswer::data)),
            Route.of("GET /{id}", call -> item(call.idAt(0), ItemAnswer::dataAndTags))
                .when(call -> Id.isId(call.segment(0))));
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  private CompletionStage<HttpResponse> execute(Call call) {
    return bodies
        .read(call.request(), jsonBytesMax)
        .thenCompose(body -> workers.fromStore(() -> execute(request(tree(body)))));
  }

  private CompletionStage<HttpResponse> executeQuery(Call call) {
    GraphqlEngine.Request request = request(call.query());
    return workers.fromStore(() -> execute(request));
  }

  private CompletionStage<HttpResponse> item(Id id, Function<FoundItem, HttpResponse> answer) {
    return workers.fromStore(
        () ->
            FoundItem.find(ports.records(), ports.schedule(), id)
                .map(answer)
                .orElseThrow(() -> RequestFault.unknown("this node has no item " + id)));
  }

  private HttpResponse execute(GraphqlEngine.Request request) {
    try {
      return Answer.json(200, Json.MAPPER.writeValueAsBytes(graphql.execute(request)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of plain maps, lists and texts", e);
    }
  }

  private static JsonNode tree(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (IOException e) {
      throw RequestFault.malformed("the body is not JSON");
    }
  }

  private static GraphqlEngine.Request request(JsonNode body) {
    JsonNode query = body.path("query");
    if (!query.isTextual()) {
      throw RequestFault.malformed("'query' is required and must be text");
    }
    return request(query.textValue(), body.path("operationName"), body.path("variables"));
  }

  private static GraphqlEngine.Request request(QueryString query) {
    String text =
        query
            .text("query")
            .orElseThrow(() -> RequestFault.malformed("'query' is required in the query"));
    try {
      return request(
          text,
          Json.MAPPER.getNodeFactory().textNode(query.text("operationName").orElse("")),
          Json.MAPPER.readTree(query.text("variables").orElse("{}")));
    } catch (JsonProcessingException e) {
      throw RequestFault.malformed("'variables' is not JSON");
    }
  }

  private static GraphqlEngine.Request request(
      String query, JsonNode operationName, JsonNode variables) {
    if (query.length() > GraphqlLimits.QUERY_CHARACTERS_MAX) {
      throw RequestFault.malformed(
          "'query' is longer than " + GraphqlLimits.QUERY_CHARACTERS_MAX + " characters");
    }
    if (!variables.isObject() && !variables.isNull() && !variables.isMissingNode()) {
      throw RequestFault.malformed("'variables' must be an object");
    }
    Map<String, Object> values =
        variables.isObject() ? Json.MAPPER.convertValue(variables, VARIABLES) : Map.of();
    boolean isNamed = operationName.isTextual() && !operationName.textValue().isEmpty();
    return new GraphqlEngine.Request(query, isNamed ? operationName.textValue() : null, values);
  }

  private HttpResponse info() {
    long height = ports.blocks().currentHeight();
    return Answer.json(
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("network", "holon");
          json.writeNumberField("version", 5);
          json.writeNumberField("height", height);
          json.writeNumberField("blocks", height + 1);
          json.writeStringField("current", BlockId.of(height));
          json.writeNumberField("peers", 0);
          json.writeNumberField("queue_length", 0);
          json.writeEndObject();
        });
  }
}
