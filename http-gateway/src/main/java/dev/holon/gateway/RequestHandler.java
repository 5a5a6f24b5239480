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
  private final GatewayLimits limits;

  /**
   * Serves these routes.
   *
   * @param ungated answered whatever the load, so that the node can be watched
   */
  RequestHandler(Surface routes, Surface ungated, Traffic traffic, GatewayLimits limits) {
    this.routes = routes;
    this.ungated = ungated;
    this.traffic = traffic;
    this.limits = limits;
  }

  /** Answers a request from this address. */
  CompletionStage<HttpResponse> handle(HttpRequest request, InetAddress client) {
    if (request.method().value().equals("OPTIONS")) {
      return CompletableFuture.completedFuture(Answer.empty(204).addHeaders(PREFLIGHT_HEADERS));
    }
    if (traffic.isDraining() && !isReading(request)) {
      RequestFault leaving = RequestFault.busy("the node is stopping: ask another one, or again");
      return CompletableFuture.completedFuture(finish(Failure.of(leaving)));
    }
    CompletionStage<HttpResponse> answer =
        traffic.beginRequest() ? gated(request, client) : refused(request, client);
    return answer.thenApply(this::finish);
  }

  private static boolean isReading(HttpRequest request) {
    String method = request.method().value();
    return method.equals("GET") || method.equals("HEAD");
  }

  private CompletionStage<HttpResponse> gated(HttpRequest request, InetAddress client) {
    CompletableFuture<HttpResponse> answer = dispatch(request, client).toCompletableFuture();
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

  private CompletionStage<HttpResponse> refused(HttpRequest request, InetAddress client) {
    try {
      Optional<CompletionStage<HttpResponse>> answer = ungated.serve(Call.of(request, client));
      if (answer.isPresent()) {
        return answer.get().exceptionally(Failure::of);
      }
    } catch (RequestFault e) {
      return CompletableFuture.completedFuture(Failure.of(e));
    }
    return CompletableFuture.completedFuture(
        Failure.of(
            RequestFault.busy("the node works on as many requests as it can; see GET /limits")));
  }

  private CompletionStage<HttpResponse> dispatch(HttpRequest request, InetAddress client) {
    try {
      Call call = Call.of(request, client);
      Optional<CompletionStage<HttpResponse>> answer = routes.serve(call);
      return answer.orElseGet(() -> CompletableFuture.completedFuture(noRoute(request)));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(Failure.of(e));
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
