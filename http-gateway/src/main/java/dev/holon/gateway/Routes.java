package dev.holon.gateway;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * All units on one port: each below its prefix, and messenger, compute, gateway, the node itself
 * and its outbox at the root too. At the root the first that knows a route serves it.
 */
record Routes(
    Surface messenger,
    Surface compute,
    Surface scheduler,
    Surface gateway,
    Surface node,
    Surface outbox)
    implements Surface {
  @Override
  public Optional<CompletionStage<HttpResponse>> serve(Call call) {
    Optional<Surface> prefixed = call.depth() == 0 ? Optional.empty() : atPrefix(call.segment(0));
    if (prefixed.isPresent()) {
      return prefixed.get().serve(call.belowPrefix());
    }
    for (Surface unit : List.of(messenger, compute, node, outbox, gateway)) {
      Optional<CompletionStage<HttpResponse>> answer = unit.serve(call);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private Optional<Surface> atPrefix(String segment) {
    return switch (segment) {
      case "mu" -> Optional.of(messenger);
      case "cu" -> Optional.of(compute);
      case "su" -> Optional.of(scheduler);
      case "gateway" -> Optional.of(gateway);
      default -> Optional.empty();
    };
  }
}
