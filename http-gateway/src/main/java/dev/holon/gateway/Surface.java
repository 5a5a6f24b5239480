package dev.holon.gateway;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The routes of one unit. */
interface Surface {
  /**
   * Serves the call, or returns empty when it is none of this unit's. Never blocks.
   *
   * @throws RequestFault when the call is this unit's but malformed
   */
  default Optional<CompletionStage<HttpResponse>> serve(Call call) {
    for (Route route : routes()) {
      if (route.isFor(call)) {
        return Optional.of(route.handler().apply(call));
      }
    }
    return Optional.empty();
  }

  /** All that {@link #serve} takes, tried in this order. */
  List<Route> routes();
}
