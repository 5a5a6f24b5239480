package dev.holon.gateway;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
  private final TrustedProxies proxies;

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
      GatewaySettings settings) {
    this.routes = routes;
    this.ungated = ungated;
    this.traffic = traffic;
    this.meters = meters;
    this.limits = settings.limits();
    this.proxies = settings.units().load().proxies();
  }

  /** Answers a request that came from this end of a connection. */
  CompletionStage<HttpResponse> handle(HttpRequest request, InetAddress peer) {
    if (request.method().value().equals("OPTIONS")) {
      return CompletableFuture.completedFuture(Answer.empty(204).addHeaders(PREFLIGHT_HEADERS));
    }
    if (traffic.isDraining() && !isReading(request)) {
      RequestFault leaving = RequestFault.busy("the node is stopping: ask another one, or again");
      return CompletableFuture.completedFuture(finish(Failure.of(leaving)));
    }
    InetAddress client = proxies.clientOf(request, peer);
    Optional<Match> match;
    try {
      match = routes.find(Call.of(request, client));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(finish(Failure.of(e)));
    }
    RequestMeters.Request metered = match.map(meters::begin).orElseGet(meters::beginUnknown);
    Route.Kind kind = match.map(found -> found.route().kind()).orElse(Route.Kind.READ);
    CompletionStage<HttpResponse> answer =
        switch (traffic.beginRequest(client, kind)) {
          case Traffic.Entry.Admitted admitted -> gated(request, match, admitted.ticket());
          case Traffic.Entry.Refused refused -> refused(match, refused.fault());
        };
    return answer.thenApply(
        response -> {
          metered.answered(response);
          return finish(response);
        });
  }

  /** Answers what is answered whatever the load; empty: the request asks for something else. */
  Optional<CompletionStage<HttpResponse>> aboutNode(HttpRequest request) {
    try {
      return ungated
          .find(Call.of(request, InetAddress.getLoopbackAddress()))
          .map(match -> serve(match).exceptionally(Failure::of));
    } catch (RuntimeException e) {
      return Optional.of(CompletableFuture.completedFuture(Failure.of(e)));
    }
  }

  private static boolean isReading(HttpRequest request) {
    String method = request.method().value();
    return method.equals("GET") || method.equals("HEAD");
  }

  private CompletionStage<HttpResponse> gated(
      HttpRequest request, Optional<Match> match, Traffic.Ticket ticket) {
    CompletableFuture<HttpResponse> answer =
        serve(request, match.map(found -> found.at(ticket))).toCompletableFuture();
    if (!answer.isDone()) {
      // The time for an answer begins when the body is there.
      boolean isBodyThere = request.entity() instanceof HttpEntity.Strict;
      Duration allowed =
          isBodyThere
              ? limits.requestTimeout()
              : limits.requestTimeout().plus(limits.bodyTimeout());
      answer = answer.copy().orTimeout(allowed.toMillis(), TimeUnit.MILLISECONDS);
    }
    return answer.exceptionally(this::failed).whenComplete((response, failure) -> ticket.end());
  }

  private HttpResponse failed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RequestFault fault && fault.isOverload()) {
      meters.refused(fault);
    }
    return Failure.of(failure);
  }

  private CompletionStage<HttpResponse> refused(Optional<Match> match, RequestFault fault) {
    if (match.isPresent() && ungated.routes().contains(match.get().route())) {
      return serve(match.get()).exceptionally(Failure::of);
    }
    meters.refused(fault);
    return CompletableFuture.completedFuture(Failure.of(fault));
  }

  private static CompletionStage<HttpResponse> serve(HttpRequest request, Optional<Match> match) {
    return match
        .map(RequestHandler::serve)
        .orElseGet(() -> CompletableFuture.completedFuture(noRoute(request)));
  }

  private static CompletionStage<HttpResponse> serve(Match match) {
    try {
      match.process().ifPresent(match.call()::concerns);
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
