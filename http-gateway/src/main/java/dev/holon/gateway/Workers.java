package dev.holon.gateway;

import dev.holon.actors.StoreCalls;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The bounded pools for what must not run on the server's own threads.
 *
 * @param verify for signature checks; as many threads as cores
 * @param store for blocking reads of the stores
 */
record Workers(Executor verify, StoreCalls store) {
  static Workers of(ActorSystem system, StoreCalls store) {
    return new Workers(system.dispatchers().lookup("holon.verify-dispatcher"), store);
  }

  /** Answers from the stores. */
  CompletionStage<HttpResponse> fromStore(Supplier<HttpResponse> answer) {
    return store.call(answer);
  }
}
