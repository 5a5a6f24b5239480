package dev.holon.gateway;

import dev.holon.core.meter.Meters;
import dev.holon.core.meter.Metric;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Counts requests by route and status, and measures them. Thread-safe. */
final class RequestMeters {
  private static final String NO_ROUTE = "none";

  private final Meters meters;

  RequestMeters(Meters meters, Traffic traffic) {
    this.meters = meters;
    meters.gauge(Metric.GATEWAY_IN_FLIGHT, traffic::inFlightCount);
    meters.gauge(Metric.GATEWAY_CONNECTIONS, traffic::connectionCount);
  }

  /** A request that is being answered. */
  final class Request {
    private final Meters.Span span;
    private final String route;

    private Request(String route) {
      this.route = route;
      this.span = meters.timer(Metric.GATEWAY_REQUEST_TIME, route).begin();
    }

    void answered(HttpResponse answer) {
      span.end();
      String status = Integer.toString(answer.status().intValue());
      meters.counter(Metric.GATEWAY_REQUESTS, route, status).one();
    }
  }

  Request begin(Match match) {
    return new Request(match.name());
  }

  Request beginUnknown() {
    return new Request(NO_ROUTE);
  }

  /** A connection was turned away. */
  void connectionRefused() {
    meters.counter(Metric.GATEWAY_REFUSED, "connections").one();
  }

  /** A request was turned away to keep the node alive. */
  void refused(RequestFault fault) {
    String reason =
        switch (fault.code()) {
          case ADDRESS_SHARE -> "address";
          case PROCESS_SHARE -> "process";
          case READS_SHED -> "reads";
          case STORE_AWAY -> "database";
          default -> "node";
        };
    meters.counter(Metric.GATEWAY_REFUSED, reason).one();
  }
}
