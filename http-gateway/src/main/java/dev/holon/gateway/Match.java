package dev.holon.gateway;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A call and the route that serves it.
 *
 * @param name of the route, as the document of the routes has it
 */
record Match(Route route, Call call, String name) {
  /**
   * Serves the call. Never blocks.
   *
   * @throws RequestFault when the call is malformed
   */
  CompletionStage<HttpResponse> serve() {
    return route.handler().apply(call);
  }
}
