package dev.holon.gateway;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Routes, tried in their order. */
record RouteTable(List<Route> routes) implements Surface {
  RouteTable {
    routes = List.copyOf(routes);
  }

  static RouteTable of(Route... routes) {
    return new RouteTable(List.of(routes));
  }

  @Override
  public Optional<CompletionStage<HttpResponse>> serve(Call call) {
    for (Route route : routes) {
      if (route.isFor(call)) {
        return Optional.of(route.handler().apply(call));
      }
    }
    return Optional.empty();
  }
}
