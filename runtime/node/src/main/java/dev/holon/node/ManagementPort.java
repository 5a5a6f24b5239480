package dev.holon.node;

import dev.holon.gateway.HolonHttpServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.management.javadsl.PekkoManagement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port at which a node is watched, whatever its roles: what it says about itself, and Pekko
 * Management's routes. It stays open until the actor system ends, so that the end can be watched.
 */
final class ManagementPort {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);
  private static final Duration BIND_MAX = Duration.ofSeconds(20);

  private ManagementPort() {}

  /** Returns when it can be asked. */
  static void open(ActorSystem<Void> system, NodeSettings.Management place, HolonHttpServer node)
      throws StartFailure {
    Route members = PekkoManagement.get(system).getRoutes();
    Route all = Directives.concat(Directives.extractRequest(asked -> about(node, asked)), members);
    try {
      Http.get(system)
          .newServerAt(place.host(), place.port())
          .bind(all)
          .toCompletableFuture()
          .get(BIND_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartFailure(
          "cannot listen at "
              + place.host()
              + ":"
              + place.port()
              + " (holon.management): is the port taken?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while opening holon.management", e);
    }
    LOG.info("management listens on {}:{}", place.host(), place.port());
  }

  private static Route about(HolonHttpServer node, HttpRequest asked) {
    Optional<CompletionStage<HttpResponse>> answer = node.aboutNode(asked);
    return answer.isPresent() ? Directives.completeWithFuture(answer.get()) : Directives.reject();
  }
}
