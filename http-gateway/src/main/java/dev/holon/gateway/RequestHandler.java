package dev.holon.gateway;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Answers every request: passes the gate, finds the route, turns failures into JSON, and lets any
 * web page read the answer. Never fails and never blocks.
 */
final class RequestHandler {
  private static final List<HttpHeader> SHARED_HEADERS =
      List.of(
          RawHeader.create("Access-Control-Allow-Origin", "*"),
          RawHeader.create("Access-Control-Expose-Headers", "*"));
  private static final List<HttpHeader> PREFLIGHT_HEADERS =
      List.of(
          RawHeader.create("Access-Control-Allow-Origin", "*"),
          RawHeader.create(
              "Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
          RawHeader.create("Access-Control-Allow-Headers", "*"),
          RawHeader.create("Access-Control-Max-Age", "86400"));
  private static final HttpHeader CLOSE = Connection.create("close");

  private final Surface routes;
  private final Surface ungated;
  private final Traffic traffic;
  private final RequestMeters meters;
  private final GatewayLimits limits;

  /**
   * Serves these routes.
   *
   * @param ungated answered whatever the load, so that the node can be watched
   */
  RequestHandler(
      Surface routes,
      Surface ungated,
      Traffic traffic,
      RequestMeters meters,
      GatewayLimits limits) {
    this.routes = routes;
    this.ungated = ungated;
    this.traffic = traffic;
    this.meters = meters;
    this.limits = limits;
  }

  /** Answers a request from this address. */
  CompletionStage<HttpResponse> handle(HttpRequest request, InetAddress client) {
    if (request.method().value().equals("OPTIONS")) {
      return CompletableFuture.completedFuture(Answer.empty(204).addHeaders(PREFLIGHT_HEADERS));
    }
    Optional<Match> match;
    try {
      match = routes.find(Call.of(request, client));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(finish(Failure.of(e)));
    }
    RequestMeters.Request metered = match.map(meters::begin).orElseGet(meters::beginUnknown);
    CompletionStage<HttpResponse> answer =
        traffic.beginRequest() ? gated(request, match) : refused(match);
    return answer.thenApply(
        response -> {
          metered.answered(response);
          return finish(response);
        });
  }

  private CompletionStage<HttpResponse> gated(HttpRequest request, Optional<Match> match) {
    CompletableFuture<HttpResponse> answer = serve(request, match).toCompletableFuture();
    if (!answer.isDone()) {
      // The time for an answer begins when the body is there.
      boolean isBodyThere = request.entity() instanceof HttpEntity.Strict;
      Duration allowed =
          isBodyThere
              ? limits.requestTimeout()
              : limits.requestTimeout().plus(limits.bodyTimeout());
      answer = answer.copy().orTimeout(allowed.toMillis(), TimeUnit.MILLISECONDS);
    }
    return answer
        .exceptionally(Failure::of)
        .whenComplete((response, failure) -> traffic.endRequest());
  }

  private CompletionStage<HttpResponse> refused(Optional<Match> match) {
    if (match.isPresent() && ungated.routes().contains(match.get().route())) {
      return serve(match.get()).exceptionally(Failure::of);
    }
    meters.refused("in-flight");
    return CompletableFuture.completedFuture(
        Failure.of(
            RequestFault.busy("the node works on as many requests as it can; see GET /limits")));
  }

  private static CompletionStage<HttpResponse> serve(HttpRequest request, Optional<Match> match) {
    return match
        .map(RequestHandler::serve)
        .orElseGet(() -> CompletableFuture.completedFuture(noRoute(request)));
  }

  private static CompletionStage<HttpResponse> serve(Match match) {
    try {
      return match.serve();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static HttpResponse noRoute(HttpRequest request) {
    String route = request.method().value() + ":" + request.getUri().path();
    return Answer.json(
        404,
        json -> {
          json.writeStartObject();
          json.writeStringField("message", "Route " + route + " not found");
          json.writeStringField("error", "Not Found");
          json.writeNumberField("statusCode", 404);
          json.writeStringField("code", RequestFault.Code.UNKNOWN.text());
          json.writeStringField("retry", RequestFault.Code.UNKNOWN.retry().name());
          json.writeEndObject();
        });
  }

  private HttpResponse finish(HttpResponse answer) {
    HttpResponse shared = answer.addHeaders(SHARED_HEADERS);
    return traffic.isDraining() ? shared.addHeader(CLOSE) : shared;
  }
}
