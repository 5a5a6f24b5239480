package dev.holon.gateway;

import dev.holon.protocol.Id;
import dev.holon.protocol.ProcessId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A call and the route that serves it.
 *
 * @param name of the route, as the document of the routes has it
 */
record Match(Route route, Call call, String name) {
  private static final String PROCESS_SEGMENT = "{pid}";

  Match at(Traffic.Ticket ticket) {
    return new Match(route, call.at(ticket), name);
  }

  /** The process that the path or the query names. */
  Optional<ProcessId> process() {
    int index = route.segments().indexOf(PROCESS_SEGMENT);
    Optional<String> text =
        index >= 0 ? Optional.of(call.segment(index)) : call.query().text("process-id");
    return text.filter(Id::isId).map(ProcessId::parse);
  }

  /**
   * Serves the call. Never blocks.
   *
   * @throws RequestFault when the call is malformed
   */
  CompletionStage<HttpResponse> serve() {
    return route.handler().apply(call);
  }
}
